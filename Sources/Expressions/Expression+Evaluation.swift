package import Placement

extension Expression {
    /// The value of the expression, never an infinite number or NaN.
    ///
    /// - Parameter lookup: The value of a name; called only for names that are needed.
    package func evaluate(_ lookup: (Name) -> Value) throws(ExpressionError) -> Value {
        try withoutActuallyEscaping(lookup) { (lookup) throws(ExpressionError) in
            try Evaluation(code: self.code, names: LookedUp(lookup: lookup)).value(of: self.code.root)
        }
    }

    /// The value as a number, `nil` when it is missing.
    package func number(_ lookup: (Name) -> Value) throws(ExpressionError) -> Double? {
        try withoutActuallyEscaping(lookup) { (lookup) throws(ExpressionError) in
            try Evaluation(code: self.code, names: LookedUp(lookup: lookup)).number(of: self.code.root)
        }
    }

    /// The value as a condition, `nil` when it is missing.
    package func condition(_ lookup: (Name) -> Value) throws(ExpressionError) -> Bool? {
        try withoutActuallyEscaping(lookup) { (lookup) throws(ExpressionError) in
            try Evaluation(code: self.code, names: LookedUp(lookup: lookup)).condition(of: self.code.root)
        }
    }
}

private struct LookedUp: NameValues {
    let lookup: (Name) -> Value

    func value(of name: @autoclosure () -> Name, at place: Int) -> Value { self.lookup(name()) }
}
