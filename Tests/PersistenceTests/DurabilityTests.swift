import Access
import BerthTesting
import CSyncProbe
import Decisions
import GRDB
import Persistence
import Placement
import Telemetry
import Testing

/// What a store answers for is on the disk: the sync of the log comes before the answer. Watched from below SQLite, since
/// a killed process loses nothing that the system still holds, and so proves nothing.
struct DurabilityTests {
    private let data = TemporaryData()
    private var log: String { self.data.path + "/berth.sqlite-wal" }

    init() { sync_probe_install() }

    /// An answer before the sync would find it unfinished.
    private static let slowSync: Int32 = 3000

    @Test func `every answer comes after the sync of what it is about`() async throws {
        let database = try self.data.database()
        let runs = SQLiteRunStore(database, now: { SampleRuns.received })
        let decisions = SQLiteDecisionLog(database)
        let control = SQLControlStore(SQLiteDriver(database))
        let entry = AuditEntry(
            at: SampleRuns.received,
            subject: .policy,
            name: "sandbox",
            before: nil,
            after: "{}",
            actor: .local,
            requestID: nil
        )
        let calls: [(String, @Sendable (Int) async throws -> Void)] = [
            ("run", { _ = try await runs.append([RunReport(SampleRuns.run($0))], to: "sandbox") }),
            ("decision", { try await decisions.append([SampleDecisions.decision(Int64($0) + 1)]) }),
            ("policy", { _ in _ = try await control.set(Policy(), for: "sandbox", audit: entry) }),
        ]
        sync_probe_delay(self.log, Self.slowSync)
        for (name, call) in calls {
            for index in 0..<10 {
                let before = sync_probe_of(self.log)
                try await call(index)
                let after = sync_probe_of(self.log)
                #expect(after.writes > before.writes, "\(name) was written")
                #expect(after.syncs > before.syncs && after.is_unsynced == 0, "\(name) was synced before the answer")
            }
        }
    }

    @Test func `many callers share a sync, and each waits for it`() async throws {
        let database = try self.data.database()
        let store = SQLiteRunStore(database, now: { SampleRuns.received })
        _ = try await store.append([RunReport(SampleRuns.run(0))], to: "sandbox")
        sync_probe_delay(self.log, Self.slowSync)
        let before = sync_probe_of(self.log).syncs
        let path = self.log
        let syncs = try await withThrowingTaskGroup(of: Int.self) { group in
            for index in 1...200 {
                group.addTask {
                    let before = sync_probe_of(path).syncs
                    _ = try await store.append([RunReport(SampleRuns.run(index))], to: "sandbox")
                    return sync_probe_of(path).syncs - before
                }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(syncs.allSatisfy { $0 > 0 })
        #expect(sync_probe_of(self.log).syncs - before < 100, "of 200 callers")
        #expect(try await store.summary(of: "sandbox").count == 201)
    }

    @Test func `the probe tells a log that is not synced`() throws {
        _ = try self.data.directory()
        let pool = try DatabasePool(path: self.data.path + "/berth.sqlite")
        try pool.writeWithoutTransaction { database in
            try database.execute(sql: "PRAGMA synchronous = OFF; CREATE TABLE t (x)")
        }
        let state = sync_probe_of(self.log)
        #expect(state.writes > 0 && state.is_unsynced == 1)
    }
}
