/// The functions of the language, under the names they have in expressions.
enum Function: String, CaseIterable, Sendable {
    case `if`, coalesce, isMissing
    case number, text, lower, upper, length, contains, startsWith, endsWith, extract, replace, concat
    case log, log1p, log2, exp, sqrt, abs, min, max, round, floor
    case hash, json

    /// How many arguments are allowed.
    var arguments: ClosedRange<Int> {
        switch self {
        case .if, .replace: 3...3
        case .coalesce, .concat, .min, .max: 1...100
        case .contains, .startsWith, .endsWith, .extract: 2...2
        case .isMissing, .number, .text, .lower, .upper, .length, .log, .log1p, .log2, .exp, .sqrt, .abs, .round,
            .floor, .hash, .json:
            1...1
        }
    }

    /// `arguments` in words.
    var argumentsInWords: String {
        let range = self.arguments
        return range.lowerBound == range.upperBound
            ? "\(range.lowerBound)" : "\(range.lowerBound) to \(range.upperBound)"
    }
}
