package import Expressions
package import Placement

/// A feature program made ready for every row of a table of targets: a feature is made once for all rows that agree on
/// what it reads, and rows that a model cannot tell apart become one.
///
/// The vectors are those of ``PreparedProgram``, bit for bit.
package struct TableProgram: Sendable {
    private let plan: FeaturePlan
    /// Makes what all targets share, which is made with the first.
    private let first: PreparedProgram
    private let settled: [Settled]
    private let open: [Open]
    /// Rows whose attributes a feature cannot take, ascending, each with the first error.
    private let failures: [(row: Int, error: ExpressionError)]

    /// A column that follows from the target alone.
    private struct Settled: Sendable {
        let column: Int
        let classes: RowClasses
        /// One a class.
        let values: [Double]
    }

    /// A feature that needs the workload too.
    private struct Open: Sendable {
        let step: FeaturePlan.Step
        let classes: RowClasses
        /// One a class.
        let bound: [BoundExpression]
    }

    /// - Parameter table: Not empty.
    /// - Returns: `nil` for a program that looks at the runs of single targets, which no two rows share.
    package init?(_ program: FrozenProgram, table: TargetTable) {
        let plan = program.plan
        guard plan.targetHistories.isEmpty else { return nil }
        self.plan = plan
        self.first = PreparedProgram(program, targets: [table[0]], folding: true)
        var slots = plan.slots
        var classes = TableClasses(table)
        var settled: [Settled] = []
        var failures: [Int: (feature: Int, error: ExpressionError)] = [:]
        for step in plan.ofTarget {
            let (rows, targets) = classes.classes(of: step.expression)
            var columns = [[Double]](repeating: [], count: step.width)
            for (number, target) in targets.enumerated() {
                var values = [Double](repeating: .nan, count: plan.width)
                do throws(ExpressionError) {
                    step.write(
                        try step.expression.evaluate { $0.attribute(workload: .none, target: target) },
                        to: &values,
                        at: 0
                    )
                } catch {
                    for row in rows.ofRow.indices where rows.ofRow[row] == number {
                        if step.feature < failures[row]?.feature ?? .max { failures[row] = (step.feature, error) }
                    }
                }
                for place in 0..<step.width { columns[place].append(values[step.column + place]) }
            }
            for place in 0..<step.width {
                settled.append(Settled(column: step.column + place, classes: rows, values: columns[place]))
            }
        }
        self.settled = settled
        self.open = plan.ofBoth.map { step in
            let (rows, targets) = classes.classes(of: step.expression)
            return Open(step: step, classes: rows, bound: targets.map { step.expression.bound(to: $0, &slots) })
        }
        self.failures = failures.sorted { $0.key < $1.key }.map { ($0.key, $0.value.error) }
    }

    /// The places that ``vectors(of:workload:values:at:history:)`` reads the workload's values from; a caller may add
    /// places after them.
    package var slots: WorkloadSlots { self.plan.slots }
    /// Columns of a vector.
    package var width: Int { self.plan.width }

    // MARK: Rows that a model cannot tell apart

    /// Rows that get the same answers, and what is known of their vectors before there is a workload.
    package struct Distinct: Sendable {
        /// Which rows they are.
        package let classes: RowClasses
        /// Row-major, one row a class; NaN where a column needs the workload.
        fileprivate let known: [Double]
    }

    /// - Parameters:
    ///   - isUsed: Whether a column has a part in the answers.
    ///   - codes: For values of a column numbers that tell apart what has different answers, and how many there are;
    ///     `nil` for a column that has no part in the answers.
    package func distinct(
        isUsed: (_ column: Int) -> Bool,
        codes: (_ values: [Double], _ column: Int) -> (codes: [Int32], count: Int)?
    ) -> Distinct {
        var classes = RowClasses(rows: self.rowCount)
        for column in self.settled {
            guard let (codes, count) = codes(column.values, column.column) else { continue }
            classes = classes.refined(by: { codes[Int(column.classes.ofRow[$0])] }, bound: count)
        }
        for open in self.open where (0..<open.step.width).contains(where: { isUsed(open.step.column + $0) }) {
            classes = classes.refined(by: { open.classes.ofRow[$0] }, bound: open.classes.count)
        }
        var known = [Double](repeating: .nan, count: classes.count * self.plan.width)
        for column in self.settled {
            for (place, row) in classes.representatives.enumerated() {
                known[place * self.plan.width + column.column] = column.values[Int(column.classes.ofRow[row])]
            }
        }
        return Distinct(classes: classes, known: known)
    }

    private var rowCount: Int { self.settled.first?.classes.ofRow.count ?? self.open.first?.classes.ofRow.count ?? 0 }

    /// What a workload brings into the vectors of all rows.
    package struct Filling: Sendable {
        fileprivate let shared: [Double]
        /// For each feature that needs both, its columns for each class of rows.
        fileprivate let open: [[Double]]
        fileprivate let failures: [Failure]

        /// Equal for fillings that give every row the same vector, bit for bit.
        package var bits: [UInt64] { ([self.shared] + self.open).flatMap { $0.map(\.bitPattern) } }

        fileprivate struct Failure: Sendable {
            let feature: Int
            let number: Int32
            let error: ExpressionError
        }
    }

    /// The first row of some whose vector cannot be made, with the reason.
    package func failure(among rows: some Sequence<Int>, filledBy filling: Filling) -> ExpressionError? {
        guard !self.failures.isEmpty || !filling.failures.isEmpty else { return nil }
        let settled = Dictionary(uniqueKeysWithValues: self.failures.map { ($0.row, $0.error) })
        for row in rows {
            if let error = settled[row] { return error }
            for failure in filling.failures where self.open[failure.feature].classes.ofRow[row] == failure.number {
                return failure.error
            }
        }
        return nil
    }

    /// - Parameter values: Of the workload, by ``slots``.
    /// - Throws: ``ExpressionError`` when an attribute of the workload is of a kind that its feature cannot take; what
    ///   single targets are refused for is told by ``failure(among:filledBy:)``.
    package func filling(
        workload: Workload,
        values: [Value],
        at moment: Timestamp,
        history: any HistorySource
    ) throws(ExpressionError) -> Filling {
        let shared = try self.first.shared(workload: workload, values: values, at: moment, history: history)
        var open: [[Double]] = []
        var failures: [Filling.Failure] = []
        for (place, feature) in self.open.enumerated() {
            var columns: [Double] = []
            columns.reserveCapacity(feature.bound.count * feature.step.width)
            var vector = [Double](repeating: .nan, count: self.plan.width)
            for (number, bound) in feature.bound.enumerated() {
                do throws(ExpressionError) {
                    feature.step.write(try bound.evaluate(values), to: &vector, at: 0)
                } catch {
                    failures.append(Filling.Failure(feature: place, number: Int32(number), error: error))
                }
                columns += vector[feature.step.column..<feature.step.column + feature.step.width]
            }
            open.append(columns)
        }
        return Filling(shared: shared, open: open, failures: failures)
    }

    /// The vectors of some classes of rows.
    ///
    /// - Parameter vectors: Overwritten: row-major, one row a class.
    package func write(
        _ classes: some Collection<Int>,
        of distinct: Distinct,
        filledBy filling: Filling,
        to vectors: inout [Double]
    ) {
        vectors.removeAll(keepingCapacity: true)
        let width = self.plan.width
        for (position, number) in classes.enumerated() {
            vectors.append(contentsOf: distinct.known[number * width..<(number + 1) * width])
            let start = position * width
            for column in self.plan.sharedColumns { vectors[start + column] = filling.shared[column] }
            let row = distinct.classes.representatives[number]
            for (feature, columns) in zip(self.open, filling.open) {
                let shared = Int(feature.classes.ofRow[row])
                for place in 0..<feature.step.width {
                    vectors[start + feature.step.column + place] = columns[shared * feature.step.width + place]
                }
            }
        }
    }
}

/// Classes of a table's rows by what expressions read of a target, each kind of classes made once.
package struct TableClasses {
    private let table: TargetTable
    private var known: [[String]: RowClasses] = [:]

    package init(_ table: TargetTable) { self.table = table }

    /// The classes of rows that agree on all that an expression reads of a target, and a target of each class with
    /// these attributes only.
    package mutating func classes(of expression: Expression) -> (rows: RowClasses, targets: [Target]) {
        let names = Set(expression.names.filter { $0.path.count > 1 && $0.path[0] != "workload" }.map { $0.path[1] })
        let attributes = names.sorted()
        let rows = self.known[attributes] ?? self.table.classes(by: attributes)
        self.known[attributes] = rows
        return (rows, rows.representatives.map { self.table.target(at: $0, with: attributes) })
    }
}

extension FeaturePlan.Step {
    /// Its columns.
    var width: Int { self.transform == .oneHot ? self.vocabulary.count : 1 }
}
