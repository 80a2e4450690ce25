import BerthTesting
import Files
import Foundation
import Persistence
import Registry
import Telemetry
import Testing

struct DataDirectoryTests {
    private let data = TemporaryData()

    @Test func `opening for writing creates the folder for its owner alone`() async throws {
        let inner = self.data.path + "/a/b"
        let directory = try DataDirectory(inner, for: .writing)
        #expect(directory.path == inner)
        #expect(try self.data.permissions("a/b") == 0o700)
        #expect(try self.data.bytes("a/b/VERSION") == Data("berth-data 2\n".utf8))
        let database = try SQLiteDatabase(directory)
        _ = try await SQLiteRunStore(database, now: { SampleRuns.received }).append(
            [RunReport(SampleRuns.run(1))],
            to: "sandbox"
        )
        for file in ["berth.sqlite", "berth.sqlite-wal", "berth.sqlite-shm"] {
            #expect(try self.data.permissions("a/b/\(file)") == 0o600)
        }
    }

    @Test func `reading needs a directory that is there`() {
        #expect(throws: DataDirectoryError.notThere(path: self.data.path)) { try self.data.directory(.reading) }
    }

    @Test func `a second writer is refused until the first is gone, readers never are`() throws {
        var first: DataDirectory? = try self.data.directory()
        #expect(first != nil)
        let mine = Int(ProcessInfo.processInfo.processIdentifier)
        #expect(throws: DataDirectoryError.inUse(path: self.data.path, process: mine)) { try self.data.directory() }
        #expect(try self.data.directory(.reading).access == .reading)
        first = nil
        #expect(try self.data.directory().access == .writing)
    }

    @Test func `a first start that broke off before the version was written is taken up`() throws {
        try FileManager.default.createDirectory(atPath: self.data.path, withIntermediateDirectories: true)
        try Data("1234\n".utf8).write(to: self.data.url("lock"))
        try Data("berth".utf8).write(to: self.data.url(".new-VERSION"))
        _ = try self.data.directory()
        #expect(try self.data.bytes("VERSION") == Data("berth-data 2\n".utf8))
    }

    @Test func `a folder with other things in it is left alone`() throws {
        try FileManager.default.createDirectory(atPath: self.data.path, withIntermediateDirectories: true)
        try Data("x".utf8).write(to: self.data.url("thesis.tex"))
        #expect(throws: DataDirectoryError.foreign(path: self.data.path)) { try self.data.directory() }
        #expect(try FileManager.default.contentsOfDirectory(atPath: self.data.path) == ["thesis.tex"])
    }

    @Test func `another version, and a version file that is none, are refused`() throws {
        _ = try self.data.directory()
        try Data("berth-data 3\n".utf8).write(to: self.data.url("VERSION"))
        #expect(throws: DataDirectoryError.otherVersion(path: self.data.path, found: 3, supported: 2)) {
            try self.data.directory(.reading)
        }
        try Data("17\n".utf8).write(to: self.data.url("VERSION"))
        #expect(throws: DataDirectoryError.foreign(path: self.data.path)) { try self.data.directory() }
    }

    @Test func `a folder of the former format is refused, and its files are named`() throws {
        _ = try self.data.directory()
        try Data("berth-data 1\n".utf8).write(to: self.data.url("VERSION"))
        try FileManager.default.createDirectory(at: self.data.url("runs"), withIntermediateDirectories: false)
        try Data("{}\n".utf8).write(to: self.data.url("runs/sandbox.ndjson"))
        let error = DataDirectoryError.formerFormat(
            path: self.data.path,
            runFiles: [self.data.path + "/runs/sandbox.ndjson"]
        )
        for access in [DataDirectory.Access.reading, .writing] {
            #expect(throws: error) { try self.data.directory(access) }
        }
    }

    @Test func `a folder that cannot be written to is refused with the system's reason`() throws {
        try FileManager.default.createDirectory(atPath: self.data.path, withIntermediateDirectories: true)
        chmod(self.data.path, 0o500)
        // Permissions do not bind root, for whom the kernel's own folder stands in.
        let path = geteuid() == 0 ? "/sys/berth-data" : self.data.path + "/data"
        let failure = #expect(throws: FileFailure.self) { try DataDirectory(path, for: .writing) }
        #expect(failure?.operation == .create)
        #expect(failure?.description.hasPrefix("cannot create \(path): ") == true)
    }

    @Test func `a path through a file is refused with the system's reason`() throws {
        _ = try self.data.directory()
        let path = self.data.path + "/VERSION/inner"
        #expect(throws: FileFailure.self) { try DataDirectory(path, for: .writing) }
        #expect(throws: FileFailure.self) { try DataDirectory(path, for: .reading) }
    }

    @Test(arguments: ["", "..", "../x", "a/b", "Sandbox", "a.b", ".", "x\u{0}", String(repeating: "a", count: 65)])
    func `a name that could leave the directory is refused`(name: String) async throws {
        let models = try self.data.models()
        await #expect(throws: DataDirectoryError.unusableName(name)) { try await models.versions(of: name) }
    }

    @Test func `errors say what to do`() {
        let texts: [(DataDirectoryError, String)] = [
            (.notThere(path: "d"), "there is no data directory at d; berth serve and berth runs import create it"),
            (.foreign(path: "d"), "d is not a data directory of Berth, and it is not empty; choose another folder"),
            (
                .otherVersion(path: "d", found: 2, supported: 1),
                "the data directory d has version 2, this program uses version 1"
            ),
            (
                .inUse(path: "d", process: 7),
                "the data directory d is in use by process 7; one process at a time may write to it"
            ),
            (
                .inUse(path: "d", process: nil),
                "the data directory d is in use; one process at a time may write to it"
            ),
            (
                .unusableName("A"),
                "'A' cannot name a domain or model; expected 1 to 64 lowercase letters, digits and hyphens"
            ),
            (
                .formerFormat(path: "d", runFiles: ["d/runs/a.ndjson", "d/runs/b.ndjson"]),
                "the data directory d has version 1, with its runs in text files; choose another folder and import "
                    + "them, each for its domain: berth runs import --data-dir NEW --domain DOMAIN "
                    + "d/runs/a.ndjson d/runs/b.ndjson"
            ),
            (
                .formerFormat(path: "d", runFiles: []),
                "the data directory d has version 1, with its runs in text files; it has none, so remove the folder "
                    + "or choose another"
            ),
            (
                .foreignFile(file: "f"),
                "f is a database of another program; move it away, or choose another data directory"
            ),
            (.newerDatabase(file: "f"), "f was written by a newer Berth; use that, or restore it from a backup"),
            (
                .olderDatabase(file: "f"),
                "f was written by an older Berth; a command that writes, such as berth serve, upgrades it"
            ),
            (
                .damagedFile(file: "catalog.json", problem: "p"),
                "catalog.json is damaged: p; restore it from a backup, or recreate it"
            ),
        ]
        for (error, text) in texts { #expect(error.description == text) }
    }
}
