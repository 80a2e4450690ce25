package import Placement

extension Expression {
    /// The value of the expression, never an infinite number or NaN.
    ///
    /// - Parameter lookup: The value of a name; called only for names that are needed.
    package func evaluate(_ lookup: (Name) -> Value) throws(ExpressionError) -> Value {
        try withoutActuallyEscaping(lookup) { (lookup) throws(ExpressionError) in
            try Evaluation(text: self.text, lookup: lookup).value(of: self.root)
        }
    }

    /// The value as a number, `nil` when it is missing.
    package func number(_ lookup: (Name) -> Value) throws(ExpressionError) -> Double? {
        try withoutActuallyEscaping(lookup) { (lookup) throws(ExpressionError) in
            try Evaluation(text: self.text, lookup: lookup).number(of: self.root)
        }
    }

    /// The value as a condition, `nil` when it is missing.
    package func condition(_ lookup: (Name) -> Value) throws(ExpressionError) -> Bool? {
        try withoutActuallyEscaping(lookup) { (lookup) throws(ExpressionError) in
            try Evaluation(text: self.text, lookup: lookup).condition(of: self.root)
        }
    }
}

/// One evaluation: the terms' meaning for the values that `lookup` gives.
struct Evaluation {
    let text: String
    let lookup: (Name) -> Value

    func value(of term: Term) throws(ExpressionError) -> Value {
        switch term.form {
        case .constant(let value): return value
        case .name(let name): return self.lookup(name)
        case .negation(let part): return .finite(try self.number(of: part).map { -$0 })
        case .arithmetic(let operation, let left, let right):
            guard let left = try self.number(of: left), let right = try self.number(of: right) else { return .missing }
            return .finite(operation(left, right))
        case .comparison(let comparison, let left, let right):
            return .flag(try self.compare(comparison, left, right))
        case .isMissing(let part): return .flag(try self.value(of: part).isMissing)
        case .not(let part): return .condition(try self.condition(of: part).map { !$0 })
        case .and(let left, let right): return .condition(try self.all(left, right))
        case .or(let left, let right): return .condition(try self.any(left, right))
        case .member(let part, let list): return .flag(try self.contains(list, try self.value(of: part)))
        case .call(let function, let arguments): return try self.call(function, arguments)
        case .extraction(let part, let pattern):
            guard let text = try self.text(of: part) else { return .missing }
            return pattern.firstCapture(in: text).map { .text($0) } ?? .missing
        }
    }

    // MARK: Kinds

    /// `nil` when the value is missing.
    func number(of term: Term) throws(ExpressionError) -> Double? {
        let value = try self.value(of: term)
        if value.isMissing { return nil }
        guard let number = value.number else { throw self.wrongKind(value, of: term, expected: "a number") }
        return number
    }

    /// `nil` when the value is missing.
    func text(of term: Term) throws(ExpressionError) -> String? {
        let value = try self.value(of: term)
        if value.isMissing { return nil }
        guard let text = value.text else { throw self.wrongKind(value, of: term, expected: "a text") }
        return text
    }

    /// `nil` when the value is missing.
    func condition(of term: Term) throws(ExpressionError) -> Bool? {
        let value = try self.value(of: term)
        if value.isMissing { return nil }
        if let flag = value.flag { return flag }
        guard let number = value.number else {
            throw self.wrongKind(value, of: term, expected: "true or false (or a number, where 0 is false)")
        }
        return number != 0
    }

    private func wrongKind(_ value: Value, of term: Term, expected: String) -> ExpressionError {
        let operand = String(
            decoding: self.text.utf8.dropFirst(term.start).prefix(term.end - term.start),
            as: UTF8.self
        )
        let name: String? = if case .name(let name) = term.form { name.text } else { nil }
        let found = value.text.map { "'\($0)'" } ?? value.kind
        return ExpressionError(
            self.text,
            at: term.start,
            .wrongKind(.init(operand: operand, name: name, found: found, expected: expected))
        )
    }

    // MARK: Conditions

    /// False when one is false, else missing when one is missing.
    private func all(_ left: Term, _ right: Term) throws(ExpressionError) -> Bool? {
        let first = try self.condition(of: left)
        if first == false { return false }
        let second = try self.condition(of: right)
        if second == false { return false }
        return first == nil || second == nil ? nil : true
    }

    /// True when one is true, else missing when one is missing.
    private func any(_ left: Term, _ right: Term) throws(ExpressionError) -> Bool? {
        let first = try self.condition(of: left)
        if first == true { return true }
        let second = try self.condition(of: right)
        if second == true { return true }
        return first == nil || second == nil ? nil : false
    }

    private func contains(_ list: [Term], _ value: Value) throws(ExpressionError) -> Bool {
        for term in list {
            let member = try self.value(of: term)
            if !member.isMissing, !value.isMissing, value.order(.equal, member) == true { return true }
        }
        return false
    }

    private func compare(
        _ comparison: Term.Comparison,
        _ left: Term,
        _ right: Term
    ) throws(ExpressionError) -> Bool {
        let first = try self.value(of: left)
        let second = try self.value(of: right)
        if first.isMissing || second.isMissing { return false }
        guard let answer = first.order(comparison, second) else {
            let (value, term) = first.text == nil ? (first, left) : (second, right)
            throw self.wrongKind(value, of: term, expected: "a number or a text to compare")
        }
        return answer
    }
}

extension Value {
    /// A number, missing where there is none or it is not finite.
    static func finite(_ number: Double?) -> Value {
        guard let number, number.isFinite else { return .missing }
        return .number(number)
    }

    static func condition(_ flag: Bool?) -> Value { flag.map { .flag($0) } ?? .missing }

    /// Compares two values that are not missing; `nil` when lists or objects cannot be ordered.
    fileprivate func order(_ comparison: Term.Comparison, _ other: Value) -> Bool? {
        let isEquality = comparison == .equal || comparison == .unequal
        switch (self, other) {
        case (.text(let left), .text(let right)):
            if !isEquality, let left = self.number, let right = other.number { return comparison(left, right) }
            return comparison(left, right)
        case (.flag, .text("true")), (.flag, .text("false")), (.text("true"), .flag), (.text("false"), .flag):
            return comparison(self.flag == true ? 1 : 0, other.flag == true ? 1 : 0)
        case (.list, _), (.record, _), (_, .list), (_, .record):
            return isEquality ? (self == other) == (comparison == .equal) : nil
        default:
            if let left = self.number, let right = other.number { return comparison(left, right) }
            guard let left = self.text, let right = other.text else { return nil }
            return comparison(left, right)
        }
    }
}
