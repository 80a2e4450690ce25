/// A database that is asked in SQL: one text of a statement for every driver.
///
/// Statements are written in the language that SQLite and PostgreSQL share: parameters are `$1`, `$2`, …, always bound
/// and never written into the text; `INSERT … ON CONFLICT (key) DO UPDATE` and `RETURNING` are in both. The few
/// differences are ``SQLDialect``.
package protocol SQLDatabase: Sendable {
    /// What texts of tables are written in.
    var dialect: SQLDialect { get }

    /// Runs `work` in one transaction and returns when what it wrote would survive a loss of power.
    ///
    /// Transactions have the effect of running one after the other. To that end `work` may run several times, each time
    /// in a fresh transaction of which nothing was kept, and must do nothing but ask and write. It runs on a thread of
    /// the database, so it should be short. When it throws, nothing is kept and the error is passed on.
    ///
    /// - Throws: ``SQLError``, what `work` throws, what the driver's disk refuses, and `CancellationError` when the task
    ///   was canceled before the commit.
    func write<Answer: Sendable>(
        _ work: @escaping @Sendable (any SQLConnection) throws -> Answer
    ) async throws -> Answer

    /// Runs `work`, which may not write, on one state of the database: what was committed when it begins.
    func read<Answer: Sendable>(
        _ work: @escaping @Sendable (any SQLConnection) throws -> Answer
    ) async throws -> Answer
}

/// A transaction's connection, for as long as the transaction lasts and on its thread only.
///
/// After a statement failed, each further one fails with ``SQLError/failedBefore``, and nothing of the transaction is
/// kept, even where `work` does not pass the error on.
package protocol SQLConnection: AnyObject {
    /// What texts of tables are written in.
    var dialect: SQLDialect { get }

    /// The rows that a statement gives.
    func query(_ statement: String, _ values: [SQLValue]) throws -> [SQLRow]

    /// - Returns: How many rows an `INSERT`, `UPDATE` or `DELETE` wrote or removed; for other statements any number.
    @discardableResult
    func execute(_ statement: String, _ values: [SQLValue]) throws -> Int
}

extension SQLConnection {
    /// The rows that a statement without values gives.
    package func query(_ statement: String) throws -> [SQLRow] { try self.query(statement, []) }

    /// Runs a statement without values.
    @discardableResult
    package func execute(_ statement: String) throws -> Int { try self.execute(statement, []) }

    /// Counts up one row of a table of counters, and so makes numbers without gaps in the order of commits: the row is
    /// locked until the transaction ends.
    ///
    /// - Parameter counter: A row of the table `counters` of the migrations.
    package func nextNumber(of counter: String) throws -> Int64 {
        let rows = try self.query(
            "UPDATE counters SET number = number + 1 WHERE name = $1 RETURNING number",
            [.text(counter)]
        )
        guard let row = rows.first else { throw SQLError.damaged(problem: "there is no counter '\(counter)'") }
        return try row.value("number")
    }
}
