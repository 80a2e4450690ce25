internal import Placement
package import Tables

/// What to do with a row that has a value which is not allowed.
package enum BadRowPolicy: Sendable, Hashable {
    /// Refuse the whole history, naming the first such row.
    case refuse
    /// Leave such rows out and list them; refuse the history when there are more than `limit`.
    case collect(limit: Int)
}

extension RunFileMapping {
    /// The runs of a history.
    ///
    /// Steps, row by row: side tables are joined, the filter is asked, columns are melted, outcome and start are read,
    /// then workload and target, for which measured columns are missing whatever the declaration says. A run's id is
    /// `file:line`, in a melted table `file:line#name`.
    ///
    /// - Parameters:
    ///   - table: The history; several files are put together with ``/Tables/Table/concatenating(_:)``.
    ///   - sides: The side tables under the names that the declaration gives them, no more and no fewer.
    ///   - badRows: What to do with a row that has a value which is not allowed.
    package func runs(
        from table: Table,
        sides: [String: Table],
        badRows: BadRowPolicy
    ) throws(RunMappingError) -> MappedRuns {
        let known = self.joins.map(\.side)
        for name in sides.keys.sorted() where !known.contains(name) { throw .unknownSide(name, known: known) }
        let rows = try MappedRows(self, table: table, sides: sides)
        try self.requireMeasuredColumns(in: rows)
        var reader = try RunReader(self, rows: rows, badRows: badRows)
        for row in 0..<table.rowCount { try reader.read(row) }
        return MappedRuns(
            runs: reader.runs,
            counts: reader.counts,
            badRows: reader.bad,
            rows: rows,
            measured: self.measured
        )
    }

    /// A name that matches nothing is a typing error that would let an outcome pass for an input.
    private func requireMeasuredColumns(in rows: MappedRows) throws(RunMappingError) {
        for pattern in self.measured.patterns where !rows.columns.contains(where: pattern.matches) {
            throw MappedRows.unknown(pattern.text, rows.columns, rows.file, pattern.place)
        }
    }
}

/// Turns rows into runs, one row at a time.
private struct RunReader {
    private(set) var runs: [MappedRun] = []
    private(set) var counts = MappedRuns.Counts()
    private(set) var bad: [BadRow] = []
    private let rows: MappedRows
    private let entries: [Melt.Entry]
    private let filter: ResolvedExpression?
    private let outcome: OutcomeReader
    private let policy: BadRowPolicy
    private var workload: AttributeReader
    private var target: AttributeReader
    private var start: StartReader

    init(_ mapping: RunFileMapping, rows: MappedRows, badRows: BadRowPolicy) throws(RunMappingError) {
        let measured = mapping.measured
        self.rows = rows
        self.policy = badRows
        self.entries = mapping.melt?.entries ?? []
        self.filter =
            if let filter = mapping.filter {
                try ResolvedExpression(filter, .input, rows: rows, measured: measured)
            } else { nil }
        self.workload = try AttributeReader(mapping.workload, rows: rows, measured: measured)
        self.target = try AttributeReader(mapping.target, rows: rows, measured: measured)
        self.outcome = try OutcomeReader(mapping.outcome, rows: rows, measured: measured)
        self.start = try StartReader(mapping.startedAt, rows: rows, measured: measured)
    }

    mutating func read(_ history: Int) throws(RunMappingError) {
        self.counts.rows += 1
        guard var row = self.rows.joined(history) else {
            self.counts.unmatched += 1
            return
        }
        do throws(BadRow) {
            if let filter = self.filter, try filter.condition(at: row, of: self.rows) != true {
                self.counts.filtered += 1
                return
            }
        } catch {
            return try self.refuse(error)
        }
        for entry in 0..<max(1, self.entries.count) {
            row.entry = entry
            do throws(BadRow) {
                try self.addRun(row)
            } catch {
                try self.refuse(error)
            }
        }
    }

    private mutating func refuse(_ row: BadRow) throws(RunMappingError) {
        guard case .collect(let limit) = self.policy else { throw .badRow(row) }
        guard self.bad.count < limit else { throw .tooManyBadRows(self.bad, limit: limit) }
        self.bad.append(row)
    }

    private mutating func addRun(_ row: MappedRows.Row) throws(BadRow) {
        guard let outcome = try self.outcome.read(row, of: self.rows) else {
            self.counts.unmeasured += 1
            return
        }
        let workload = try self.workload.read(row, of: self.rows)
        let target = try self.target.read(row, of: self.rows)
        let file = self.rows.file(of: row)
        let line = self.rows.line(of: row)
        let entry = self.entries.isEmpty ? "" : "#\(self.entries[row.entry].name)"
        let run = Run(
            id: Run.ID("\(file):\(line)\(entry)"),
            workload: Workload(key: Workload.Key(workload.identity), attributes: workload.attributes),
            target: Target(id: Target.ID(target.identity), attributes: target.attributes),
            startedAt: try self.start.read(row, of: self.rows, lasting: outcome),
            outcome: outcome
        )
        self.runs.append(MappedRun(run: run, file: file, line: line, row: row))
    }
}
