import BerthTesting
import Decisions
import Foundation
import GRDB
import Placement
import Synchronization
import Telemetry
import Testing

@testable import Persistence

/// Every store of runs numbers them in the order of their commits and keeps these promises.
struct ObservationContractTests {
    private static let later = SampleRuns.received.advanced(bySeconds: 1)

    private func ids(_ page: ObservationPage) -> [String] { page.observations.map(\.run.id.description) }

    @Test(arguments: StoreKind.allCases)
    func `runs are numbered as they came in, over all domains, and read in pages`(kind: StoreKind) async throws {
        let runs = try Stores(kind).runs
        #expect(try await runs.newestObservation() == 0)
        let empty = ObservationPage(after: 0, newest: 0, found: [], limit: 5)
        #expect(try await runs.observations(after: 0, limit: 5) == empty && empty.last == 0)
        // The later start first; a run again, and one that contradicts, take no number.
        _ = try await runs.append(reports([SampleRuns.run(5), SampleRuns.run(2)]), to: "sandbox")
        _ = try await runs.append(reports([SampleRuns.run(5), SampleRuns.run(2, seconds: 99)]), to: "sandbox")
        _ = try await runs.append(reports([SampleRuns.run(9)]), to: "task")
        _ = try await runs.append(reports([SampleRuns.run(1)]), to: "sandbox")
        let all = try await runs.observations(after: 0, limit: 9)
        #expect(all.observations.map(\.number) == [1, 2, 3, 4] && all.last == 4 && all.missed == 0)
        #expect(self.ids(all) == ["run-5", "run-2", "run-9", "run-1"])
        #expect(all.observations.map(\.domain) == ["sandbox", "sandbox", "task", "sandbox"])
        #expect(all.observations[0].report == RunReport(SampleRuns.run(5)))
        let page = try await runs.observations(after: 1, limit: 2)
        #expect(self.ids(page) == ["run-2", "run-9"] && page.last == 3 && page.missed == 0)
        let rest = try await runs.observations(after: page.last, limit: 2)
        #expect(self.ids(rest) == ["run-1"] && rest.last == 4)
        #expect(try await runs.observations(after: 4, limit: 2).last == 4)
        #expect(try await runs.observations(after: 70, limit: 2).last == 4, "as after a backup was restored")
        #expect(try await runs.newestObservation() == 4)
    }

    @Test(arguments: StoreKind.allCases)
    func `packed runs keep their numbers, and new ones go on from there`(kind: StoreKind) async throws {
        let runs = try Stores(kind).runs
        var expected: [String] = []
        for index in (0..<30).reversed() {
            let domain = index % 3 == 0 ? "task" : "sandbox"
            _ = try await runs.append([RunReport(SampleRuns.run(index))], to: domain)
            expected.append("run-\(index)")
        }
        _ = try await runs.seal(receivedBefore: Self.later, limit: 12)
        _ = try await runs.seal(receivedBefore: Self.later, limit: 50)
        _ = try await runs.append([RunReport(SampleRuns.run(40))], to: "sandbox")
        expected.append("run-40")
        #expect(try await runs.newestObservation() == 31)
        for limit in [1, 4, 7, 31, 100] {
            var found: [String] = []
            var last: Int64 = 0
            while last < 31 {
                let page = try await runs.observations(after: last, limit: limit)
                #expect(page.missed == 0 && page.observations.count <= limit)
                found += self.ids(page)
                last = page.last
            }
            #expect(found == expected, "pages of \(limit)")
        }
    }

