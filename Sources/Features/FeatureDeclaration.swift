package import Expressions

/// One declared feature: where it comes from and how it becomes numbers.
package struct FeatureDeclaration: Sendable, Hashable, Codable {
    /// Unique in its program; columns are called after it.
    package let name: String
    /// Where the raw value comes from.
    package let source: FeatureSource
    /// How it becomes numbers; of a kind that fits the source.
    package let transform: FeatureTransform

    package init(name: String, source: FeatureSource, transform: FeatureTransform) {
        self.name = name
        self.source = source
        self.transform = transform
    }
}

/// Where a feature's raw value comes from.
package enum FeatureSource: Sendable, Hashable, Codable {
    /// An expression over `workload.…` and `target.…`.
    case expression(Expression)
    /// The source text of a program, and the expression that names its language.
    case code(Expression, language: Expression?)
    /// The moment of the decision, in UTC.
    case clock
    /// Runs that ended before the decision.
    case history(HistoryScope, windowSeconds: Double?)
}

/// How a raw value becomes one or more numbers. Missing stays missing (NaN) in every transform.
package enum FeatureTransform: String, Sendable, Hashable, Codable, CaseIterable {
    // of an expression
    case number
    case log
    case log1p
    case length
    case count
    case totalBytes = "total-bytes"
    case hash
    case category
    case oneHot = "one-hot"
    // of code
    case codeLines = "code-lines"
    case codeTokens = "code-tokens"
    case codeComplexity = "code-complexity"
    case codeLoops = "code-loops"
    case codeFunctions = "code-functions"
    case codeImports = "code-imports"
    case codeCalls = "code-calls"
    case codeNames = "code-names"
    case codeNesting = "code-nesting"
    // of the clock
    case hour
    case weekday
    case weekend
    // of history
    case runCount = "run-count"
    case meanTime = "mean-time"
    case meanCost = "mean-cost"
    case failureRate = "failure-rate"
    case availability

    /// What a transform reads.
    package enum Kind: Sendable { case expression, code, clock, history }

    /// The only kind of source that the transform fits.
    package var kind: Kind {
        switch self {
        case .number, .log, .log1p, .length, .count, .totalBytes, .hash, .category, .oneHot: .expression
        case .codeLines, .codeTokens, .codeComplexity, .codeLoops, .codeFunctions, .codeImports, .codeCalls,
            .codeNames, .codeNesting:
            .code
        case .hour, .weekday, .weekend: .clock
        case .runCount, .meanTime, .meanCost, .failureRate, .availability: .history
        }
    }

    /// Whether the transform lets through no text, only a length, a count or a hash of it.
    package var hidesText: Bool {
        switch self {
        case .length, .count, .totalBytes, .hash: true
        case .codeLines, .codeTokens, .codeComplexity, .codeLoops, .codeFunctions, .codeImports, .codeCalls,
            .codeNames, .codeNesting:
            true
        case .number, .log, .log1p, .category, .oneHot, .hour, .weekday, .weekend, .runCount, .meanTime, .meanCost,
            .failureRate, .availability:
            false
        }
    }
}
