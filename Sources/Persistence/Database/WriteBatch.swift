internal import GRDB

/// What the pieces of one transaction share: the connection, and sums that are written once, at the end.
final class WriteBatch {
    let database: Database
    /// Sums over the runs of the batch.
    var sums = RunSums()
    /// Whether there are packed runs; asked once a transaction.
    private(set) lazy var hasSegments = Result {
        try Bool.fetchOne(
            self.database.cachedStatement(sql: "SELECT EXISTS (SELECT 1 FROM run_segments)")
        ) ?? false
    }

    init(_ database: Database) { self.database = database }

    /// Runs a statement that gives no rows.
    func run(_ sql: String, _ arguments: StatementArguments) throws {
        try self.database.cachedStatement(sql: sql).execute(arguments: arguments)
    }

    /// Writes what was put off to the end of the transaction.
    func finish() throws { try self.sums.write(to: self) }
}
