internal import Problems

/// Why a foreign catalog is refused. Nothing of it is imported then.
package enum CatalogImportError: Error, Hashable {
    /// A column that the import cannot do without; a name in the header may be a misspelling of it.
    case missingColumn(file: String, name: String, header: [String])
    case repeatedColumn(file: String, name: String)
    case badCell(file: String, line: Int, column: String, value: String, expected: String)
    case emptyCell(file: String, line: Int, column: String)
    /// A price column names no currency of ISO 4217.
    case unknownCurrency(file: String, column: String, code: String)
    /// The on-demand and the spot column name different currencies.
    case mixedCurrencies(file: String, columns: [String])
    case noRows(file: String)
    /// A price that cannot be held after conversion, or a rate from another currency.
    case notConvertible(file: String, line: Int, price: String)
}

extension CatalogImportError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .missingColumn(let file, let name, let header):
            let hint = nearestName(to: name, among: header).map { "; is '\($0)' meant?" } ?? "."
            return "\(file): the column '\(name)' is missing\(hint) The header has \(header.joined(separator: ", "))"
        case .repeatedColumn(let file, let name): return "\(file): the column '\(name)' appears twice"
        case .badCell(let file, let line, let column, let value, let expected):
            return "\(file):\(line): \(column) is '\(value)', expected \(expected)"
        case .emptyCell(let file, let line, let column): return "\(file):\(line): \(column) is empty"
        case .unknownCurrency(let file, let column, let code):
            return "\(file): the column '\(column)' is in '\(code)', which is not a currency code such as usd or eur"
        case .mixedCurrencies(let file, let columns):
            return "\(file): the columns \(columns.joined(separator: " and ")) are in different currencies"
        case .noRows(let file): return "\(file): there is a header but no rows"
        case .notConvertible(let file, let line, let price):
            return "\(file):\(line): the price \(price) cannot be converted at the given rate"
        }
    }
}
