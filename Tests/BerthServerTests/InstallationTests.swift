import BerthServer
import Foundation
import Testing

struct InstallationTests {
    @Test func `what is installed is found from the program's path`() {
        let installation = Installation(program: "/usr/local/bin/berth")
        #expect(installation.domainsFolder == "/usr/local/share/berth/domains")
        #expect(installation.libraryFolder == "/usr/local/lib/berth")
        #expect(Installation(program: "/bin/berth").domainsFolder == "/share/berth/domains")
    }

    @Test func `the working directory's domains come before the installed ones`() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "berth-installed-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        let work = folder.appending(path: "work").path()
        let installation = Installation(program: folder.appending(path: "usr/bin/berth").path())
        func serves() -> String { Installation.domainsFolder(in: work, of: installation) }

        #expect(serves() == "domains", "nothing is installed")
        try FileManager.default.createDirectory(
            atPath: installation.domainsFolder,
            withIntermediateDirectories: true
        )
        #expect(serves() == installation.domainsFolder)
        #expect(Installation.domainsFolder(in: work, of: nil) == "domains")
        try FileManager.default.createDirectory(atPath: "\(work)/domains", withIntermediateDirectories: true)
        #expect(serves() == "domains")
    }

    @Test func `the configuration takes the installed folder for want of another`() throws {
        func folder(_ flags: [String: (flag: String, value: String)]) throws -> String {
            try ServerConfiguration(file: nil, environment: [:], flags: flags, domainsFolder: "/installed", seed: 1)
                .domainsFolder
        }
        #expect(try folder([:]) == "/installed")
        #expect(try folder(["domains.dir": ("--domains", "mine")]) == "mine")
    }
}
