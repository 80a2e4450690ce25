internal import Decisions
internal import Files
internal import Foundation
internal import GRDB
internal import Resilience
internal import Synchronization

/// The database of a data directory: one file, written by one process in grouped transactions, read by any number.
///
/// It is in WAL mode with `synchronous=FULL`: a commit returns when the log is on the disk, and readers neither wait for
/// a writer nor hold one up. What a store was told is kept is kept after a loss of power.
package final class SQLiteDatabase: Sendable {
    /// The file's name in the data directory.
    package static let file = "berth.sqlite"

    private let reader: any DatabaseReader
    private let writer: GroupCommit?
    private let directory: DataDirectory
    /// A connection for small writes beside the process that holds the directory; opened when one comes.
    private let beside = Mutex<DatabaseQueue?>(nil)
    let constants = Constants()
    let segments = SegmentCache()
    /// Of reads that may be long.
    private let line = WaitingLine(width: SQLiteDatabase.longReads)

    /// How many long reads go on at once, of the ``readers`` connections: upkeep takes one more, and the decision path
    /// always finds the others free.
    private static let longReads = 2
    private static let readers = 5

    /// Opens the directory's database; for writing it is created or brought up to date. Read-only, a directory without
    /// one is taken as empty.
    ///
    /// - Throws: ``DataDirectoryError`` for a file that is damaged, of another program or of a newer Berth,
    ///   ``StorageError`` for what the disk refuses.
    package init(_ directory: DataDirectory) throws {
        let path = directory.folder.path(of: Self.file)
        self.directory = directory
        do {
            switch directory.access {
            case .reading:
                self.writer = nil
                self.reader = try Self.openedForReading(directory, path: path)
            case .writing:
                let pool = try Self.openedForWriting(directory, path: path)
                self.reader = pool
                let beside = try DatabaseQueue(path: path, configuration: Self.configuration())
                self.writer = GroupCommit(pool, checkpoints: Checkpoints(beside), file: Self.file)
                try pool.read { try self.constants.load(from: $0) }
            }
        } catch {
            throw DatabaseFailure.translated(error, file: Self.file)
        }
    }

    /// Pages of 4 KiB that the writer keeps in memory: 32 MiB, for indices whose keys come in any order.
    private static let writerCacheKiB = 32_768
    /// The log is cut back to this size after it was taken over into the file.
    private static let longestLogBytes = 64 << 20

    private static func openedForWriting(_ directory: DataDirectory, path: String) throws -> DatabasePool {
        let isNew = try OpenFile.existing(path) == nil
        if isNew {
            // Made here, so that it belongs to its owner alone; SQLite gives its log the same permissions.
            _ = try OpenFile(path, for: .creating)
            try directory.folder.sync()
        }
        let pool = try DatabasePool(path: path, configuration: Self.configuration())
        // After the pool has chosen its own.
        try pool.writeWithoutTransaction { database in
            try Self.requireOwn(database)
            try database.execute(
                sql: """
                    \(Self.durable)
                    PRAGMA cache_size = -\(Self.writerCacheKiB);
                    PRAGMA wal_autocheckpoint = \(Checkpoints.writerPages);
                    PRAGMA journal_size_limit = \(Self.longestLogBytes);
                    PRAGMA application_id = \(Schema.applicationID);
                    """
            )
        }
        try Schema.migrator.migrate(pool)
        return pool
    }

    /// A commit returns when the log is on the disk.
    private static let durable = "PRAGMA synchronous = FULL; PRAGMA fullfsync = ON; PRAGMA checkpoint_fullfsync = ON;"
    /// How long a write beside another process waits for its turn, in seconds.
    private static let patience = 30.0

    private func connectionBeside() throws -> DatabaseQueue {
        try self.beside.withLock { known in
            if let known { return known }
            // Whoever found no database when it opened the directory makes none.
            guard self.reader is DatabasePool else { throw DataDirectoryError.notThere(path: self.directory.path) }
            var configuration = Self.configuration()
            configuration.busyMode = .timeout(Self.patience)
            let path = self.directory.folder.path(of: Self.file)
            let queue = try DatabaseQueue(path: path, configuration: configuration)
            try queue.writeWithoutTransaction { try $0.execute(sql: Self.durable) }
            known = queue
            return queue
        }
    }

    private static func openedForReading(_ directory: DataDirectory, path: String) throws -> any DatabaseReader {
        guard try OpenFile.existing(path) != nil else {
            let empty = try DatabaseQueue()
            try Schema.migrator.migrate(empty)
            return empty
        }
        var configuration = Self.configuration()
        configuration.readonly = true
        let pool = try DatabasePool(path: path, configuration: configuration)
        try pool.read { database in
            try Self.requireOwn(database)
            guard try Schema.migrator.hasCompletedMigrations(database) else {
                throw DataDirectoryError.olderDatabase(file: Self.file)
            }
        }
        return pool
    }

    private static func configuration() -> Configuration {
        var configuration = Configuration()
        configuration.label = "berth.database"
        configuration.maximumReaderCount = Self.readers
        // A process that only reads may hold the log for a moment when it opens or closes the file.
        configuration.busyMode = .timeout(5)
        configuration.prepareDatabase { $0.add(function: RunSums.wrappingAdd) }
        return configuration
    }

    /// Refuses another program's database, and one that a newer Berth has changed.
    private static func requireOwn(_ database: Database) throws {
        let tables = try Int.fetchOne(database, sql: "SELECT count(*) FROM sqlite_schema") ?? 0
        let owner = try Int64.fetchOne(database, sql: "PRAGMA application_id") ?? 0
        guard owner == Schema.applicationID || (tables == 0 && owner == 0) else {
            throw DataDirectoryError.foreignFile(file: self.file)
        }
        guard try !Schema.migrator.hasBeenSuperseded(database) else {
            throw DataDirectoryError.newerDatabase(file: self.file)
        }
    }

    /// Runs `work` in a transaction and returns when it is on the disk.
    ///
    /// - Parameters:
    ///   - rows: About how many rows are written.
    ///   - committed: Told what `work` gave, in the order of the commits and before anybody writes again; must be quick.
    /// - Precondition: The data directory was opened for writing.
    func write<Answer: Sendable>(
        rows: Int = 1,
        _ work: @escaping @Sendable (WriteBatch) throws -> Answer,
        committed: @escaping @Sendable (Answer) -> Void = { _ in }
    ) async throws -> Answer {
        guard let writer = self.writer else { preconditionFailure("the data directory was opened for reading only") }
        return try await writer.write(rows: rows, work, committed: committed)
    }

    /// Whether this process holds the directory's lock.
    var holdsDirectory: Bool { self.writer != nil }

    /// Runs `work` in a transaction of its own beside the process that holds the directory, and returns when it is on
    /// the disk. For what is small and rare: a long one would hold that process up.
    func writeBeside<Answer: Sendable>(_ work: @escaping @Sendable (Database) throws -> Answer) async throws -> Answer {
        do {
            return try await self.connectionBeside().writeWithoutTransaction { database in
                var answer: Answer?
                try database.inTransaction(.immediate) {
                    answer = try work(database)
                    return .commit
                }
                guard let answer else { preconditionFailure("a transaction that was committed has an answer") }
                return answer
            }
        } catch {
            throw DatabaseFailure.translated(error, file: Self.file)
        }
    }

    /// Reads what is committed when it begins.
    func read<Answer: Sendable>(_ work: @Sendable (Database) throws -> Answer) async throws -> Answer {
        do {
            return try await self.reader.read(work)
        } catch {
            throw DatabaseFailure.translated(error, file: Self.file)
        }
    }

    /// Reads what may take long, such as a page of a large log: waits while others do, so that a decision never waits
    /// for a connection.
    func readInLine<Answer: Sendable>(_ work: @Sendable (Database) throws -> Answer) async throws -> Answer {
        try await self.line.run { try await self.read(work) }
    }
}
