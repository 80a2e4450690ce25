import BerthTesting
import Decisions
import Foundation
import GRDB
import Placement
import TaskDispatch
import Telemetry
import Testing

@testable import Persistence

/// The database as a file: who may open it, what is refused, and what a failing disk does.
struct SQLiteDatabaseTests {
    private let data = TemporaryData()
    private static let now: @Sendable () -> Timestamp = { SampleRuns.received }

    private func store(_ access: DataDirectory.Access = .writing) throws -> SQLiteRunStore {
        SQLiteRunStore(try self.data.database(access), now: Self.now)
    }

    private func fill(_ count: Int) async throws {
        _ = try await self.store().append(reports(SampleRuns.runs(count)), to: "sandbox")
    }

    @Test func `what was kept is there when the database is opened again`() async throws {
        try await self.fill(20)
        let store = try self.store()
        #expect(try await store.runs(RunQuery(domain: "sandbox")) == SampleRuns.runs(20))
        let again = try await store.append(reports(SampleRuns.runs(21)), to: "sandbox")
        #expect(again == RunImport(kept: [20], duplicates: 20))
        let names = try FileManager.default.contentsOfDirectory(atPath: self.data.path).sorted()
        #expect(names == ["VERSION", "berth.sqlite", "berth.sqlite-shm", "berth.sqlite-wal", "lock"])
    }

    @Test func `a reader beside the writer sees what is committed, and disturbs nothing`() async throws {
        let writer = try self.store()
        _ = try await writer.append(reports(SampleRuns.runs(5)), to: "sandbox")
        do {
            let reader = try self.store(.reading)
            #expect(try await reader.summary(of: "sandbox").count == 5)
            let more = SampleRuns.run(7, target: "fly")
            _ = try await writer.append([RunReport(more)], to: "sandbox")
            #expect(try await reader.runs(RunQuery(domain: "sandbox")) == SampleRuns.runs(5) + [more])
        }
        _ = try await writer.append([RunReport(SampleRuns.run(8))], to: "sandbox")
        #expect(try await writer.summary(of: "sandbox").count == 7)
    }

    @Test func `a directory without a database reads as empty, and gets none by reading`() async throws {
        _ = try self.data.directory()
        let store = try self.store(.reading)
        #expect(try await store.domains() == [])
        #expect(try await store.runs(RunQuery(domain: "sandbox")) == [])
        #expect(!FileManager.default.fileExists(atPath: self.data.path + "/berth.sqlite"))
    }

