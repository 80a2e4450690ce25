/// In what the databases differ, for the texts of tables; statements that ask and write are the same for all.
package enum SQLDialect: Sendable, Hashable, CaseIterable {
    case sqlite, postgresql

    /// 64 bits, signed.
    package var integer: String {
        switch self {
        case .sqlite: "INTEGER"
        case .postgresql: "BIGINT"
        }
    }

    /// 64 bits, IEEE 754.
    package var real: String {
        switch self {
        case .sqlite: "REAL"
        case .postgresql: "DOUBLE PRECISION"
        }
    }

    /// A text that is compared and ordered by its UTF-8.
    package var text: String {
        switch self {
        case .sqlite: "TEXT"
        case .postgresql: #"TEXT COLLATE "C""#
        }
    }

    /// Bytes of any length.
    package var bytes: String {
        switch self {
        case .sqlite: "BLOB"
        case .postgresql: "BYTEA"
        }
    }

    /// After the closing parenthesis of a table: a column takes values of its own type only.
    package var strict: String {
        switch self {
        case .sqlite: " STRICT"
        case .postgresql: ""
        }
    }

    /// A condition that a text is JSON.
    package func isJSON(_ column: String) -> String {
        switch self {
        case .sqlite: "json_valid(\(column))"
        case .postgresql: "\(column)::json IS NOT NULL"
        }
    }

    /// A statement that lets one transaction at a time change a table; SQLite has one writer anyway.
    func exclusive(_ table: String) -> String? {
        switch self {
        case .sqlite: nil
        case .postgresql: "LOCK TABLE \(table) IN ACCESS EXCLUSIVE MODE"
        }
    }
}
