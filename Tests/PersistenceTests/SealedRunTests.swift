import BerthTesting
import GRDB
import Placement
import Telemetry
import Testing

@testable import Persistence

/// Runs that are sent again after they were packed, seen from inside a transaction.
struct SealedRunTests {
    private let data = TemporaryData()
    private let database: SQLiteDatabase
    private let store: SQLiteRunStore

    init() throws {
        self.database = try self.data.database()
        self.store = SQLiteRunStore(self.database, now: { SampleRuns.received })
    }

    private struct Refusal: Error {}
    private struct Prepared: Sendable {
        let domain: Int64
        let rows: [RunRow]
        let segment: RunSegment
        let numbered: [NumberedReport]
        var reports: [RunReport] { self.numbered.map(\.report) }
    }

    private func prepared(_ indices: Range<Int>) async throws -> Prepared {
        let numbered = indices.map { NumberedReport(number: Int64($0), report: RunReport(SampleRuns.run($0))) }
        return try await RecordWriter.records(in: self.database) { writer in
            Prepared(
                domain: writer.id(ofName: "sandbox"),
                rows: numbered.map { RunRow($0.report, &writer) },
                segment: RunSegment(numbered, &writer),
                numbered: numbered
            )
        }
    }

    private func append(_ prepared: Prepared, _ batch: WriteBatch) throws -> RunAppend.End {
        try RunAppend(
            batch: batch,
            store: self.database,
            domain: prepared.domain,
            received: SampleRuns.received,
            sealed: SealedReports()
        ).append(prepared.rows)
    }

    @Test func `a transaction unpacks nothing, and tells what to look into`() async throws {
        let prepared = try await self.prepared(0..<20)
        _ = try await self.store.append(prepared.reports, to: "sandbox")
        _ = try await self.store.seal(receivedBefore: SampleRuns.received.advanced(bySeconds: 1), limit: 12)
        let (answer, changes) = try await self.database.write { batch in
            let before = batch.database.totalChangesCount
            return (try self.append(prepared, batch), batch.database.totalChangesCount - before)
        }
        guard case .lookInto(let segments) = answer else {
            Issue.record("the transaction answered at once")
            return
        }
        #expect(segments.count == 1 && changes == 0)
        let again = try await self.store.append(prepared.reports, to: "sandbox")
        #expect(again == RunImport(duplicates: 20))
    }

    @Test func `runs that were packed within the transaction are known in it`() async throws {
        let (fresh, packed) = (try await self.prepared(0..<3), try await self.prepared(10..<15))
        let answer = try await self.database.write { batch in
            // The first asks whether there are packed runs at all.
            _ = try self.append(fresh, batch)
            try SQLiteRunStore.insert(packed.segment, of: packed.numbered, domain: packed.domain, batch)
            return try self.append(packed, batch)
        }
        guard case .lookInto = answer else {
            Issue.record("packed runs were taken for new ones")
            return
        }
    }

    @Test func `what was rolled back is not remembered under the number of its successor`() async throws {
        let (refused, kept) = (try await self.prepared(0..<5), try await self.prepared(10..<15))
        await #expect(throws: Refusal.self) {
            try await self.database.write { batch in
                try SQLiteRunStore.insert(refused.segment, of: refused.numbered, domain: refused.domain, batch)
                _ = try self.append(refused, batch)
                throw Refusal()
            }
        }
        try await self.database.write { batch in
            try SQLiteRunStore.insert(kept.segment, of: kept.numbered, domain: kept.domain, batch)
        }
        #expect(try await self.store.reports(RunQuery(domain: "sandbox")) == kept.reports)
    }
}
