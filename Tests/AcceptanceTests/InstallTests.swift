import Foundation
import Testing

/// The program as `make install` lays it, run from an empty folder.
struct InstallTests {
    @Test func `an installed program finds its domains beside itself, by a link too`() async throws {
        let berth = try Berth()
        let files = FileManager.default
        for folder in ["usr/bin", "usr/share/berth", "bin", "work"] {
            try files.createDirectory(
                at: berth.folder.appending(path: folder),
                withIntermediateDirectories: true
            )
        }
        try files.copyItem(at: try Berth.executable(), to: berth.folder.appending(path: "usr/bin/berth"))
        try files.createSymbolicLink(
            atPath: berth.path("usr/share/berth/domains"),
            withDestinationPath: Berth.domains
        )
        try files.createSymbolicLink(atPath: berth.path("bin/berth"), withDestinationPath: "../usr/bin/berth")

        for program in ["usr/bin/berth", "bin/berth"] {
            let process = Process()
            process.executableURL = berth.folder.appending(path: program)
            process.arguments = ["serve", "--check"]
            process.environment = ["PATH": ""]
            process.currentDirectoryURL = berth.folder.appending(path: "work")
            let output = Pipe()
            process.standardOutput = output
            try process.run()
            let text = String(decoding: try output.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self)
            process.waitUntilExit()
            #expect(process.terminationStatus == 0)
            #expect(text.contains("/usr/share/berth/domains  (default)"), "\(text)")
        }
    }
}
