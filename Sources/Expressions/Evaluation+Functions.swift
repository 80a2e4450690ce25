internal import Foundation
internal import Placement
internal import Statistics

extension Evaluation {
    func call(_ function: Function, _ arguments: ArraySlice<Int32>) throws(ExpressionError) -> Value {
        switch function {
        case .if:
            let first = arguments.startIndex
            guard let condition = try self.condition(of: Int(arguments[first])) else { return .missing }
            return try self.value(of: Int(arguments[condition ? first + 1 : first + 2]))
        case .coalesce:
            for argument in arguments {
                let value = try self.value(of: Int(argument))
                if !value.isMissing { return value }
            }
            return .missing
        case .isMissing, .extract: preconditionFailure("\(function.rawValue) has a form of its own")
        case .number: return .finite(try self.value(of: Int(arguments[arguments.startIndex])).number)
        case .text, .lower, .upper, .length, .contains, .startsWith, .endsWith, .replace, .concat, .hash, .json:
            var texts: [String] = []
            for argument in arguments {
                guard let text = try self.text(of: Int(argument)) else { return .missing }
                texts.append(text)
            }
            return Self.textual(function, texts)
        case .min, .max: return .finite(try self.extreme(function, arguments))
        case .log, .log1p, .log2, .exp, .sqrt, .abs, .round, .floor:
            guard let number = try self.number(of: Int(arguments[arguments.startIndex])) else { return .missing }
            return .finite(Self.numeric(function, number))
        }
    }

    /// The least or the greatest argument, the first of equal ones.
    private func extreme(_ function: Function, _ arguments: ArraySlice<Int32>) throws(ExpressionError) -> Double? {
        var extreme: Double?
        for argument in arguments {
            guard let number = try self.number(of: Int(argument)) else { return nil }
            if let current = extreme, function == .min ? !(number < current) : !(current < number) { continue }
            extreme = number
        }
        return extreme
    }

    private static func textual(_ function: Function, _ texts: [String]) -> Value {
        switch function {
        case .lower: .text(texts[0].lowercased())
        case .upper: .text(texts[0].uppercased())
        case .length: .number(Double(texts[0].unicodeScalars.count))
        case .contains: .flag(Self.contains(texts[0], texts[1]))
        case .startsWith: .flag(texts[0].hasPrefix(texts[1]))
        case .endsWith: .flag(texts[0].hasSuffix(texts[1]))
        case .replace: .text(texts[1].isEmpty ? texts[0] : texts[0].replacing(texts[1], with: texts[2]))
        case .hash: .number(StableHash.fraction(of: texts[0]))
        case .json: Self.decoded(texts[0])
        default: .text(texts.joined())
        }
    }

    /// Compares bytes: several times faster than Foundation's search, and an accent of its own is a character of its own,
    /// as `length` counts it.
    private static func contains(_ text: String, _ sought: String) -> Bool {
        var (text, sought) = (text, sought)
        return text.withUTF8 { text in
            sought.withUTF8 { sought in
                guard let first = sought.first else { return true }
                guard text.count >= sought.count else { return false }
                return (0...text.count - sought.count).contains { start in
                    text[start] == first && text[start..<start + sought.count].elementsEqual(sought)
                }
            }
        }
    }

    /// Missing where the text is no JSON.
    private static func decoded(_ text: String) -> Value {
        (try? JSONDecoder().decode(Value.self, from: Data(text.utf8))) ?? .missing
    }

    private static func numeric(_ function: Function, _ number: Double) -> Double {
        switch function {
        case .log: Foundation.log(number)
        case .log1p: Foundation.log1p(number)
        case .log2: Foundation.log2(number)
        case .exp: Foundation.exp(number)
        case .sqrt: number.squareRoot()
        case .abs: number.magnitude
        case .round: number.rounded()
        default: number.rounded(.down)
        }
    }
}
