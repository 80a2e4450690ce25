import Foundation
import LightGBMTrainer
import Training

/// The library that `make deps` fetches; `make test` runs that first, so its absence is a failure.
enum TestLibrary {
    struct Missing: Error, CustomStringConvertible {
        let path: String
        var description: String { "\(self.path) is missing: run make deps" }
    }

    static var path: String {
        #if os(macOS)
            PackageRoot.path(".deps/lightgbm/lib/lib_lightgbm.dylib")
        #else
            PackageRoot.path(".deps/lightgbm/lib/lib_lightgbm.so")
        #endif
    }

    static func load() throws -> LightGBMLibrary {
        guard FileManager.default.fileExists(atPath: self.path) else { throw Missing(path: self.path) }
        return try LightGBMLibrary(path: self.path)
    }

    static func trainer() throws -> LightGBMTrainer {
        LightGBMTrainer(library: try self.load())
    }
}

/// The package's own folder, whatever the working directory is.
enum PackageRoot {
    static func path(_ relative: String) -> String {
        URL(fileURLWithPath: #filePath)
            .deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
            .appendingPathComponent(relative).standardizedFileURL.path
    }
}
