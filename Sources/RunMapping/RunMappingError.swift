package import Expressions

/// Why a history is refused.
package enum RunMappingError: Error, Hashable {
    /// The declaration joins a side table that the caller did not give.
    case missingSide(String, place: Place)
    /// The caller gave a side table that the declaration does not join.
    case unknownSide(String, known: [String])
    /// The declaration, or the caller where `place` is `nil`, names a column that the tables do not have.
    case unknownColumn(String, nearest: String?, file: String, place: Place?)
    /// An expression names a column that the tables do not have.
    case unknownName(ExpressionError, place: Place)
    /// Joining or melting would add a column that exists already.
    case repeatedColumn(String, place: Place)
    /// Two rows of a side table have the same key.
    case repeatedSideRow(file: String, line: Int, firstLine: Int, key: [String])
    case badRow(BadRow)
    /// More bad rows than the caller wanted to collect.
    case tooManyBadRows([BadRow], limit: Int)
}

/// A row that makes no run because a value in it is not allowed.
package struct BadRow: Error, Sendable, Hashable, CustomStringConvertible {
    /// The file that the row stands in.
    package let file: String
    /// Counted from 1.
    package let line: Int
    /// The column at fault, where it is a single one.
    package let column: String?
    /// What was being read, such as `history.outcome.time.value`.
    package let path: String
    /// The value, as it stands in the file.
    package let found: String
    /// What is allowed there, in words.
    package let expected: String

    package var description: String {
        let column = self.column.map { "column '\($0)': " } ?? ""
        return "\(self.file):\(self.line): \(column)found \(self.found), expected \(self.expected) (\(self.path))"
    }
}

extension RunMappingError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .missingSide(let name, let place):
            return "\(place): the side table '\(name)' was not given; pass --side \(name)=FILE"
        case .unknownSide(let name, let known):
            let allowed = known.isEmpty ? "the domain joins none" : "the domain joins \(known.joined(separator: ", "))"
            return "no side table '\(name)'; \(allowed)"
        case .unknownColumn(let name, let nearest, let file, let place):
            let hint = nearest.map { "; did you mean '\($0)'?" } ?? ""
            return (place.map { "\($0): " } ?? "") + "no column '\(name)' in \(file)\(hint)"
        case .unknownName(let error, let place): return "\(place): \(error)"
        case .repeatedColumn(let name, let place):
            return "\(place): there is a column '\(name)' already; choose another name or prefix"
        case .repeatedSideRow(let file, let line, let firstLine, let key):
            return "\(file):\(line): '\(key.joined(separator: ", "))' again, as in line \(firstLine); "
                + "a side table has one row for each key"
        case .badRow(let row): return "\(row)"
        case .tooManyBadRows(let rows, let limit):
            return "more than \(limit) bad rows; the first are:\n" + rows.map { "  \($0)" }.joined(separator: "\n")
        }
    }
}
