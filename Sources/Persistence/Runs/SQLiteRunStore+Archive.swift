internal import Foundation
internal import GRDB
package import Placement
internal import Telemetry

/// Packing and removal read and compute beside the writer, and write what came of it in one transaction. What another
/// task has changed in between is noticed, and the work is done again.
extension SQLiteRunStore: RunArchive {
    /// Somebody else has sealed or removed some of the runs meanwhile.
    private struct Superseded: Error {}

    // MARK: Sealing

    /// A row that is to be packed.
    private struct Loose {
        let number: Int64
        let domain: Int64
        let report: RunReport
    }

    /// Runs of one domain that were received one after the other become one segment: 4000 at once are packed well and
    /// hold up other writers for some hundredths of a second.
    package func seal(receivedBefore moment: Timestamp, limit: Int) async throws -> Int {
        while true {
            let loose = try await self.loose(receivedBefore: moment, limit: limit)
            guard !loose.isEmpty else { return 0 }
            let byDomain = Dictionary(grouping: loose, by: \.domain).sorted { $0.key < $1.key }
            do {
                for (domain, loose) in byDomain { try await self.seal(loose, of: domain) }
                return loose.count
            } catch is Superseded { continue }
        }
    }

    /// In the order in which they came in, up to the first that came later.
    private func loose(receivedBefore moment: Timestamp, limit: Int) async throws -> [Loose] {
        try await self.database.read { database in
            let rows = try Row.fetchCursor(
                database,
                sql: "SELECT id, started, decision, body, number, domain, received FROM runs ORDER BY number LIMIT ?",
                arguments: [max(0, limit)]
            )
            var loose: [Loose] = []
            // What was received while a clock was ahead is not waited for.
            let now = self.now().microseconds
            while let row = try rows.next(), row[6] < moment.microseconds || row[6] > now {
                let report = try RunSelection.report(row, constants: self.database.constants, in: database)
                loose.append(Loose(number: row[4], domain: row[5], report: report))
            }
            return loose
        }
    }

    private func seal(_ loose: [Loose], of domain: Int64) async throws {
        let reports = loose.map { NumberedReport(number: $0.number, report: $0.report) }
            .sorted { $0.report.run.position < $1.report.run.position }
        let segment = try await RecordWriter.records(in: self.database) { RunSegment(reports, &$0) }
        let numbers = loose.map(\.number)
        try await self.database.write(rows: loose.count) { batch in
            for number in numbers {
                try batch.run("DELETE FROM runs WHERE number = ?", [number])
                guard batch.database.changesCount == 1 else { throw Superseded() }
            }
            try Self.insert(segment, of: reports, domain: domain, batch)
        }
    }

    static func insert(
        _ segment: RunSegment,
        of reports: [NumberedReport],
        domain: Int64,
        _ batch: WriteBatch
    ) throws {
        try batch.run(
            "INSERT INTO run_segments (domain, first, last, count, body) VALUES (?, ?, ?, ?, ?)",
            [domain, segment.first.microseconds, segment.last.microseconds, segment.count, segment.body]
        )
        let number = batch.database.lastInsertedRowID
        try batch.run(
            "INSERT INTO run_segment_numbers (segment, lowest, highest) VALUES (?, ?, ?)",
            [number, segment.numbers.lowerBound, segment.numbers.upperBound]
        )
        batch.addedSegment()
        for hash in reports.map({ SealedRuns.hash($0.report.run.id, domain: domain) }).sorted() {
            try batch.run(
                "INSERT INTO sealed_runs (hash, segment) VALUES (?, ?) ON CONFLICT DO NOTHING",
                [hash, number]
            )
        }
    }

    // MARK: Removal

    /// What a run has added to the hourly sums stays: what is known of a target is not forgotten with the run, and sums
    /// of workloads go by themselves. Its id is: the same report later is a new run.
    package func remove(from domain: String, startedBefore moment: Timestamp, limit: Int) async throws -> Int {
        let known = try await self.database.read { try self.database.constants.id(ofName: domain, in: $0) }
        guard let domain = known else { return 0 }
        var removed = 0
        while removed < limit {
            do {
                let some = try await self.removeSome(of: domain, startedBefore: moment, limit: limit - removed)
                guard some > 0 else { break }
                removed += some
            } catch is Superseded { continue }
        }
        return removed
    }