    @Test(arguments: StoreKind.allCases, [false, true])
    func `what was removed before it was read is counted, and its numbers are not given again`(
        kind: StoreKind,
        packed: Bool
    ) async throws {
        let runs = try Stores(kind).runs
        _ = try await runs.append(reports(SampleRuns.runs(10)), to: "sandbox")
        if packed { _ = try await runs.seal(receivedBefore: Self.later, limit: 50) }
        let bound = SampleRuns.run(6).startedAt
        #expect(try await runs.remove(from: "sandbox", startedBefore: bound, limit: 50) == 6)
        let page = try await runs.observations(after: 2, limit: 9)
        #expect(self.ids(page) == ["run-6", "run-7", "run-8", "run-9"] && page.last == 10 && page.missed == 4)
        // All of them, the newest too.
        _ = try await runs.remove(from: "sandbox", startedBefore: SampleRuns.run(99).startedAt, limit: 50)
        let gone = try await runs.observations(after: 8, limit: 9)
        #expect(gone.observations == [] && gone.last == 10 && gone.missed == 2)
        _ = try await runs.append([RunReport(SampleRuns.run(3))], to: "sandbox")
        #expect(try await runs.observations(after: 10, limit: 9).observations.map(\.number) == [11])
    }

    /// What was told, in the order of telling.
    private final class Heard: Sendable {
        let observations = Mutex<[Observation]>([])
    }

    @Test(arguments: StoreKind.allCases)
    func `commits are told in the order of the numbers, before who reported goes on`(kind: StoreKind) async throws {
        let runs = try Stores(kind).runs
        let heard = Heard()
        runs.whenCommitted { observations in heard.observations.withLock { $0 += observations } }
        try await withThrowingTaskGroup(of: Void.self) { group in
            for index in 0..<200 {
                group.addTask {
                    let report = RunReport(SampleRuns.run(index))
                    _ = try await runs.append([report, report], to: "sandbox")
                    #expect(heard.observations.withLock { $0.contains { $0.report == report } })
                }
            }
            try await group.waitForAll()
        }
        let all = heard.observations.withLock { $0 }
        #expect(all.map(\.number) == Array(1...200))
        #expect(try await runs.observations(after: 0, limit: 500).observations == all)
    }

    @Test(arguments: StoreKind.allCases)
    func `a consumer's cursor is kept under its name`(kind: StoreKind) async throws {
        let stores = try Stores(kind)
        #expect(try await stores.cursors.cursor(of: "drift") == nil)
        try await stores.cursors.move("drift", to: ObservationCursor(number: 7, missed: 1))
        try await stores.cursors.move("savings", to: ObservationCursor(number: 2))
        try await stores.cursors.move("drift", to: ObservationCursor(number: 9, missed: 2))
        #expect(try await stores.cursors.cursor(of: "drift") == ObservationCursor(number: 9, missed: 2))
        #expect(try await stores.cursors.cursor(of: "savings") == ObservationCursor(number: 2))
    }
}

/// Numbers and cursors in a database.
struct SQLiteObservationTests {
    private let data = TemporaryData()
    private static let now: @Sendable () -> Timestamp = { SampleRuns.received }
    private struct Refusal: Error {}

    private func store() throws -> SQLiteRunStore { SQLiteRunStore(try self.data.database(), now: Self.now) }

    @Test func `numbers go on after a restart, when all rows are packed or removed`() async throws {
        // A database that is let go of closes when its last write has ended: another one would come too early.
        let database = try self.data.database()
        func store() -> SQLiteRunStore { SQLiteRunStore(database, now: Self.now) }
        let later = SampleRuns.received.advanced(bySeconds: 1)
        _ = try await store().append(reports(SampleRuns.runs(3)), to: "sandbox")
        #expect(try await store().seal(receivedBefore: later, limit: 9) == 3)
        let again = store()
        _ = try await again.append([RunReport(SampleRuns.run(7))], to: "sandbox")
        #expect(try await again.observations(after: 3, limit: 9).observations.map(\.number) == [4])
        _ = try await again.remove(from: "sandbox", startedBefore: SampleRuns.run(99).startedAt, limit: 9)
        #expect(try await store().newestObservation() == 4)
    }

