internal import Placement

/// Where an evaluation finds the values of names.
protocol NameValues {
    /// - Parameter place: Of the name as the code has it: in ``Expression/names``, or the slot it was bound to.
    func value(of name: @autoclosure () -> Name, at place: Int) -> Value
}

/// One evaluation: the operations' meaning for the values that `names` gives.
struct Evaluation<Names: NameValues> {
    let code: Code
    let names: Names

    func value(of index: Int) throws(ExpressionError) -> Value {
        let node = self.code.nodes[index]
        switch node.operation {
        case .number: return .number(node.number)
        case .constant: return self.code.constants[Int(node.first)]
        case .name: return self.name(node)
        case .negation, .arithmetic: return .finite(try self.number(of: index))
        case .comparison(let comparison):
            return .flag(try self.compare(comparison, Int(node.first), Int(node.second)))
        case .isMissing: return .flag(try self.value(of: Int(node.first)).isMissing)
        case .not, .and, .or: return .condition(try self.condition(of: index))
        case .member: return .flag(try self.isMember(self.operands(of: node)))
        case .call(let function): return try self.call(function, self.operands(of: node))
        case .extraction:
            guard let text = try self.text(of: Int(node.first)) else { return .missing }
            return self.code.patterns[Int(node.second)].firstCapture(in: text).map { .text($0) } ?? .missing
        }
    }

    func operands(of node: Code.Node) -> ArraySlice<Int32> {
        self.code.operands[Int(node.first)..<Int(node.first) + Int(node.second)]
    }

    private func name(_ node: Code.Node) -> Value {
        self.names.value(of: self.code.names[Int(node.first)], at: Int(node.second))
    }

    // MARK: Kinds

    /// `nil` when the value is missing.
    func number(of index: Int) throws(ExpressionError) -> Double? {
        let node = self.code.nodes[index]
        switch node.operation {
        case .number: return node.number
        case .negation: return Self.finite(try self.number(of: Int(node.first)).map { -$0 })
        case .arithmetic(let operation):
            guard let left = try self.number(of: Int(node.first)), let right = try self.number(of: Int(node.second))
            else { return nil }
            return Self.finite(operation(left, right))
        case .name, .constant, .comparison, .isMissing, .not, .and, .or, .member, .call, .extraction:
            let value = try self.value(of: index)
            if case .number(let number) = value { return number }
            if value.isMissing { return nil }
            guard let number = value.number else { throw self.wrongKind(value, of: index, expected: "a number") }
            return number
        }
    }

    private static func finite(_ number: Double?) -> Double? {
        guard let number, number.isFinite else { return nil }
        return number
    }

    /// `nil` when the value is missing.
    func text(of index: Int) throws(ExpressionError) -> String? {
        let value = try self.value(of: index)
        if value.isMissing { return nil }
        guard let text = value.text else { throw self.wrongKind(value, of: index, expected: "a string") }
        return text
    }

    /// `nil` when the value is missing.
    func condition(of index: Int) throws(ExpressionError) -> Bool? {
        let node = self.code.nodes[index]
        switch node.operation {
        case .comparison(let comparison): return try self.compare(comparison, Int(node.first), Int(node.second))
        case .isMissing: return try self.value(of: Int(node.first)).isMissing
        case .not: return try self.condition(of: Int(node.first)).map { !$0 }
        case .and: return try self.all(Int(node.first), Int(node.second))
        case .or: return try self.any(Int(node.first), Int(node.second))
        case .member: return try self.isMember(self.operands(of: node))
        case .number, .constant, .name, .negation, .arithmetic, .call, .extraction:
            let value = try self.value(of: index)
            if value.isMissing { return nil }
            if let flag = value.flag { return flag }
            guard let number = value.number else {
                throw self.wrongKind(value, of: index, expected: "true or false (or a number, where 0 is false)")
            }
            return number != 0
        }
    }

    private func wrongKind(_ value: Value, of index: Int, expected: String) -> ExpressionError {
        let place = self.code.places[index]
        let operand = String(
            decoding: self.code.text.utf8.dropFirst(place.lowerBound).prefix(place.count),
            as: UTF8.self
        )
        let found = value.text.map { "'\($0)'" } ?? value.kind
        return ExpressionError(
            self.code.text,
            at: place.lowerBound,
            .wrongKind(
                .init(operand: operand, name: self.code.name(of: index)?.text, found: found, expected: expected)
            )
        )
    }

    // MARK: Conditions

    /// False when one is false, else missing when one is missing.
    private func all(_ left: Int, _ right: Int) throws(ExpressionError) -> Bool? {
        let first = try self.condition(of: left)
        if first == false { return false }
        let second = try self.condition(of: right)
        if second == false { return false }
        return first == nil || second == nil ? nil : true
    }

    /// True when one is true, else missing when one is missing.
    private func any(_ left: Int, _ right: Int) throws(ExpressionError) -> Bool? {
        let first = try self.condition(of: left)
        if first == true { return true }
        let second = try self.condition(of: right)
        if second == true { return true }
        return first == nil || second == nil ? nil : false
    }

    private func isMember(_ operands: ArraySlice<Int32>) throws(ExpressionError) -> Bool {
        guard let sought = operands.first else { return false }
        let value = try self.value(of: Int(sought))
        for place in operands.dropFirst() {
            let member = try self.value(of: Int(place))
            if !member.isMissing, !value.isMissing, value.order(.equal, member) == true { return true }
        }
        return false
    }

    private func compare(
        _ comparison: Term.Comparison,
        _ left: Int,
        _ right: Int
    ) throws(ExpressionError) -> Bool {
        let first = try self.value(of: left)
        let second = try self.value(of: right)
        if case .number(let first) = first, case .number(let second) = second { return comparison(first, second) }
        if first.isMissing || second.isMissing { return false }
        guard let answer = first.order(comparison, second) else {
            let (value, index) = first.text == nil ? (first, left) : (second, right)
            throw self.wrongKind(value, of: index, expected: "a number or a string to compare")
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
