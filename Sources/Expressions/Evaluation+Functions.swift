internal import Foundation
internal import Placement
internal import Statistics

extension Evaluation {
    func call(_ function: Function, _ arguments: [Term]) throws(ExpressionError) -> Value {
        switch function {
        case .if:
            guard let condition = try self.condition(of: arguments[0]) else { return .missing }
            return try self.value(of: condition ? arguments[1] : arguments[2])
        case .coalesce:
            for argument in arguments {
                let value = try self.value(of: argument)
                if !value.isMissing { return value }
            }
            return .missing
        case .isMissing, .extract: preconditionFailure("\(function.rawValue) has a form of its own")
        case .number: return .finite(try self.value(of: arguments[0]).number)
        case .text, .lower, .upper, .length, .contains, .startsWith, .endsWith, .replace, .concat, .hash, .json:
            var texts: [String] = []
            for argument in arguments {
                guard let text = try self.text(of: argument) else { return .missing }
                texts.append(text)
            }
            return Self.textual(function, texts)
        case .log, .log1p, .log2, .exp, .sqrt, .abs, .min, .max, .round, .floor:
            var numbers: [Double] = []
            for argument in arguments {
                guard let number = try self.number(of: argument) else { return .missing }
                numbers.append(number)
            }
            return .finite(Self.numeric(function, numbers))
        }
    }

    private static func textual(_ function: Function, _ texts: [String]) -> Value {
        switch function {
        case .lower: .text(texts[0].lowercased())
        case .upper: .text(texts[0].uppercased())
        case .length: .number(Double(texts[0].unicodeScalars.count))
        case .contains: .flag(texts[1].isEmpty || texts[0].contains(texts[1]))
        case .startsWith: .flag(texts[0].hasPrefix(texts[1]))
        case .endsWith: .flag(texts[0].hasSuffix(texts[1]))
        case .replace: .text(texts[1].isEmpty ? texts[0] : texts[0].replacing(texts[1], with: texts[2]))
        case .hash: .number(StableHash.fraction(of: texts[0]))
        case .json: Self.decoded(texts[0])
        default: .text(texts.joined())
        }
    }

    /// Missing where the text is no JSON.
    private static func decoded(_ text: String) -> Value {
        (try? JSONDecoder().decode(Value.self, from: Data(text.utf8))) ?? .missing
    }

    private static func numeric(_ function: Function, _ numbers: [Double]) -> Double? {
        switch function {
        case .log: Foundation.log(numbers[0])
        case .log1p: Foundation.log1p(numbers[0])
        case .log2: Foundation.log2(numbers[0])
        case .exp: Foundation.exp(numbers[0])
        case .sqrt: numbers[0].squareRoot()
        case .abs: numbers[0].magnitude
        case .min: numbers.min()
        case .max: numbers.max()
        case .round: numbers[0].rounded()
        default: numbers[0].rounded(.down)
        }
    }
}
