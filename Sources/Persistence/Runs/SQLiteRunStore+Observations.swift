internal import GRDB
internal import Placement
internal import Synchronization
package import Telemetry

/// A run's number in the database is its number as an observation. Packing takes the number along.
extension SQLiteRunStore {
    package func observations(after number: Int64, limit: Int) async throws -> ObservationPage {
        precondition(limit > 0, "a page holds something")
        return try await self.database.readInLine { database in
            let newest = try ObservationNumbers.newest(in: database)
            guard number < newest else {
                return ObservationPage(after: number, newest: newest, found: [], limit: limit)
            }
            var found = try self.rows(after: number, limit: limit, in: database)
            try self.addPacked(to: &found, after: number, limit: limit, in: database)
            return ObservationPage(after: number, newest: newest, found: found, limit: limit)
        }
    }

    package func newestObservation() async throws -> Int64 {
        try await self.database.read { try ObservationNumbers.newest(in: $0) }
    }

    package func whenCommitted(_ hear: @escaping @Sendable ([Observation]) -> Void) {
        self.hearers.withLock { $0.append(hear) }
    }

    /// Called by the writer after a commit.
    func tell(_ answer: RunAppend.End, of reports: [RunReport], in domain: String) {
        guard case .done(let result, let numbers) = answer, !numbers.isEmpty else { return }
        let hearers = self.hearers.withLock { $0 }
        guard !hearers.isEmpty else { return }
        let observations = zip(result.kept, numbers).map { index, number in
            Observation(number: number, domain: domain, report: reports[index])
        }
        for hear in hearers { hear(observations) }
    }

    private func rows(after number: Int64, limit: Int, in database: Database) throws -> [Observation] {
        let constants = self.database.constants
        let rows = try Row.fetchCursor(
            database.cachedStatement(
                sql: """
                    SELECT id, started, decision, body, number, domain FROM runs
                    WHERE number > ? ORDER BY number LIMIT ?
                    """
            ),
            arguments: [number, limit]
        )
        var found: [Observation] = []
        while let row = try rows.next() {
            found.append(
                Observation(
                    number: row[4],
                    domain: try constants.name(row[5], in: database),
                    report: try RunSelection.report(row, constants: constants, in: database)
                )
            )
        }
        return found
    }

    /// Puts packed runs among those found, as far as they come before the last that is asked for. Beside the page one
    /// segment is in memory.
    private func addPacked(
        to found: inout [Observation],
        after number: Int64,
        limit: Int,
        in database: Database
    ) throws {
        let segments = try Row.fetchCursor(
            database.cachedStatement(
                sql: """
                    SELECT segment, lowest, domain FROM run_segment_numbers JOIN run_segments ON number = segment
                    WHERE highest > ? ORDER BY lowest
                    """
            ),
            arguments: [number]
        )
        while let segment = try segments.next() {
            if found.count == limit, let last = found.last, segment[1] > last.number { break }
            let domain = try self.database.constants.name(segment[2], in: database)
            let reports = try self.database.segments.reports(segment[0], store: self.database, in: database)
            found += reports.filter { $0.number > number }.map {
                Observation(number: $0.number, domain: domain, report: $0.report)
            }
            found.sort { $0.number < $1.number }
            found.removeLast(max(0, found.count - limit))
        }
    }
}
