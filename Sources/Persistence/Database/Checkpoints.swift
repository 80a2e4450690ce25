internal import GRDB
internal import Synchronization

/// Takes the log over into the database file beside the writer, on a connection of its own: commits go on meanwhile.
///
/// SQLite would do it within a commit, every thousand pages, and the callers of that commit would wait for the copying
/// and for another sync. A passive checkpoint copies what it can and waits for nobody; the log is used from its start
/// again after one that copied everything. Where writers never pause that may not happen, so the writer itself keeps
/// SQLite's own checkpoint as a last bound on the log's length, ``writerPages``.
final class Checkpoints: Sendable {
    /// Rows after which the log is worth taking over: some megabytes.
    private static let rows = 2_000
    /// The log's length in pages at which the writer stops to take over the rest: 128 MiB.
    static let writerPages = 32_768

    private let connection: DatabaseQueue
    private let state = Mutex(State())

    private struct State {
        var rows = 0
        var isRunning = false
    }

    /// - Parameter connection: To the same file; nobody else uses it.
    init(_ connection: DatabaseQueue) { self.connection = connection }

    /// Rows were committed.
    func committed(rows: Int) {
        let isDue = self.state.withLock { state in
            state.rows += rows
            guard state.rows >= Self.rows, !state.isRunning else { return false }
            state.rows = 0
            state.isRunning = true
            return true
        }
        guard isDue else { return }
        self.connection.asyncWriteWithoutTransaction { database in
            // What fails now is taken over later; a broken disk shows in the commits.
            try? database.execute(sql: "PRAGMA wal_checkpoint(PASSIVE)")
            self.state.withLock { $0.isRunning = false }
        }
    }
}
