internal import Expressions
internal import Features
internal import Placement

/// An expression over workload and target, asked once for all targets that agree on what it reads of them.
struct ClassedExpression: Sendable {
    let text: String
    private let rows: RowClasses
    /// One a class.
    private let bound: [BoundExpression]

    init(_ expression: Expression, classes: inout TableClasses, slots: inout WorkloadSlots) {
        let (rows, targets) = classes.classes(of: expression)
        self.text = expression.text
        self.rows = rows
        self.bound = targets.map { expression.bound(to: $0, &slots) }
    }

    /// Values by row that are computed when the first row of a class asks for them: what no row asks for is no error.
    struct Answers<Answer> {
        private let rows: RowClasses
        private let compute: (BoundExpression) throws(ExpressionError) -> Answer
        private let bound: [BoundExpression]
        private var known: [Answer?]

        fileprivate init(
            _ expression: ClassedExpression,
            _ compute: @escaping (BoundExpression) throws(ExpressionError) -> Answer
        ) {
            self.rows = expression.rows
            self.bound = expression.bound
            self.compute = compute
            self.known = [Answer?](repeating: nil, count: expression.bound.count)
        }

        mutating func answer(at row: Int) throws(ExpressionError) -> Answer {
            let number = Int(self.rows.ofRow[row])
            if let known = self.known[number] { return known }
            let answer = try self.compute(self.bound[number])
            self.known[number] = answer
            return answer
        }
    }

    /// - Parameter values: The workload's, by the slots that the expression was bound with.
    func conditions(_ values: [Value]) -> Answers<Bool?> {
        Answers(self) { (bound) throws(ExpressionError) in try bound.condition(values) }
    }

    func numbers(_ values: [Value]) -> Answers<Double?> {
        Answers(self) { (bound) throws(ExpressionError) in try bound.number(values) }
    }
}
