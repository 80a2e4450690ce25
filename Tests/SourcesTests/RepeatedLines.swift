import Foundation

/// The same lines are written once.
enum RepeatedLines {
    /// That many lines in a row, blank ones, comments, imports and lone punctuation left out.
    static let length = 6
    /// Names of pairs of files that still repeat each other, or one itself. None comes onto the list.
    static let known: Set<[String]> = [
        ["CachingPredictor.swift", "UnreadableModel.swift"],
        ["Forest+Scoring.swift", "Forest+Scoring.swift"],
        ["HistorySource.swift", "LiveHistory.swift"],
        ["HistorySource.swift", "RunStatistics.swift"],
        ["LiveHistory.swift", "RunStatistics.swift"],
        ["MemoryRunStore.swift", "SQLiteHistoryStore.swift"],
        ["Predictor.swift", "UnreadableModel.swift"],
        ["Schema.swift", "Schema.swift"],
        ["PredictorDoubles.swift", "PredictorDoubles.swift"],
        ["CachingPredictor.swift", "PredictorDoubles.swift"],
        ["Submission.swift", "TaskService+Submitting.swift"],
    ]

    /// By the names of two files, in order, the place of a repeat in each.
    private static func pairs(in files: [SourceFile]) -> [[String]: [String]] {
        var places: [[String]: [(file: Int, line: Int)]] = [:]
        for (number, file) in files.enumerated() where !FileLength.tables.contains(file.path) {
            let lines = file.lines.enumerated().map { ($0, $1.trimmingCharacters(in: .whitespaces)) }.filter {
                Self.counts($1)
            }
            for start in lines.indices.dropLast(Self.length - 1) {
                let window = lines[start..<(start + Self.length)]
                places[window.map(\.1), default: []].append((number, lines[start].0 + 1))
            }
        }
        var pairs: [[String]: [String]] = [:]
        for list in places.values where list.count > 1 {
            for (first, second) in zip(list, list.dropFirst()) {
                let both = [first, second].map { (path: files[$0.file].path, line: $0.line) }
                    .map {
                        (
                            name: $0.path.split(separator: "/").last.map(String.init) ?? "",
                            place: "\($0.path):\($0.line)"
                        )
                    }
                    .sorted { $0.name < $1.name }
                let found = both.map(\.place)
                let key = both.map(\.name)
                if pairs[key].map({ found.lexicographicallyPrecedes($0) }) ?? true { pairs[key] = found }
            }
        }
        return pairs
    }

    static func faults(in files: [SourceFile], known: Set<[String]> = Self.known) -> [String] {
        let pairs = Self.pairs(in: files)
        let new = pairs.filter { !known.contains($0.key) }.values.map {
            "\($0.joined(separator: " and ")) are alike over \(Self.length) lines; write them once"
        }
        let gone = known.filter { pairs[$0] == nil }.map {
            "\($0.joined(separator: " and ")) no longer repeat; take them off the list"
        }
        return new.sorted() + gone.sorted()
    }

    private static func counts(_ line: String) -> Bool {
        line.contains { $0.isLetter || $0.isNumber } && !line.hasPrefix("//") && !line.contains("import ")
            && line != "else {" && line != "} else {" && line != "break" && line != "default: break"
    }
}
