internal import Placement
internal import Problems
internal import Tables

/// The history's rows with the columns of its side tables and of melting, without copying a cell.
struct MappedRows: Sendable {
    /// Where a column's cells are.
    enum Source: Sendable, Hashable {
        case history(column: Int)
        case side(Int, column: Int)
        case entryName
        case entryValue
        case entryFurther(Int)
    }

    /// One row after joining and melting.
    struct Row: Sendable {
        let history: Int
        /// The row of each side table; `nil` without match.
        let sides: [Int?]
        /// The position of the melted column; 0 when there is no melting.
        var entry = 0
    }

    private let table: Table
    private let sides: [SideIndex]
    private let entries: [Melt.Entry]
    /// For each entry where its column is.
    private let entrySources: [Source]
    private(set) var columns: [String]
    private var sources: [String: Source]

    init(_ mapping: RunFileMapping, table: Table, sides: [String: Table]) throws(RunMappingError) {
        self.table = table
        self.columns = table.columns
        self.sources = Dictionary(
            uniqueKeysWithValues: table.columns.enumerated().map { ($1, .history(column: $0)) }
        )
        var indices: [SideIndex] = []
        var entrySources: [Source] = []
        for join in mapping.joins {
            guard let side = sides[join.side] else { throw .missingSide(join.side, place: join.place) }
            let keys = try Self.keySources(join, in: self.sources, file: Self.file(of: table))
            let index = try SideIndex(join, table: side, keys: keys)
            for (column, name) in index.joinedColumns {
                try Self.add(name, .side(indices.count, column: column), join.place, &self.columns, &self.sources)
            }
            indices.append(index)
        }
        self.sides = indices
        self.entries = mapping.melt?.entries ?? []
        if let melt = mapping.melt {
            for entry in melt.entries {
                guard let source = self.sources[entry.column] else {
                    throw Self.unknown(entry.column, self.columns, Self.file(of: table), entry.place)
                }
                entrySources.append(source)
            }
            let added: [Source] =
                [.entryName, .entryValue] + melt.furtherColumns.indices.map { .entryFurther($0) }
            for (name, source) in zip(melt.columns, added) {
                try Self.add(name, source, melt.place, &self.columns, &self.sources)
            }
        }
        self.entrySources = entrySources
    }

    private static func add(
        _ name: String,
        _ source: Source,
        _ place: Place,
        _ columns: inout [String],
        _ sources: inout [String: Source]
    ) throws(RunMappingError) {
        guard sources.updateValue(source, forKey: name) == nil else { throw .repeatedColumn(name, place: place) }
        columns.append(name)
    }

    private static func keySources(
        _ join: Join,
        in sources: [String: Source],
        file: String
    ) throws(RunMappingError) -> [Source] {
        var keys: [Source] = []
        for column in join.columns {
            guard let source = sources[column.history] else {
                throw Self.unknown(column.history, sources.keys.sorted(), file, join.place)
            }
            keys.append(source)
        }
        return keys
    }

    static func unknown(_ name: String, _ columns: [String], _ file: String, _ place: Place) -> RunMappingError {
        .unknownColumn(name, nearest: nearestName(to: name, among: columns), file: file, place: place)
    }

    private static func file(of table: Table) -> String {
        table.rowCount > 0 ? table.file(ofRow: 0) : "the history"
    }

    /// The name of the first file.
    var file: String { Self.file(of: self.table) }

    func file(of row: Row) -> String { self.table.file(ofRow: row.history) }

    func line(of row: Row) -> Int { self.table.line(ofRow: row.history) }

    func source(of column: String) -> Source? { self.sources[column] }

    /// The column of the tables whose cell is under the name `column` in a row.
    func measuredName(_ column: String, at row: Row) -> String {
        self.sources[column] == .entryValue ? self.entries[row.entry].column : column
    }

    /// The row's cells with those of its side tables; `nil` when a required one has no match.
    func joined(_ history: Int) -> Row? {
        var found: [Int?] = []
        for side in self.sides {
            let partial = Row(history: history, sides: found)
            let match = side.row { self.value($0, at: partial) }
            if match == nil, side.isRequired { return nil }
            found.append(match)
        }
        return Row(history: history, sides: found)
    }

    func value(_ source: Source, at row: Row) -> Value {
        switch source {
        case .history(let column): return self.table.value(row: row.history, column: column)
        case .side(let side, let column):
            guard let match = row.sides[side] else { return .missing }
            return self.sides[side].table.value(row: match, column: column)
        case .entryName: return .text(self.entries[row.entry].name)
        case .entryValue: return self.value(self.entrySources[row.entry], at: row)
        case .entryFurther(let index): return self.entries[row.entry].further[index]
        }
    }
}
