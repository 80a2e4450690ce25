internal import Placement

/// Makes outcomes from rows.
struct OutcomeReader {
    /// The longest time of a run that is taken for real, in seconds: about 32 years.
    static let longestSeconds = 1e9

    private let mapping: OutcomeMapping
    private let time: ResolvedExpression
    private let cost: ResolvedExpression
    private let success: ResolvedExpression?

    init(_ mapping: OutcomeMapping, rows: MappedRows, measured: MeasuredColumns) throws(RunMappingError) {
        self.mapping = mapping
        self.time = try ResolvedExpression(mapping.time, .outcome, rows: rows, measured: measured)
        self.cost = try ResolvedExpression(mapping.cost, .outcome, rows: rows, measured: measured)
        self.success =
            if let success = mapping.success {
                try ResolvedExpression(success, .outcome, rows: rows, measured: measured)
            } else { nil }
    }

    /// `nil` when the row has no time or no cost.
    func read(_ row: MappedRows.Row, of rows: MappedRows) throws(BadRow) -> Outcome? {
        guard let amount = try self.time.number(at: row, of: rows), let units = try self.cost.number(at: row, of: rows)
        else { return nil }
        let seconds = self.mapping.timeUnit.seconds(amount)
        guard seconds >= 0, seconds <= Self.longestSeconds else {
            throw self.time.badRow(
                row,
                rows,
                column: nil,
                found: "\(Value.spelling(of: amount)) \(self.mapping.timeUnit.rawValue)",
                expected: "a time from 0 to 1e9 s"
            )
        }
        guard units >= 0, let cost = Money(units, currency: self.mapping.currency) else {
            throw self.cost.badRow(
                row,
                rows,
                column: nil,
                found: "\(Value.spelling(of: units)) \(self.mapping.currency)",
                expected: "a cost from 0 to 9.2e9 \(self.mapping.currency)"
            )
        }
        return Outcome(timeSeconds: seconds, cost: cost, succeeded: try self.succeeded(row, rows))
    }

    private func succeeded(_ row: MappedRows.Row, _ rows: MappedRows) throws(BadRow) -> Bool {
        guard let success = self.success else { return true }
        guard let flag = try success.condition(at: row, of: rows) else {
            throw success.badRow(row, rows, column: nil, found: "nothing", expected: "true or false")
        }
        return flag
    }
}
