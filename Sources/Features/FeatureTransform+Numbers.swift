internal import Expressions
internal import Placement
internal import RealModule
internal import Statistics

extension FeatureTransform {
    /// The number of an expression's value; NaN where the transform has no answer for it. One-hot gives no single one.
    func number(of value: Value, vocabulary: [String]) -> Double {
        switch self {
        case .number: value.number ?? .nan
        case .log: value.number.map { $0 > 0 ? Double.log($0) : .nan } ?? .nan
        case .log1p: value.number.map { $0 > -1 ? Double.log(onePlus: $0) : .nan } ?? .nan
        case .length: Self.length(of: value)
        case .count: Self.count(of: value)
        case .totalBytes: Self.totalBytes(of: value)
        case .hash: value.text.map { StableHash.fraction(of: $0) } ?? .nan
        case .category: value.text.flatMap(vocabulary.sortedIndex(of:)).map(Double.init) ?? .nan
        case .oneHot: preconditionFailure("one-hot has a column for each category")
        case .codeLines, .codeTokens, .codeComplexity, .codeLoops, .codeFunctions, .codeImports, .codeCalls,
            .codeNames, .codeNesting, .hour, .weekday, .weekend, .runCount, .meanTime, .meanCost, .failureRate,
            .availability:
            preconditionFailure("'\(self.rawValue)' is not a transform of an expression")
        }
    }

    func count(of code: CodeAnalysis) -> Double {
        switch self {
        case .codeLines: Double(code.lines)
        case .codeTokens: Double(code.tokens)
        case .codeComplexity: Double(code.complexity)
        case .codeLoops: Double(code.loops)
        case .codeFunctions: Double(code.functions)
        case .codeImports: Double(code.imports)
        case .codeCalls: Double(code.calls)
        case .codeNames: Double(code.distinctNames)
        case .codeNesting: Double(code.deepestNesting)
        default: preconditionFailure("'\(self.rawValue)' is not a transform of code")
        }
    }

    func reading(of moment: Timestamp) -> Double {
        switch self {
        case .hour: Double(moment.hour)
        case .weekday: Double(moment.weekday)
        case .weekend: moment.weekday >= 5 ? 1 : 0
        default: preconditionFailure("'\(self.rawValue)' is not a transform of the clock")
        }
    }

    func statistic(of summary: RunSummary) -> Double {
        switch self {
        case .runCount: Double(summary.runs)
        case .meanTime: summary.meanTimeSeconds
        case .meanCost: summary.meanCost
        case .failureRate: summary.failureRate
        case .availability: summary.availability
        default: preconditionFailure("'\(self.rawValue)' is not a transform of history")
        }
    }

    /// Bytes of a text.
    private static func length(of value: Value) -> Double {
        if case .text(let text) = value { Double(text.utf8.count) } else { .nan }
    }

    /// Elements of a list, or fields of an object.
    private static func count(of value: Value) -> Double {
        switch value {
        case .list(let elements): Double(elements.count)
        case .record(let fields): Double(fields.count)
        case .missing, .flag, .number, .text: .nan
        }
    }

    /// The sum of the `bytes` of a list of objects such as files.
    private static func totalBytes(of value: Value) -> Double {
        guard case .list(let elements) = value else { return .nan }
        var total = 0.0
        for element in elements {
            if case .record(let fields) = element { total += fields["bytes"]?.number ?? 0 }
        }
        return total
    }
}

extension [String] {
    /// Position of a text in a sorted list.
    fileprivate func sortedIndex(of text: String) -> Int? {
        var low = 0
        var high = self.count
        while low < high {
            let middle = (low + high) / 2
            if self[middle] < text { low = middle + 1 } else { high = middle }
        }
        return low < self.count && self[low] == text ? low : nil
    }
}