    @Test func `a refused piece of a transaction takes no number`() async throws {
        let database = try self.data.database()
        let store = SQLiteRunStore(database, now: Self.now)
        await withTaskGroup(of: Void.self) { group in
            for index in 0..<60 {
                group.addTask {
                    if index % 3 == 0 {
                        await #expect(throws: Refusal.self) { try await database.write { _ in throw Refusal() } }
                    } else {
                        _ = try? await store.append([RunReport(SampleRuns.run(index))], to: "sandbox")
                    }
                }
            }
        }
        let page = try await store.observations(after: 0, limit: 100)
        #expect(page.observations.map(\.number) == Array(1...40))
    }

    @Test func `a cursor moves with what its consumer keeps, or not at all`() async throws {
        let database = try self.data.database()
        let cursors = SQLiteObservationCursors(database)
        try await database.write { try SQLiteObservationCursors.move("drift", to: ObservationCursor(number: 3), $0) }
        await #expect(throws: Refusal.self) {
            try await database.write { batch in
                try SQLiteObservationCursors.move("drift", to: ObservationCursor(number: 5), batch)
                throw Refusal()
            }
        }
        #expect(try await cursors.cursor(of: "drift") == ObservationCursor(number: 3))
    }

    // MARK: The database of the version before

    private static let before = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "Fixtures/before-observations.sql")

    private func takeOver(_ change: String = "") async throws {
        _ = try self.data.directory()
        let queue = try DatabaseQueue(path: self.data.url("berth.sqlite").path)
        let script = try String(contentsOf: Self.before, encoding: .utf8) + change
        try await queue.writeWithoutTransaction { try $0.execute(sql: script) }
        try queue.close()
    }

    @Test func `runs from before are numbered, packed ones first, and keep everything else`() async throws {
        try await self.takeOver()
        let store = try self.store()
        let page = try await store.observations(after: 0, limit: 100)
        // Those of the segment in the order of their starts; the rows as they came in.
        #expect(page.observations.map(\.number) == Array(1...6) && page.missed == 0)
        #expect(
            page.observations.map(\.run.id.description) == ["r-1", "r-2", "r-3", "d-38he5hnqg0000", "r-5", "r-4"]
        )
        let starts = page.observations.prefix(4).map(\.run.startedAt)
        #expect(starts == starts.sorted())
        let read = try await store.reports(RunQuery(domain: "sandbox"))
        #expect(Set(read) == Set(page.observations.map(\.report)) && read.count == 6)
        let decision = try #require(page.observations[3].report.decision)
        let observed = try await SQLiteDecisionLog(store.database).decision(decision)
        #expect(observed?.outcome?.runID == page.observations[3].run.id)
        // The rest of a segment of the former form keeps its numbers in the present one.
        let bound = page.observations[2].run.startedAt
        #expect(try await store.remove(from: "sandbox", startedBefore: bound, limit: 9) == 3)
        let left = try await store.observations(after: 0, limit: 100)
        #expect(left.observations == page.observations.filter { ![1, 2, 5].contains($0.number) })
        #expect(left.missed == 3)
        _ = try await store.append([RunReport(SampleRuns.run(1))], to: "sandbox")
        #expect(try await store.newestObservation() == 7)
        #expect(try await store.append([RunReport(left.observations[0].run)], to: "sandbox").contradicting.count <= 1)
    }

    @Test func `rows that begin anywhere and have gaps are numbered in a row`() async throws {
        try await self.takeOver(
            """
            DELETE FROM run_segments; DELETE FROM sealed_runs;
            UPDATE runs SET number = 90 WHERE number = 2; UPDATE runs SET number = 40 WHERE number = 1;
            """
        )
        let page = try await self.store().observations(after: 0, limit: 100)
        #expect(page.observations.map(\.number) == [1, 2] && page.last == 2)
        #expect(page.observations.map(\.run.id.description) == ["r-5", "r-4"])
    }
}
