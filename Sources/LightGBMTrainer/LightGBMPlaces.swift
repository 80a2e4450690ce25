import Foundation

/// Where LightGBM's library is looked for when no path is configured, first place first.
package struct LightGBMPlaces: Sendable, Hashable {
    /// Full paths of candidates; a component `python3.*` stands for every folder that begins with `python3.`.
    package let patterns: [String]

    package init(patterns: [String]) {
        self.patterns = patterns
    }

    /// What is installed with the program, what `make deps` fetches, then system folders, then Homebrew's, then Python's packages.
    ///
    /// - Parameters:
    ///   - installed: The folder of libraries that are installed with the program; `nil` without one.
    ///   - workingDirectory: Holds `.deps`.
    ///   - home: The user's folder, for packages that pip installed there.
    package static func usual(installed: String? = nil, workingDirectory: String, home: String) -> LightGBMPlaces {
        let system = ["/usr/local/lib", "/usr/lib", "/usr/lib64"] + Self.debianFolders
        let python = [
            "\(home)/.local/lib/python3.*/site-packages",
            "/usr/local/lib/python3.*/site-packages",
            "/usr/local/lib/python3.*/dist-packages",
            "/usr/lib/python3/dist-packages",
            "/opt/homebrew/lib/python3.*/site-packages",
        ]
        let folders =
            [installed, "\(workingDirectory)/.deps/lightgbm/lib"].compactMap(\.self) + system + ["/opt/homebrew/lib"]
            + python.map { "\($0)/lightgbm/lib" }
        return LightGBMPlaces(patterns: folders.map { "\($0)/\(Self.fileName)" })
    }

    #if os(macOS)
        static let fileName = "lib_lightgbm.dylib"
    #else
        static let fileName = "lib_lightgbm.so"
    #endif

    #if arch(arm64)
        private static let debianFolders = ["/usr/lib/aarch64-linux-gnu"]
    #else
        private static let debianFolders = ["/usr/lib/x86_64-linux-gnu"]
    #endif

    /// The files that exist, in order; among Python's folders the newest version first.
    func existingFiles() -> [String] {
        self.patterns.flatMap(Self.expand).filter { FileManager.default.fileExists(atPath: $0) }
    }

    private static func expand(_ pattern: String) -> [String] {
        let parts = pattern.components(separatedBy: "/python3.*/")
        guard parts.count == 2 else { return [pattern] }
        // A parent folder that does not exist holds no candidate.
        let entries = (try? FileManager.default.contentsOfDirectory(atPath: parts[0])) ?? []
        return
            entries
            .filter { $0.hasPrefix("python3.") }
            .sorted { $0.compare($1, options: .numeric) == .orderedDescending }
            .map { "\(parts[0])/\($0)/\(parts[1])" }
    }
}