    private func removeSome(of domain: Int64, startedBefore moment: Timestamp, limit: Int) async throws -> Int {
        let rows = try await self.rows(of: domain, startedBefore: moment, limit: limit)
        if !rows.isEmpty {
            try await self.database.write(rows: rows.count) { batch in
                for row in rows {
                    try batch.run("DELETE FROM runs WHERE number = ?", [row.number])
                    guard batch.database.changesCount == 1 else { throw Superseded() }
                }
                try ObservationNumbers.removed(upTo: rows.map(\.number).max() ?? 0, batch)
                try Self.count(rows.map { ($0.report, $0.domain) }, outOf: self.database.constants, batch)
            }
            return rows.count
        }
        guard let segment = try await self.segment(of: domain, startedBefore: moment) else { return 0 }
        return try await self.remove(startedBefore: moment, limit: limit, from: segment)
    }

    private func rows(of domain: Int64, startedBefore moment: Timestamp, limit: Int) async throws -> [Loose] {
        try await self.database.read { database in
            let rows = try Row.fetchCursor(
                database,
                sql: """
                    SELECT id, started, decision, body, number FROM runs
                    WHERE domain = ? AND started < ? ORDER BY started LIMIT ?
                    """,
                arguments: [domain, moment.microseconds, limit]
            )
            var found: [Loose] = []
            while let row = try rows.next() {
                let report = try RunSelection.report(row, constants: self.database.constants, in: database)
                found.append(Loose(number: row[4], domain: domain, report: report))
            }
            return found
        }
    }

    private struct Sealed {
        let number: Int64
        let domain: Int64
        let reports: [NumberedReport]
    }

    private func segment(of domain: Int64, startedBefore moment: Timestamp) async throws -> Sealed? {
        try await self.database.read { database in
            try Row.fetchOne(
                database,
                sql: "SELECT number, domain FROM run_segments WHERE domain = ? AND first < ? ORDER BY first LIMIT 1",
                arguments: [domain, moment.microseconds]
            ).map { row in
                let reports = try self.database.segments.reports(row[0], store: self.database, in: database)
                return Sealed(number: row[0], domain: row[1], reports: reports)
            }
        }
    }

    /// Puts what is left of a segment in its place.
    private func remove(startedBefore moment: Timestamp, limit: Int, from sealed: Sealed) async throws -> Int {
        let old = sealed.reports.prefix { $0.report.run.startedAt < moment }.prefix(limit)
        let left = Array(sealed.reports[old.count...])
        let rest =
            left.isEmpty ? nil : try await RecordWriter.records(in: self.database) { RunSegment(left, &$0) }
        try await self.database.write(rows: sealed.reports.count) { batch in
            try batch.run("DELETE FROM run_segments WHERE number = ?", [sealed.number])
            guard batch.database.changesCount == 1 else { throw Superseded() }
            try batch.run("DELETE FROM run_segment_numbers WHERE segment = ?", [sealed.number])
            try ObservationNumbers.removed(upTo: old.map(\.number).max() ?? 0, batch)
            for numbered in sealed.reports {
                try batch.run(
                    "DELETE FROM sealed_runs WHERE hash = ? AND segment = ?",
                    [SealedRuns.hash(numbered.report.run.id, domain: sealed.domain), sealed.number]
                )
            }
            if let rest { try Self.insert(rest, of: left, domain: sealed.domain, batch) }
            try Self.count(old.map { ($0.report, sealed.domain) }, outOf: self.database.constants, batch)
        }
        return old.count
    }

    /// Takes removed runs out of the counts of their targets.
    private static func count(
        _ removed: [(report: RunReport, domain: Int64)],
        outOf constants: Constants,
        _ batch: WriteBatch
    ) throws {
        for (key, removed) in Dictionary(
            grouping: removed,
            by: { [$0.report.run.target.id.description, "\($0.domain)"] }
        ) {
            guard let target = try constants.id(ofName: key[0], in: batch.database) else {
                throw ByteFault.invalid("the name of target '\(key[0])' is missing")
            }
            try batch.run(
                "UPDATE run_counts SET count = count - ? WHERE domain = ? AND target = ?",
                [removed.count, removed[0].domain, target]
            )
            try batch.run(
                """
                DELETE FROM run_targets WHERE domain = ?1 AND target = ?2
                AND NOT EXISTS (SELECT 1 FROM run_counts WHERE domain = ?1 AND target = ?2 AND count > 0)
                """,
                [removed[0].domain, target]
            )
        }
    }
}
