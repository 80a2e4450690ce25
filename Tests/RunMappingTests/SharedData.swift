import Foundation
import Tables

/// The measured data beside the package: `../shared`, or the folder that BERTH_SHARED names.
enum SharedData {
    static let packageRoot = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    private static let folder =
        ProcessInfo.processInfo.environment["BERTH_SHARED"].map { URL(fileURLWithPath: $0) }
        ?? packageRoot.deletingLastPathComponent().appending(path: "shared")

    /// False where the folder is absent, so that tests skip visibly; on CI they run, and fail.
    static let isExpected =
        ProcessInfo.processInfo.environment["CI"] == "true"
        || FileManager.default.fileExists(atPath: folder.appending(path: "data").path)

    static func table(_ path: String) throws -> Table {
        let bytes = try Data(contentsOf: folder.appending(path: "data").appending(path: path))
        return try Table(csv: [UInt8](bytes), file: path)
    }

    /// A file of the package.
    static func text(_ path: String) throws -> String {
        try String(contentsOf: packageRoot.appending(path: path), encoding: .utf8)
    }
}
