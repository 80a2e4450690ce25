/// A row of an answer, read by the names of its columns.
package struct SQLRow: Sendable, Hashable {
    private let columns: [String]
    private let values: [SQLValue]

    /// - Precondition: There are as many values as columns.
    package init(columns: [String], values: [SQLValue]) {
        precondition(columns.count == values.count, "a row has one value for each column")
        self.columns = columns
        self.values = values
    }

    /// The value of a column, read as the type that the caller expects.
    ///
    /// - Throws: ``SQLError/unreadable(column:expected:found:)`` for another type, or NULL where none is expected.
    /// - Precondition: The statement names the column.
    package func value<Content: SQLReadable>(
        _ column: String,
        as type: Content.Type = Content.self
    ) throws(SQLError) -> Content {
        guard let index = self.columns.firstIndex(of: column) else {
            preconditionFailure("the statement gives no column '\(column)'")
        }
        guard let content = Content(self.values[index]) else {
            throw .unreadable(column: column, expected: Content.sqlKind, found: self.values[index].kind)
        }
        return content
    }
}

/// What a column can be read as.
package protocol SQLReadable {
    /// In words, for messages.
    static var sqlKind: String { get }

    /// `nil` for a value of another type.
    init?(_ value: SQLValue)
}

extension Int64: SQLReadable {
    package static var sqlKind: String { "an integer" }

    package init?(_ value: SQLValue) {
        guard case .integer(let number) = value else { return nil }
        self = number
    }
}

extension Double: SQLReadable {
    package static var sqlKind: String { "a real number" }

    package init?(_ value: SQLValue) {
        guard case .real(let number) = value else { return nil }
        self = number
    }
}

extension String: SQLReadable {
    package static var sqlKind: String { "a string" }

    package init?(_ value: SQLValue) {
        guard case .text(let text) = value else { return nil }
        self = text
    }
}

extension [UInt8]: SQLReadable {
    package static var sqlKind: String { "bytes" }

    package init?(_ value: SQLValue) {
        guard case .bytes(let bytes) = value else { return nil }
        self = bytes
    }
}

extension Optional: SQLReadable where Wrapped: SQLReadable {
    package static var sqlKind: String { "\(Wrapped.sqlKind) or NULL" }

    package init?(_ value: SQLValue) {
        if case .null = value {
            self = .none
        } else {
            guard let content = Wrapped(value) else { return nil }
            self = .some(content)
        }
    }
}
