/// Why a database did not do what was asked. Nothing of the transaction was kept, except where ``undecided(problem:)``
/// says otherwise.
package enum SQLError: Error, Sendable, Hashable {
    /// A row with this key is there already, or in PostgreSQL a table with this name; the problem is the database's own
    /// words.
    case duplicate(problem: String)
    /// A programming fault: the database refused a statement, or a constraint did not hold.
    case refused(problem: String)
    /// A statement of this transaction failed before, and the transaction with it.
    case failedBefore
    /// A value that no database of ours keeps.
    case unstorable(String)
    /// A column holds another type than the reader expects.
    case unreadable(column: String, expected: String, found: String)
    /// What was read is not what was written.
    case damaged(problem: String)
    /// Every connection is taken, and as many callers wait as may.
    case busy(connections: Int, waiting: Int)
    /// Other transactions came in the way each time.
    case contended(attempts: Int)
    /// The server cannot be reached, or the connection was lost again and again.
    case unreachable(problem: String)
    /// A statement took too long and was cancelled.
    case timedOut(seconds: Double)
    /// The connection was lost while the transaction was being committed, and the server could not be asked since: it
    /// may have been kept.
    case undecided(problem: String)
    /// A newer Berth has changed the tables.
    case newerSchema(migration: String)
}

extension SQLError {
    /// Whether what is kept is not what was written.
    package var isDamage: Bool {
        switch self {
        case .unreadable, .damaged: true
        case .duplicate, .refused, .failedBefore, .unstorable, .busy, .contended, .unreachable, .timedOut, .undecided,
            .newerSchema:
            false
        }
    }
}

extension SQLError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .duplicate(let problem): "already exists: \(problem)"
        case .refused(let problem): "the database rejected a statement: \(problem)"
        case .failedBefore: "a statement of this transaction has failed, so nothing more can be done in it"
        case .unstorable(let what): "\(what) cannot be stored in a database"
        case .unreadable(let column, let expected, let found): "the column '\(column)' holds \(found), not \(expected)"
        case .damaged(let problem): "the database is damaged: \(problem)"
        case .busy(let connections, let waiting):
            "all \(connections) connections to the database are in use and \(waiting) callers are already waiting; "
                + "try again later"
        case .contended(let attempts):
            "other changes interfered \(attempts) times in a row, so nothing was changed; try again"
        case .unreachable(let problem): "the database cannot be reached: \(problem)"
        case .timedOut(let seconds): "a statement took more than \(seconds) s and was canceled"
        case .undecided(let problem):
            "the connection to the database was lost while a change was being committed (\(problem)); "
                + "check whether it was made before you repeat it"
        case .newerSchema(let migration):
            "the database was changed by a newer Berth (migration '\(migration)'); use that"
        }
    }
}
