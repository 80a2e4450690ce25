internal import GRDB

/// What the pieces of one transaction share: the connection, and sums that are written once, at the end.
final class WriteBatch {
    let database: Database
    /// Sums over the runs of the batch.
    var sums = RunSums()
    /// Targets of the runs of the batch.
    var targets = LatestTargets()
    /// Whether there are packed runs; asked once a transaction.
    var hasSegments: Bool {
        get throws {
            if let known = self.knownToHaveSegments { return known }
            let statement = try self.database.cachedStatement(sql: "SELECT EXISTS (SELECT 1 FROM run_segments)")
            let answer = try Bool.fetchOne(statement) ?? false
            self.knownToHaveSegments = answer
            return answer
        }
    }
    private var knownToHaveSegments: Bool?
    /// Of the observations that are committed or written by this transaction; asked once a transaction.
    var newestObservation: Int64?

    /// The number that the next run has as an observation. Transactions are written one after the other, so that numbers
    /// are given in the order of the commits.
    func nextObservation() throws -> Int64 {
        let newest = try self.newestObservation ?? ObservationNumbers.newest(in: self.database)
        self.newestObservation = newest
        return newest + 1
    }

    /// A piece of the transaction packed runs: what was asked before it no longer holds.
    func addedSegment() { self.knownToHaveSegments = true }

    init(_ database: Database) { self.database = database }

    /// Runs a statement that gives no rows.
    func run(_ sql: String, _ arguments: StatementArguments) throws {
        try self.database.cachedStatement(sql: sql).execute(arguments: arguments)
    }

    /// Writes what was put off to the end of the transaction.
    func finish() throws {
        try self.sums.write(to: self)
        try self.targets.write(to: self.database)
    }
}
