internal import Placement
internal import Problems
internal import RunMapping
internal import Tables

/// The runs of some files, with the cells of their rows at hand.
struct ReplayHistory {
    /// In the order of the files and of their rows.
    let runs: [Run]
    let counts: [FileCounts]
    private let parts: [MappedRuns]
    private let measured: MeasuredColumns

    /// - Parameters:
    ///   - previous: What ran before. A domain that declares no start time takes the order of the rows for time: its
    ///     runs then follow one another from file to file, and after those of `previous`.
    init(
        _ files: [ReplayFile],
        role: FileCounts.Role,
        mapping: RunFileMapping,
        sides: [String: Table],
        badRows: BadRowPolicy,
        after previous: [Run] = []
    ) throws {
        let columns = Table.concatenating(files.map(\.table)).columns
        let header = try Table(csv: CSVWriter(columns: columns).bytes, file: files.first?.name ?? "")
        var runs: [Run] = []
        var parts: [MappedRuns] = []
        var counts: [FileCounts] = []
        var latest = previous.map(\.endedAt).max()
        for file in files {
            // A column that only another of the files has is there, and missing, as when they are read as one table.
            let table = Table.concatenating([file.table, header])
            let part = try mapping.runs(from: table, sides: sides, badRows: badRows)
            let own = part.runs.map(\.run)
            let offset = mapping.startedAt == nil ? latest?.microseconds ?? 0 : 0
            runs += offset == 0 ? own : own.map { $0.starting(microsecondsLater: offset) }
            latest = runs.last?.endedAt ?? latest
            counts.append(FileCounts(file: file.name, role: role, history: part))
            parts.append(part)
        }
        self.runs = runs
        self.counts = counts
        self.parts = parts
        self.measured = mapping.measured
        guard !runs.isEmpty else {
            func sum(_ count: KeyPath<FileCounts, Int>) -> Int { counts.reduce(0) { $0 + $1[keyPath: count] } }
            throw ReplayError.noRuns(
                role: role,
                rows: sum(\.rows),
                filtered: sum(\.filtered),
                unmatched: sum(\.unmatched),
                unmeasured: sum(\.unmeasured)
            )
        }
    }

    /// The text of a column's cell for each run; a missing cell is a value of its own, the empty text.
    func texts(ofColumn column: String) throws -> [String] {
        let columns = self.parts.flatMap(\.columns)
        guard columns.contains(column) else {
            throw ReplayError.unknownColumn(
                column,
                nearest: nearestName(to: column, among: columns.filter { !self.measured.contains($0) })
            )
        }
        guard !self.measured.contains(column) else { throw ReplayError.measuredColumn(column) }
        return try self.parts.flatMap { try $0.values(ofColumn: column).map { $0.text ?? "" } }
    }
}

extension Run {
    func starting(microsecondsLater offset: Int64) -> Run {
        Run(
            id: self.id,
            workload: self.workload,
            target: self.target,
            startedAt: Timestamp(microseconds: self.startedAt.microseconds + offset),
            outcome: self.outcome
        )
    }
}