    @Test(arguments: [DataDirectory.Access.reading, .writing])
    func `a file that is no database is refused and left as it is`(access: DataDirectory.Access) throws {
        _ = try self.data.directory()
        let bytes = Data((0..<8192).map { UInt8($0 % 251) })
        try bytes.write(to: self.data.url("berth.sqlite"))
        #expect {
            try self.data.database(access)
        } throws: { error in
            guard case .damagedFile(SQLiteDatabase.file, _) = error as? DataDirectoryError else { return false }
            return true
        }
        #expect(try self.data.bytes("berth.sqlite") == bytes)
    }

    @Test(arguments: [DataDirectory.Access.reading, .writing])
    func `another program's database is refused and left as it is`(access: DataDirectory.Access) throws {
        _ = try self.data.directory()
        do {
            let other = try DatabaseQueue(path: self.data.path + "/berth.sqlite")
            try other.write { try $0.execute(sql: "CREATE TABLE recipes (name TEXT)") }
        }
        #expect(throws: DataDirectoryError.foreignFile(file: SQLiteDatabase.file)) { try self.data.database(access) }
        let other = try DatabaseQueue(path: self.data.path + "/berth.sqlite")
        #expect(try other.read { try $0.tableExists("recipes") })
    }

    @Test(arguments: [DataDirectory.Access.reading, .writing])
    func `a database that a newer Berth has changed is refused`(access: DataDirectory.Access) async throws {
        try await self.fill(1)
        do {
            let newer = try DatabaseQueue(path: self.data.path + "/berth.sqlite")
            try await newer.write { try $0.execute(sql: "INSERT INTO grdb_migrations VALUES ('9 from the future')") }
        }
        #expect(throws: DataDirectoryError.newerDatabase(file: SQLiteDatabase.file)) { try self.data.database(access) }
    }

    @Test func `a database from before targets were kept learns them from its runs, packed or not`() async throws {
        let later = SampleRuns.received.advanced(bySeconds: 1)
        do {
            let store = try self.store()
            _ = try await store.append(reports(SampleRuns.runs(20)), to: "sandbox")
            _ = try await store.seal(receivedBefore: later, limit: 12)
            _ = try await store.append([RunReport(SampleRuns.run(30, target: "fly"))], to: "task")
            // As the first version had it, with a body that is damaged.
            try await store.database.write { batch in
                try batch.run("UPDATE runs SET body = x'01ff' WHERE id = 'run-15'", [])
                try batch.run("DROP TABLE run_targets", [])
                try batch.run("DELETE FROM grdb_migrations WHERE identifier LIKE '2 %'", [])
            }
        }
        #expect(throws: DataDirectoryError.olderDatabase(file: SQLiteDatabase.file)) {
            try self.data.database(.reading)
        }
        let store = try self.store()
        let expected = SampleRuns.runs(20).latestTargets
        #expect(try await store.targets(of: "sandbox") == expected && expected.count == 3)
        #expect(try await store.targets(of: "task").map(\.id) == [Target.ID("fly")])
    }

    @Test func `a database whose tasks had no index by their times gets one`() async throws {
        do {
            let database = try self.data.database()
            let store = SQLiteTaskStore(database)
            for number in 0..<4 {
                _ = try await store.add(TaskStoreContractTests.submission("t\(number)", after: Double(number)))
            }
            // As the version before had it.
            try await database.write { batch in
                try batch.run("DROP INDEX tasks_by_submission", [])
                try batch.run("DELETE FROM grdb_migrations WHERE identifier LIKE '4 %'", [])
            }
        }
        let store = SQLiteTaskStore(try self.data.database())
        let start = TaskStoreContractTests.start
        let query = TaskQuery(from: start.advanced(bySeconds: 1), until: start.advanced(bySeconds: 3), limit: 9)
        #expect(try await store.tasks(query).tasks.map(\.id.description) == ["t2", "t1"])
    }

    @Test func `a damaged body is told, and nothing else suffers`() async throws {
        let database = try self.data.database()
        let store = SQLiteRunStore(database, now: Self.now)
        _ = try await store.append(reports(SampleRuns.runs(3)), to: "sandbox")
        try await database.write { try $0.run("UPDATE runs SET body = x'01ff' WHERE id = 'run-1'", []) }
        await #expect(throws: DataDirectoryError.self) { try await store.runs(RunQuery(domain: "sandbox")) }
        #expect(try await store.runs(RunQuery(domain: "sandbox", limit: 1)) == [SampleRuns.run(0)])
        #expect(try await store.append([RunReport(SampleRuns.run(4))], to: "sandbox") == RunImport(kept: [0]))
    }

    @Test func `a full disk refuses, keeps what was kept, and goes on when there is room`() async throws {
        let database = try self.data.database()
        let store = SQLiteRunStore(database, now: Self.now)
        _ = try await store.append(reports(SampleRuns.runs(10)), to: "sandbox")
        try await database.write { batch in
            let pages = try Int.fetchOne(batch.database, sql: "PRAGMA page_count") ?? 0
            try batch.database.execute(sql: "PRAGMA max_page_count = \(pages + 2)")
        }
        var kept = 10
        var refusal: (any Error)?
        while refusal == nil, kept < 10_000 {
            do {
                _ = try await store.append([RunReport(SampleRuns.run(kept))], to: "sandbox")
                kept += 1
            } catch { refusal = error }
        }
        #expect(refusal as? StorageError == .full(file: SQLiteDatabase.file))
        #expect(try await store.summary(of: "sandbox").count == kept)
        try await database.write { try $0.database.execute(sql: "PRAGMA max_page_count = 1000000") }
        _ = try await store.append([RunReport(SampleRuns.run(kept))], to: "sandbox")
        #expect(try await store.runs(RunQuery(domain: "sandbox")) == SampleRuns.runs(kept + 1))
    }

    private struct Refusal: Error {}

    @Test func `a piece that fails harms none of those that share its transaction`() async throws {
        let database = try self.data.database()
        let answers = await withTaskGroup(of: Bool.self) { group in
            for number in 1...100 {
                group.addTask {
                    do {
                        try await database.write { batch in
                            try batch.run(
                                "INSERT INTO served_models (model, version, since) VALUES (?, 'v1.0.0', 0)",
                                ["\(number)"]
                            )
                            if number % 10 == 0 { throw Refusal() }
                        }
                        return true
                    } catch {
                        #expect(error is Refusal)
                        return false
                    }
                }
            }
            return await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
        }
        #expect(answers == 90)
        #expect(try await SQLControlStore(SQLiteDriver(database)).lineups().count == 90)
    }

    @Test func `more rows than one transaction or the queue takes are all written`() async throws {
        let store = try self.store()
        let runs = SampleRuns.runs(30_000)
        let imported = try await withThrowingTaskGroup(of: Int.self) { group in
            for start in stride(from: 0, to: runs.count, by: 3000) {
                group.addTask {
                    try await store.append(reports(Array(runs[start..<start + 3000])), to: "sandbox").imported
                }
            }
            return try await group.reduce(0, +)
        }
        #expect(imported == runs.count)
        #expect(try await store.summary(of: "sandbox").count == runs.count)
    }

    @Test func `errors say what to do`() {
        #expect(
            StorageError.full(file: "f").description
                == "the disk is full: f could not be written; free some space and try again"
        )
        #expect(
            StorageError.disk(file: "f", problem: "p").description == "f cannot be read or written: p; check the disk"
        )
        #expect(StorageError.refused(problem: "p").description == "the database rejected a statement: p")
    }
}
