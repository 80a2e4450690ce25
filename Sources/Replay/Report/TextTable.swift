/// Columns of text, the first aligned left, the others right.
struct TextTable {
    private var rows: [[String]]

    init(header: [String]) { self.rows = [header] }

    mutating func append(_ row: [String]) { self.rows.append(row) }

    var lines: [String] {
        let columns = self.rows.map(\.count).max() ?? 0
        let widths = (0..<columns).map { column in
            self.rows.map { column < $0.count ? $0[column].count : 0 }.max() ?? 0
        }
        return self.rows.map { row in
            let cells = row.enumerated().map { column, cell in
                let space = String(repeating: " ", count: widths[column] - cell.count)
                return column == 0 ? cell + space : space + cell
            }
            let line = cells.joined(separator: "  ")
            return String(line.reversed().drop { $0 == " " }.reversed())
        }
    }
}

/// Numbers with a fixed count of decimals, so that a column of them lines up.
enum Fixed {
    /// - Parameter decimals: 0 to 6.
    static func text(_ value: Double, decimals: Int) -> String {
        let scale = (0..<decimals).reduce(1.0) { scale, _ in scale * 10 }
        guard value.isFinite, abs(value) < 1e12 else { return value.isFinite ? "\(value)" : "-" }
        let scaled = Int64((abs(value) * scale).rounded())
        let sign = value < 0 && scaled > 0 ? "-" : ""
        let whole = scaled / Int64(scale)
        guard decimals > 0 else { return "\(sign)\(whole)" }
        let fraction = String(scaled % Int64(scale))
        return "\(sign)\(whole).\(String(repeating: "0", count: decimals - fraction.count))\(fraction)"
    }

    /// `0.873` as `87.3 %`.
    static func percent(_ share: Double?) -> String {
        share.map { self.text($0 * 100, decimals: 1) + " %" } ?? "-"
    }
}
