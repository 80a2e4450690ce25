package import Placement

/// What a name of an expression stands for when the expression is bound.
package enum NameBinding: Sendable {
    /// A value that is known already.
    case value(Value)
    /// Known at each evaluation only, at this place of the list of values.
    case slot(Int)
}

/// An expression whose names are resolved once: some to values, which is computed with at once, the others to slots.
///
/// It gives the same values and errors as the expression that it comes from, bit for bit.
package struct BoundExpression: Sendable {
    private let code: Code
    /// The value, where it depends on no slot and is no error.
    package let constant: Value?

    fileprivate init(code: Code, constant: Value?) {
        self.code = code
        self.constant = constant
    }

    /// The value of the expression, never an infinite number or NaN.
    ///
    /// - Parameter slots: A value for each slot.
    package func evaluate(_ slots: [Value]) throws(ExpressionError) -> Value {
        try Evaluation(code: self.code, names: Slots(values: slots)).value(of: self.code.root)
    }

    /// The value as a number, `nil` when it is missing.
    package func number(_ slots: [Value]) throws(ExpressionError) -> Double? {
        try Evaluation(code: self.code, names: Slots(values: slots)).number(of: self.code.root)
    }

    /// The value as a condition, `nil` when it is missing.
    package func condition(_ slots: [Value]) throws(ExpressionError) -> Bool? {
        try Evaluation(code: self.code, names: Slots(values: slots)).condition(of: self.code.root)
    }
}

extension Expression {
    /// The expression with its names resolved.
    ///
    /// - Parameter folding: Whether to compute now what depends on known values only: right for many evaluations, a
    ///   waste for one.
    package func bound(folding: Bool = true, _ resolve: (Name) -> NameBinding) -> BoundExpression {
        let folded = self.root.bound(resolve, foldedIn: folding ? self.text : nil)
        let code = Code(folded, text: self.text)
        let constant: Value? =
            switch folded.form {
            case .constant(let value), .known(_, let value): value
            default: nil
            }
        return BoundExpression(code: code, constant: constant)
    }
}

private struct Slots: NameValues {
    let values: [Value]

    func value(of name: @autoclosure () -> Name, at place: Int) -> Value { self.values[place] }
}

/// Notes whether an evaluation needs a name that is not known yet.
private final class Unknowns: NameValues {
    private(set) var areNeeded = false

    func value(of name: @autoclosure () -> Name, at place: Int) -> Value {
        self.areNeeded = true
        return .missing
    }
}

extension Term {
    fileprivate func bound(_ resolve: (Name) -> NameBinding, foldedIn text: String?) -> Term {
        switch self.form {
        case .constant, .known: return self
        case .name(let name):
            switch resolve(name) {
            case .value(let value): return self.replaced(by: .known(name, value))
            case .slot(let slot):
                return self.replaced(by: .name(Name(text: name.text, path: name.path, index: slot)))
            }
        default:
            let bound = self.mappingParts { $0.bound(resolve, foldedIn: text) }
            return text.map { bound.folded(text: $0) } ?? bound
        }
    }

    /// A constant where the value depends on no name that is open; an error stays where it is.
    private func folded(text: String) -> Term {
        let unknowns = Unknowns()
        let code = Code(self, text: text)
        guard let value = try? Evaluation(code: code, names: unknowns).value(of: code.root), !unknowns.areNeeded
        else { return self }
        return self.replaced(by: .constant(value))
    }

    private func replaced(by form: Form) -> Term {
        Term(form: form, start: self.start, end: self.end, height: self.height)
    }

    private func mappingParts(_ change: (Term) -> Term) -> Term {
        switch self.form {
        case .constant, .known, .name: self
        case .negation(let part): self.replaced(by: .negation(change(part)))
        case .isMissing(let part): self.replaced(by: .isMissing(change(part)))
        case .not(let part): self.replaced(by: .not(change(part)))
        case .extraction(let part, let pattern): self.replaced(by: .extraction(change(part), pattern))
        case .arithmetic(let operation, let left, let right):
            self.replaced(by: .arithmetic(operation, change(left), change(right)))
        case .comparison(let comparison, let left, let right):
            self.replaced(by: .comparison(comparison, change(left), change(right)))
        case .and(let left, let right): self.replaced(by: .and(change(left), change(right)))
        case .or(let left, let right): self.replaced(by: .or(change(left), change(right)))
        case .member(let part, let list): self.replaced(by: .member(change(part), of: list.map(change)))
        case .call(let function, let arguments): self.replaced(by: .call(function, arguments.map(change)))
        }
    }
}
