internal import Foundation
internal import GRDB
internal import Synchronization

/// Writes of many callers in few transactions: each caller waits until what it wrote is on the disk.
///
/// One transaction takes what waits when it begins, in the order of arrival, and its callers go on only after it is
/// committed, which with `synchronous=FULL` is after the sync. When a piece throws, the transaction is rolled back and
/// every piece of it is run in a transaction of its own, so that a bad one harms nobody else. A piece may therefore run
/// twice, and must do nothing but write.
///
/// The queue holds one piece a waiting caller and no more than ``capacity`` rows; a caller that finds it full waits in
/// line until there is room, however long that takes. A cancelled caller still waits: what it asked for is being
/// written.
final class GroupCommit: Sendable {
    /// The most rows of one transaction, so that a caller waits for few others.
    static let transactionRows = 4096
    /// The most rows that wait for a transaction; a larger piece is let in alone.
    static let capacity = 65_536

    /// Pieces of a transaction from which on the next one lets others join.
    private static let busyCount = 4

    private let writer: DatabasePool
    private let checkpoints: Checkpoints
    private let file: String
    private let queue = Mutex(Queue())

    init(_ writer: DatabasePool, checkpoints: Checkpoints, file: String) {
        self.writer = writer
        self.checkpoints = checkpoints
        self.file = file
    }

    private struct Piece: Sendable {
        let rows: Int
        /// Writes, and gives what tells the caller after the commit.
        let write: @Sendable (WriteBatch) throws -> (@Sendable () -> Void)
        let fail: @Sendable (any Error) -> Void
    }

    private struct Queue {
        var waiting: [Piece] = []
        var waitingRows = 0
        /// Callers that found the queue full, in the order of arrival.
        var inLine: [Piece] = []
        var isWriting = false
        /// Pieces of the last transaction.
        var lastCount = 0

        mutating func add(_ piece: Piece) {
            guard self.inLine.isEmpty, self.hasRoom(for: piece) else { return self.inLine.append(piece) }
            self.waiting.append(piece)
            self.waitingRows += piece.rows
        }

        private func hasRoom(for piece: Piece) -> Bool {
            self.waiting.isEmpty || self.waitingRows + piece.rows <= GroupCommit.capacity
        }

        /// The pieces of the next transaction, at least one; none when nothing waits.
        mutating func next() -> [Piece] {
            var rows = 0
            var count = 0
            for piece in self.waiting {
                guard count == 0 || rows + piece.rows <= GroupCommit.transactionRows else { break }
                rows += piece.rows
                count += 1
            }
            let pieces = Array(self.waiting.prefix(count))
            self.waiting.removeFirst(count)
            self.waitingRows -= rows
            if count > 0 { self.lastCount = count }
            self.admit()
            return pieces
        }

        private mutating func admit() {
            var count = 0
            while count < self.inLine.count, self.hasRoom(for: self.inLine[count]) {
                self.waiting.append(self.inLine[count])
                self.waitingRows += self.inLine[count].rows
                count += 1
            }
            self.inLine.removeFirst(count)
        }
    }

    /// Runs `work` in a transaction and returns after its commit.
    ///
    /// - Parameters:
    ///   - rows: About how many rows it writes.
    ///   - work: Runs on the writer's queue, possibly twice, each time in a fresh transaction.
    ///   - committed: Called on the writer's queue with what `work` gave, in the order of the commits and before anybody
    ///     writes again; must be quick.
    func write<Answer: Sendable>(
        rows: Int,
        _ work: @escaping @Sendable (WriteBatch) throws -> Answer,
        committed: @escaping @Sendable (Answer) -> Void
    ) async throws -> Answer {
        try await withCheckedThrowingContinuation { continuation in
            self.add(
                Piece(
                    rows: rows,
                    write: { batch in
                        let answer = try work(batch)
                        return {
                            committed(answer)
                            continuation.resume(returning: answer)
                        }
                    },
                    fail: { continuation.resume(throwing: $0) }
                )
            )
        }
    }

    private func add(_ piece: Piece) {
        let isFirst = self.queue.withLock { queue in
            queue.add(piece)
            defer { queue.isWriting = true }
            return !queue.isWriting
        }
        if isFirst { self.writer.asyncWriteWithoutTransaction { self.writeAll(to: $0) } }
    }

    private func writeAll(to database: Database) {
        while true {
            self.letOthersJoin()
            let pieces = self.queue.withLock { queue in
                let pieces = queue.next()
                queue.isWriting = !pieces.isEmpty
                return pieces
            }
            guard !pieces.isEmpty else { return }
            self.commit(pieces, to: database)
        }
    }

    /// Lets others run first after a transaction of several pieces: where requests wait for a processor, their pieces
    /// come into this transaction, and one sync for many leaves them more of the machine. On an idle machine this
    /// returns at once.
    private func letOthersJoin() {
        if self.queue.withLock({ $0.lastCount >= Self.busyCount }) { sched_yield() }
    }

    private func commit(_ pieces: [Piece], to database: Database) {
        do {
            var done: [@Sendable () -> Void] = []
            try database.inTransaction(.immediate) {
                let batch = WriteBatch(database)
                done = try pieces.map { try $0.write(batch) }
                try batch.finish()
                return .commit
            }
            for resume in done { resume() }
            self.checkpoints.committed(rows: pieces.reduce(0) { $0 + $1.rows }, by: database)
        } catch {
            guard pieces.count > 1, !DatabaseFailure.concernsAll(error) else {
                let translated = DatabaseFailure.translated(error, file: self.file)
                for piece in pieces { piece.fail(translated) }
                return
            }
            for piece in pieces { self.commit([piece], to: database) }
        }
    }
}
