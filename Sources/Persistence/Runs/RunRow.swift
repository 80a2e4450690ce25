internal import Features
internal import Foundation
internal import GRDB
internal import Placement
internal import Telemetry

/// A report as it is written.
struct RunRow: Sendable {
    let report: RunReport
    /// Number of the target's name.
    let target: Int64
    let body: Data
    /// For the decision's record; `nil` without a decision.
    let observed: Data?

    init(_ report: RunReport, _ writer: inout RecordWriter) {
        self.report = report
        self.target = writer.id(ofName: report.run.target.id.description)
        writer.bytes = ByteWriter()
        writer.report(report)
        self.body = writer.bytes.bytes.databaseBlob
        guard report.decision != nil else {
            self.observed = nil
            return
        }
        writer.bytes = ByteWriter()
        writer.observed(report.run)
        self.observed = writer.bytes.bytes.databaseBlob
    }

    /// What the run adds to the sums of its hour.
    var sums: RunSummary {
        let outcome = self.report.run.outcome
        var sums = RunSummary.empty
        sums.runs = 1
        sums.failures = outcome.succeeded ? 0 : 1
        sums.timeMicroseconds = Int64((outcome.timeSeconds * 1e6).rounded())
        sums.costNanos = outcome.cost.nanos
        return sums
    }
}

/// Appends reports of one domain within a transaction.
struct RunAppend {
    let batch: WriteBatch
    let store: SQLiteDatabase
    let domain: Int64
    let received: Timestamp
    /// What segments hold of the reports, as far as they were looked into.
    let sealed: SealedReports

    /// What a transaction came to.
    enum End: Sendable {
        /// The numbers are those of the kept reports, in their order.
        case done(RunImport, numbers: [Int64])
        /// Nothing was written: these segments may hold some of the reports and have to be looked into first, outside
        /// the transaction, so that nobody who writes waits for the unpacking.
        case lookInto(Set<Int64>)
    }

    func append(_ rows: [RunRow]) throws -> End {
        let segments = try self.segments(of: rows)
        let unseen = Set(segments.values.joined()).subtracting(self.sealed.segments)
        guard unseen.isEmpty else { return .lookInto(unseen) }
        return try self.append(rows, segments)
    }

    /// The segments that may hold each run, by id, as they are in this transaction.
    private func segments(of rows: [RunRow]) throws -> [Run.ID: [Int64]] {
        guard try self.batch.hasSegments else { return [:] }
        var found: [Run.ID: [Int64]] = [:]
        for row in rows {
            let id = row.report.run.id
            let segments = try SealedRuns.segments(of: id, domain: self.domain, in: self.batch.database)
            if !segments.isEmpty { found[id] = segments }
        }
        return found
    }

    private func append(_ rows: [RunRow], _ segments: [Run.ID: [Int64]]) throws -> End {
        var result = RunImport()
        var numbers: [Int64] = []
        for (index, row) in rows.enumerated() {
            let report = row.report
            switch try self.append(row, segments[report.run.id] ?? []) {
            case .imported(let number):
                result.kept.append(index)
                numbers.append(number)
            case .known(let known) where known.saysTheSame(as: report): result.duplicates += 1
            case .known: result.contradicting.append(report.run.id)
            case .unknownDecision: result.unknownDecisions.append(report.run.id)
            }
        }
        return .done(result, numbers: numbers)
    }

    private enum Fate {
        /// Under its number as an observation.
        case imported(Int64)
        /// The id is known, with this content.
        case known(RunReport)
        case unknownDecision
    }

    private func append(_ row: RunRow, _ segments: [Int64]) throws -> Fate {
        let id = row.report.run.id
        if let sealed = self.sealed.report(id, in: segments) { return .known(sealed) }
        guard try self.isKnown(row.report.decision) else {
            return try self.liveReport(id).map { .known($0) } ?? .unknownDecision
        }
        let number = try self.batch.nextObservation()
        guard try self.insert(row, number) else {
            guard let live = try self.liveReport(id) else { preconditionFailure("a row is there or can be inserted") }
            return .known(live)
        }
        if let decision = row.report.decision?.number, let observed = row.observed {
            try self.batch.run(
                "INSERT INTO outcomes (decision, body) VALUES (?, ?) ON CONFLICT DO NOTHING",
                [decision, observed]
            )
        }
        self.batch.targets.note(row.report.run, domain: self.domain, target: row.target)
        self.batch.sums.add(
            row.sums,
            domain: self.domain,
            workload: SQLiteDecisionLog.hash(row.report.run.workload.key),
            target: row.target,
            hour: row.report.run.endedAt.hoursSince1970
        )
        self.batch.newestObservation = number
        return .imported(number)
    }

    /// - Returns: Whether the run was not there.
    private func insert(_ row: RunRow, _ number: Int64) throws -> Bool {
        let run = row.report.run
        try self.batch.run(
            """
            INSERT INTO runs (number, received, domain, started, id, decision, body) VALUES (?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (domain, id) DO NOTHING
            """,
            [
                number, self.received.microseconds, self.domain, run.startedAt.microseconds, run.id.description,
                row.report.decision?.number, row.body,
            ]
        )
        return self.batch.database.changesCount == 1
    }

    /// Whether a decision is in the log and of this domain; a run without one needs none.
    private func isKnown(_ decision: Decision.ID?) throws -> Bool {
        guard let decision else { return true }
        guard let number = decision.number else { return false }
        return try Int64.fetchOne(
            self.batch.database.cachedStatement(sql: "SELECT domain FROM decisions WHERE number = ?"),
            arguments: [number]
        ) == self.domain
    }

    private func liveReport(_ id: Run.ID) throws -> RunReport? {
        try Row.fetchOne(
            self.batch.database.cachedStatement(
                sql: "SELECT id, started, decision, body FROM runs WHERE domain = ? AND id = ?"
            ),
            arguments: [self.domain, id.description]
        ).map { try RunSelection.report($0, constants: self.store.constants, in: self.batch.database) }
    }
}
