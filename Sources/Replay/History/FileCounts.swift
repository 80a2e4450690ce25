internal import RunMapping

/// What became of the rows of one file.
package struct FileCounts: Sendable, Hashable, Codable {
    /// What the file was read for.
    package enum Role: String, Sendable, Hashable, Codable {
        case training
        case test
    }

    /// The name that the file was given.
    package let file: String
    /// What it was read for.
    package let role: Role
    /// Rows below the header.
    package let rows: Int
    /// Rows that became runs.
    package let runs: Int
    /// Rows that the domain's filter leaves out.
    package let filtered: Int
    /// Rows without a match in a required side table.
    package let unmatched: Int
    /// Runs that would be, but have no measured time or cost.
    package let unmeasured: Int
    /// Rows left out because of a value that is not allowed.
    package let bad: Int

    init(file: String, role: Role, history: MappedRuns) {
        self.file = file
        self.role = role
        self.rows = history.counts.rows
        self.runs = history.runs.count
        self.filtered = history.counts.filtered
        self.unmatched = history.counts.unmatched
        self.unmeasured = history.counts.unmeasured
        self.bad = history.badRows.count
    }
}
