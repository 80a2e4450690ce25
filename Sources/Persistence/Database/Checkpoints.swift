internal import GRDB
internal import Synchronization

/// Takes the log over into the database file beside the writer, on a connection of its own: commits go on meanwhile.
///
/// SQLite would do it within a commit, every thousand pages, and the callers of that commit would wait for the copying
/// and for another sync. A passive checkpoint copies what it can and waits for nobody. What was committed while it
/// copied is little: the writer takes that over itself, between two commits, so that the log is written from its start
/// again. A log that stays short is overwritten in place, which the disk syncs in half the time that one takes that
/// grows. Where readers keep the log in use, the writer keeps SQLite's own checkpoint as a last bound on its length,
/// ``writerPages``.
final class Checkpoints: Sendable {
    /// Rows after which the log is worth taking over: some megabytes.
    private static let rows = 2_000
    /// The log's length in pages at which the writer stops to take over the rest: 128 MiB.
    static let writerPages = 32_768

    private let connection: DatabaseQueue
    private let state = Mutex(Takeover())

    private struct Takeover {
        var rows = 0
        var phase = Phase.idle

        enum Phase {
            case idle
            /// The connection beside the writer copies.
            case copying
            /// What is left is little.
            case copied
        }
    }

    /// - Parameter connection: To the same file; nobody else uses it.
    init(_ connection: DatabaseQueue) { self.connection = connection }

    /// The writer committed rows, and is between two transactions.
    func committed(rows: Int, by writer: Database) {
        let due = self.state.withLock { state -> Takeover.Phase in
            state.rows += rows
            switch state.phase {
            case .idle where state.rows >= Self.rows:
                state.rows = 0
                state.phase = .copying
                return .copying
            case .copied:
                state.phase = .idle
                return .copied
            case .idle, .copying: return .idle
            }
        }
        switch due {
        case .idle: break
        case .copying:
            self.connection.asyncWriteWithoutTransaction { beside in
                Self.copy(by: beside)
                self.state.withLock { $0.phase = .copied }
            }
        case .copied: Self.copy(by: writer)
        }
    }

    /// What fails now is taken over later; a broken disk shows in the commits.
    private static func copy(by connection: Database) {
        try? connection.execute(sql: "PRAGMA wal_checkpoint(PASSIVE)")
    }
}
