internal import Foundation

/// What is installed with the program: for `PREFIX/bin/berth`, the folders `PREFIX/share/berth` and `PREFIX/lib/berth`.
///
/// A program that lies elsewhere, such as in a build folder, has neither, and looks into the working directory alone.
package struct Installation: Sendable, Hashable {
    /// The folder that `make install` calls `PREFIX`, with a slash at its end.
    private let prefix: String

    /// - Parameter program: The program's full path, links followed.
    package init(program: String) {
        self.prefix = URL(filePath: program).deletingLastPathComponent().deletingLastPathComponent()
            .path(percentEncoded: false)
    }

    /// The installation that this process runs from; `nil` where the system does not tell.
    package static func ofThisProgram() -> Installation? {
        #if os(Linux)
            // Foundation's bundle ends the process where /proc is missing.
            let program = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
        #else
            let program = Bundle.main.executableURL?.resolvingSymlinksInPath().path(percentEncoded: false)
        #endif
        return program.map { Installation(program: $0) }
    }

    /// The domains that ship with Berth; the folder may be absent.
    package var domainsFolder: String { "\(self.prefix)share/berth/domains" }

    /// LightGBM's library and what it needs; the folder may be absent.
    package var libraryFolder: String { "\(self.prefix)lib/berth" }

    /// The folder of domains that serves where none is named: `domains` of the working directory, or else the installed
    /// one.
    ///
    /// - Parameter workingDirectory: Its full path.
    package static func domainsFolder(in workingDirectory: String, of installation: Installation?) -> String {
        let local = "domains"
        guard let installed = installation?.domainsFolder, FileManager.default.fileExists(atPath: installed),
            !FileManager.default.fileExists(atPath: "\(workingDirectory)/\(local)")
        else { return local }
        return installed
    }
}
