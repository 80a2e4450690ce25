package import Placement
internal import Problems

/// The runs of a history, and what became of the rows that gave none.
package struct MappedRuns: Sendable {
    /// What became of the rows.
    package struct Counts: Sendable, Hashable {
        /// Rows of the history's tables.
        package var rows: Int
        /// Rows without a match in a required side table.
        package var unmatched: Int
        /// Rows for which the filter was not true.
        package var filtered: Int
        /// Runs that would be, but have no measured time or cost; for a melted table one for each column.
        package var unmeasured: Int

        package init(rows: Int = 0, unmatched: Int = 0, filtered: Int = 0, unmeasured: Int = 0) {
            self.rows = rows
            self.unmatched = unmatched
            self.filtered = filtered
            self.unmeasured = unmeasured
        }
    }

    /// In the order of the rows, and of the declaration's columns where the table is melted.
    package let runs: [MappedRun]
    /// Of rows; those that gave runs and those that gave none.
    package let counts: Counts
    /// Empty unless bad rows were to be collected.
    package let badRows: [BadRow]
    /// The columns of the history with its joined and melted ones.
    package let columns: [String]
    /// Those of `columns` that are measured.
    package let measuredColumns: [String]
    private let rows: MappedRows

    init(runs: [MappedRun], counts: Counts, badRows: [BadRow], rows: MappedRows, measured: MeasuredColumns) {
        self.runs = runs
        self.counts = counts
        self.badRows = badRows
        self.columns = rows.columns
        self.measuredColumns = rows.columns.filter(measured.contains)
        self.rows = rows
    }

    /// The cells of one of `columns`, one for each run.
    package func values(ofColumn column: String) throws(RunMappingError) -> [Value] {
        guard let source = self.rows.source(of: column) else {
            throw .unknownColumn(
                column,
                nearest: nearestName(to: column, among: self.columns),
                file: self.rows.file,
                place: nil
            )
        }
        return self.runs.map { self.rows.value(source, at: $0.row) }
    }
}

/// A run and the row it came from.
package struct MappedRun: Sendable {
    /// With an id that names file and row.
    package let run: Run
    /// The file that the row came from.
    package let file: String
    /// Counted from 1.
    package let line: Int
    let row: MappedRows.Row
}
