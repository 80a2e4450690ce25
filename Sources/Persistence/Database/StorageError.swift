internal import GRDB
internal import SQL

/// Why the database could not do what was asked; nothing of it was kept.
package enum StorageError: Error, Hashable {
    /// The disk has no room. The database goes on when there is room again.
    case full(file: String)
    /// The system refused to read or write; the problem is SQLite's own words.
    case disk(file: String, problem: String)
    /// A programming fault: SQLite refused a statement.
    case refused(problem: String)
}

extension StorageError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .full(let file): "the disk is full: \(file) could not be written; free some space and try again"
        case .disk(let file, let problem): "\(file) cannot be read or written: \(problem); check the disk"
        case .refused(let problem): "the database rejected a statement: \(problem)"
        }
    }
}

/// SQLite's errors in our words.
struct DatabaseFailure {
    /// Whether every other write would fail as well.
    static func concernsAll(_ error: any Error) -> Bool {
        switch error {
        case let error as DatabaseError: Self.diskCodes.contains(error.resultCode)
        default: false
        }
    }

    private static let diskCodes: [ResultCode] = [
        .SQLITE_FULL, .SQLITE_IOERR, .SQLITE_CORRUPT, .SQLITE_NOTADB, .SQLITE_READONLY, .SQLITE_CANTOPEN,
    ]

    /// The error as callers see it; what is not SQLite's stays as it is.
    static func translated(_ error: any Error, file: String) -> any Error {
        switch error {
        case let error as DatabaseError: Self.translated(error, file: file)
        case let fault as ByteFault: DataDirectoryError.damagedFile(file: file, problem: fault.description)
        case SQLError.damaged(let problem): DataDirectoryError.damagedFile(file: file, problem: problem)
        case let error as SQLError where error.isDamage:
            DataDirectoryError.damagedFile(file: file, problem: error.description)
        default: error
        }
    }

    private static func translated(_ error: DatabaseError, file: String) -> any Error {
        let problem = error.message ?? error.resultCode.description
        return switch error.resultCode {
        case .SQLITE_FULL: StorageError.full(file: file)
        case .SQLITE_CORRUPT, .SQLITE_NOTADB: DataDirectoryError.damagedFile(file: file, problem: problem)
        case .SQLITE_IOERR, .SQLITE_READONLY, .SQLITE_CANTOPEN, .SQLITE_BUSY, .SQLITE_LOCKED, .SQLITE_PERM,
            .SQLITE_AUTH:
            StorageError.disk(file: file, problem: problem)
        default: StorageError.refused(problem: error.description)
        }
    }
}
