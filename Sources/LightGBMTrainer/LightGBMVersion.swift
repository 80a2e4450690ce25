import Foundation

/// Which LightGBM a loaded library is.
///
/// The C API cannot be asked for its version. LightGBM's Python package, whose library `make deps` fetches, keeps it
/// in `VERSION.txt` one folder above the library. Without that file the version is narrowed down by what the library
/// knows: functions and parameters that came with a release (read from the tagged sources of LightGBM).
struct LightGBMVersion: Sendable, Hashable, CustomStringConvertible {
    /// For example `4.7.0`, `4.6`, `4.4 or 4.5`.
    let description: String

    /// The oldest version that is accepted; see `LightGBMFunction.maximumThreads`.
    static let minimum = "4.2"

    /// Parameters by which a release is told from the ones before it, newest first.
    private static let marks = [
        (parameter: "gpu_device_id_list", version: "4.7 or newer"),
        (parameter: "bagging_by_query", version: "4.6"),
        (parameter: "early_stopping_min_delta", version: "4.4 or 4.5"),
    ]

    /// The version of a usable library.
    ///
    /// - Parameters:
    ///   - path: Where the library was loaded from.
    ///   - parameters: The names of the parameters it knows.
    init(path: String, parameters: Set<String>) {
        let mark = Self.marks.first { parameters.contains($0.parameter) }
        self.description = Self.packaged(with: path) ?? mark?.version ?? "4.2 or 4.3"
    }

    /// What a library that lacks functions seems to be.
    static func outdated(missing: [LightGBMFunction]) -> String {
        missing.contains(.dumpParameterAliases) ? "older than 4.0" : "4.0 or 4.1"
    }

    private static func packaged(with path: String) -> String? {
        let library = URL(fileURLWithPath: path).resolvingSymlinksInPath()
        let file = library.deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("VERSION.txt")
        // No file is the usual case for a library that a system package installed.
        guard let text = try? String(contentsOf: file, encoding: .utf8) else { return nil }
        let version = text.trimmingCharacters(in: .whitespacesAndNewlines)
        guard version.first?.isNumber == true else { return nil }
        return version.allSatisfy { $0.isNumber || $0.isLetter || $0 == "." } ? version : nil
    }
}
