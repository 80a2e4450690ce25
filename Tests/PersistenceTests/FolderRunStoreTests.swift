import BerthTesting
import Foundation
import Persistence
import Placement
import Statistics
import Telemetry
import Testing

struct FolderRunStoreTests {
    private let data = TemporaryData()
    private let file = "runs/sandbox.ndjson"

    private func fill(_ count: Int) throws {
        _ = try FolderRunStore(self.data.directory()).append(SampleRuns.runs(count), to: "sandbox")
    }

    private func all(_ store: FolderRunStore) throws -> [Run] { try store.runs(RunQuery(domain: "sandbox")) }

    @Test func `a line is JSON that Foundation reads as the same run`() throws {
        try self.fill(5)
        struct Line: Decodable {
            let sum: String
            let run: Run
        }
        let lines = try self.data.bytes(self.file).split(separator: UInt8(ascii: "\n"))
        let runs = try lines.map { try JSONDecoder().decode(Line.self, from: Data($0)).run }
        #expect(runs == SampleRuns.runs(5))
    }

    @Test func `runs survive the process, and are known again`() throws {
        try self.fill(5)
        let store = FolderRunStore(try self.data.directory())
        #expect(try self.all(store) == SampleRuns.runs(5))
        #expect(
            try store.append(SampleRuns.runs(6) + [SampleRuns.run(2, seconds: 9)], to: "sandbox")
                == RunImport(imported: 1, duplicates: 5, contradicting: [Run.ID("run-2")])
        )
        #expect(try self.all(store) == SampleRuns.runs(6))
    }

    @Test func `a writer killed at any byte of its last run leaves the runs before it, and is cleaned up after`() throws
    {
        try self.fill(3)
        let whole = try self.data.bytes(self.file)
        let lastStart = try #require(whole.dropLast().lastIndex(of: UInt8(ascii: "\n"))) + 1
        for length in lastStart..<whole.count {
            try whole.prefix(length).write(to: self.data.url(self.file))
            let reader = FolderRunStore(try self.data.directory(.reading))
            #expect(try self.all(reader) == SampleRuns.runs(2))
            #expect(try reader.tornByteCount(of: "sandbox") == length - lastStart)
            let writer = FolderRunStore(try self.data.directory())
            #expect(
                try writer.append([SampleRuns.run(2)], to: "sandbox")
                    == RunImport(imported: 1, removedTornBytes: length - lastStart)
            )
            #expect(try self.data.bytes(self.file) == whole)
        }
    }

    @Test func `a change of any byte in a whole line is refused with file and line`() throws {
        try self.fill(3)
        let whole = try self.data.bytes(self.file)
        let seed: UInt64 = 20_260_131
        var generator = SeededGenerator(seed: seed)
        let newline = UInt8(ascii: "\n")
        for position in whole.indices where whole[position] != newline {
            var damaged = whole
            repeat {
                damaged[position] = UInt8.random(in: 0...255, using: &generator)
            } while damaged[position] == whole[position] || damaged[position] == newline
            try damaged.write(to: self.data.url(self.file))
            let line = whole[..<position].count { $0 == newline } + 1
            let error = #expect(throws: DataDirectoryError.self, "byte \(position), seed \(seed)") {
                try self.all(FolderRunStore(self.data.directory(.reading)))
            }
            guard case .damagedLine(self.file, line, _) = error else {
                Issue.record("byte \(position): \(String(describing: error))")
                return
            }
        }
    }

    @Test func `a damaged file is never written to`() throws {
        try self.fill(3)
        var damaged = try self.data.bytes(self.file)
        damaged.insert(contentsOf: Data("{}\n".utf8), at: 0)
        try damaged.write(to: self.data.url(self.file))
        let store = FolderRunStore(try self.data.directory())
        #expect(
            throws: DataDirectoryError.damagedLine(
                file: self.file,
                line: 1,
                problem: "it does not look like a run that was written here"
            )
        ) { try store.append([SampleRuns.run(9)], to: "sandbox") }
        #expect(try self.data.bytes(self.file) == damaged)
    }

    @Test func `a line with a right sum and a wrong run is damage too`() throws {
        try self.fill(1)
        let bodies: [(String, String)] = [
            ("{}", "a part of the run is missing"),
            ("[]", "found '[', expected an object"),
            (#"{"id":1}"#, "found '1', expected a text in quotes"),
            (
                #"{"id":"a","extra":1,"outcome":{"extra":1,"cost":{"extra":1}},"startedAt":"x","target":{"x":1}}"#,
                "a part of the run is missing"
            ),
        ]
        for (body, problem) in bodies {
            let digits = String(StableHash.of(body), radix: 16)
            let sum = String(repeating: "0", count: 16 - digits.count) + digits
            try Data(#"{"sum":"\#(sum)","run":\#(body)}"#.utf8 + [UInt8(ascii: "\n")]).write(
                to: self.data.url(self.file)
            )
            #expect(throws: DataDirectoryError.damagedLine(file: self.file, line: 1, problem: problem)) {
                try self.all(FolderRunStore(self.data.directory(.reading)))
            }
        }
    }

    @Test(.enabled(if: FileManager.default.fileExists(atPath: "/dev/full"), "there is no /dev/full here"))
    func `a full disk refuses the runs, which are then not known`() throws {
        let store = FolderRunStore(try self.data.directory())
        try FileManager.default.createDirectory(at: self.data.url("runs"), withIntermediateDirectories: true)
        try FileManager.default.createSymbolicLink(
            atPath: self.data.url(self.file).path,
            withDestinationPath: "/dev/full"
        )
        let failure = #expect(throws: FileFailure.self) { try store.append(SampleRuns.runs(2), to: "sandbox") }
        #expect(failure?.operation == .write)
        try FileManager.default.removeItem(at: self.data.url(self.file))
        #expect(try store.append(SampleRuns.runs(2), to: "sandbox") == RunImport(imported: 2))
    }

    @Test func `a write that failed halfway is cut off before the next`() throws {
        let store = FolderRunStore(try self.data.directory())
        _ = try store.append(SampleRuns.runs(2), to: "sandbox")
        let whole = try self.data.bytes(self.file)
        try (whole + Data("half".utf8)).write(to: self.data.url(self.file))
        #expect(try self.all(store) == SampleRuns.runs(2))
        #expect(
            try store.append([SampleRuns.run(2)], to: "sandbox") == RunImport(imported: 1, removedTornBytes: 4)
        )
        #expect(try self.all(store) == SampleRuns.runs(3))
    }

    @Test func `two tasks that append at once lose nothing`() async throws {
        let store = FolderRunStore(try self.data.directory())
        let runs = SampleRuns.runs(200)
        let imported = try await withThrowingTaskGroup(of: Int.self) { group in
            for start in stride(from: 0, to: 200, by: 20) {
                group.addTask { try store.append(Array(runs[start..<min(start + 40, 200)]), to: "sandbox").imported }
            }
            return try await group.reduce(0, +)
        }
        #expect(imported == 200)
        #expect(try self.all(store) == runs)
    }

    @Test func `all runs of a large file are read, in the time that is printed`() throws {
        let count = ProcessInfo.processInfo.environment["BERTH_RUNS"].flatMap(Int.init) ?? 3000
        let clock = ContinuousClock()
        let runs = SampleRuns.runs(count)
        let store = FolderRunStore(try self.data.directory())
        let appended = try clock.measure { _ = try store.append(runs, to: "sandbox") }
        var read: [Run] = []
        let reading = try clock.measure { read = try self.all(store) }
        #expect(read.count == count)
        let bytes = try self.data.bytes(self.file).count
        print("\(count) runs, \(bytes) bytes: appended in \(appended), read in \(reading)")
    }
}
