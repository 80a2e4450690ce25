internal import Foundation
internal import GRDB
package import SQL

/// The data directory's database, asked in SQL. What is written joins the transaction in which others write.
///
/// Over a database that was opened for reading it writes beside the process that holds the directory, one transaction
/// after the other's.
package struct SQLiteDriver: SQLDatabase {
    private let database: SQLiteDatabase

    /// What one transaction of a store is taken to write; they are small.
    private static let rows = 8

    package init(_ database: SQLiteDatabase) { self.database = database }

    package var dialect: SQLDialect { .sqlite }

    package func write<Answer: Sendable>(
        _ work: @escaping @Sendable (any SQLConnection) throws -> Answer
    ) async throws -> Answer {
        guard self.database.holdsDirectory else {
            return try await self.database.writeBeside { try Self.run(work, on: $0) }
        }
        return try await self.database.write(rows: Self.rows) { try Self.run(work, on: $0.database) }
    }

    package func read<Answer: Sendable>(
        _ work: @escaping @Sendable (any SQLConnection) throws -> Answer
    ) async throws -> Answer {
        try await self.database.readInLine { try Self.run(work, on: $0) }
    }

    private static func run<Answer>(_ work: (any SQLConnection) throws -> Answer, on database: Database) throws
        -> Answer
    {
        let connection = SQLiteConnection(database)
        let answer = try work(connection)
        if let failure = connection.failure { throw failure }
        return answer
    }
}

/// One transaction's connection.
final class SQLiteConnection: SQLConnection {
    private let database: Database
    /// Of the first statement that failed.
    private(set) var failure: (any Error)?

    init(_ database: Database) { self.database = database }

    var dialect: SQLDialect { .sqlite }

    func query(_ statement: String, _ values: [SQLValue]) throws -> [SQLRow] {
        try self.noting {
            let prepared = try self.database.cachedStatement(sql: statement)
            let rows = try Row.fetchAll(prepared, arguments: try Self.arguments(values))
            return rows.map { row in
                SQLRow(columns: Array(row.columnNames), values: row.databaseValues.map(Self.value))
            }
        }
    }

    func execute(_ statement: String, _ values: [SQLValue]) throws -> Int {
        try self.noting {
            try self.database.cachedStatement(sql: statement).execute(arguments: try Self.arguments(values))
            return self.database.changesCount
        }
    }

    private func noting<Answer>(_ work: () throws -> Answer) throws -> Answer {
        guard self.failure == nil else { throw SQLError.failedBefore }
        do {
            return try work()
        } catch {
            let error = (error as? DatabaseError).map(Self.translated) ?? error
            self.failure = error
            throw error
        }
    }

    /// SQLite takes `$1` for a parameter with the name `1`.
    private static func arguments(_ values: [SQLValue]) throws(SQLError) -> StatementArguments {
        var named: [String: (any DatabaseValueConvertible)?] = [:]
        for (index, value) in values.enumerated() {
            try value.requireStorable()
            let bound: (any DatabaseValueConvertible)? =
                switch value {
                case .null: nil
                case .integer(let number): number
                case .real(let number): number
                case .text(let text): text
                case .bytes(let bytes): Data(bytes)
                }
            named["\(index + 1)"] = bound
        }
        return StatementArguments(named)
    }

    private static func value(_ value: DatabaseValue) -> SQLValue {
        switch value.storage {
        case .null: .null
        case .int64(let number): .integer(number)
        case .double(let number): .real(number)
        case .string(let text): .text(text)
        case .blob(let data): .bytes(Array(data))
        }
    }

    /// What a caller can act on in the words of the driver; what is wrong with the disk stays SQLite's.
    private static func translated(_ error: DatabaseError) -> any Error {
        switch error.extendedResultCode {
        case .SQLITE_CONSTRAINT_UNIQUE, .SQLITE_CONSTRAINT_PRIMARYKEY, .SQLITE_CONSTRAINT_ROWID:
            SQLError.duplicate(problem: error.message ?? "\(error.extendedResultCode)")
        default:
            switch error.resultCode {
            case .SQLITE_CONSTRAINT, .SQLITE_ERROR, .SQLITE_MISMATCH, .SQLITE_RANGE, .SQLITE_MISUSE:
                SQLError.refused(problem: error.description)
            case .SQLITE_READONLY where error.extendedResultCode == .SQLITE_READONLY:
                SQLError.refused(problem: error.description)
            default: error
            }
        }
    }
}
