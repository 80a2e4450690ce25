internal import Placement

/// Tells when runs started: from a declared expression, or else by letting each run start when the one before it ended,
/// the first at 1970-01-01T00:00:00Z, so that each sees the outcomes of all before it.
struct StartReader {
    private let declared: ResolvedExpression?
    private var next = Timestamp(microseconds: 0)

    /// Years that ISO 8601 spells with four digits.
    private static let range =
        Timestamp(microseconds: -62_135_596_800_000_000)...Timestamp(microseconds: 253_402_300_799_999_999)

    init(_ declared: DeclaredExpression?, rows: MappedRows, measured: MeasuredColumns) throws(RunMappingError) {
        self.declared =
            if let declared {
                try ResolvedExpression(declared, .input, rows: rows, measured: measured)
            } else { nil }
    }

    /// - Parameter time: What the run's outcome says, read already.
    mutating func read(
        _ row: MappedRows.Row,
        of rows: MappedRows,
        lasting outcome: Outcome
    ) throws(BadRow) -> Timestamp {
        guard let declared = self.declared else { return try self.following(row, rows, outcome) }
        let value = try declared.value(at: row, of: rows)
        guard let text = value.text, let start = Timestamp(parsing: text), Self.range.contains(start) else {
            throw declared.badRow(
                row,
                rows,
                column: nil,
                found: value.text.map { "'\($0)'" } ?? value.kind,
                expected: "a time such as 2026-01-31T12:00:00Z, or seconds since 1970, from year 1 to 9999"
            )
        }
        return start
    }

    private mutating func following(
        _ row: MappedRows.Row,
        _ rows: MappedRows,
        _ outcome: Outcome
    ) throws(BadRow) -> Timestamp {
        let start = self.next
        let end = start.advanced(bySeconds: max(outcome.timeSeconds, 1e-6))
        guard Self.range.contains(end) else {
            throw BadRow(
                file: rows.file(of: row),
                line: rows.line(of: row),
                column: nil,
                path: "history.at",
                found: "runs that would end after the year 9999, one after another",
                expected: "a declared start time"
            )
        }
        self.next = end
        return start
    }
}
