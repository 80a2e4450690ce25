internal import Domains
package import Engine
internal import Expressions
internal import Features
internal import Forest
package import Placement
internal import RealModule
internal import Resilience
internal import Synchronization

/// A learned model made ready for every row of a table.
///
/// Rows that no tree can tell apart, such as one machine type at nearly the same price in many regions, are scored once;
/// prices and quantities are then applied to each. What the trees said is remembered for the workloads asked about most
/// recently, or rather for what their features are: workloads that no model has seen share it. The numbers are those of
/// ``PreparedModel``, bit for bit.
package final class LearnedTable: TablePredictor {
    private let model: LearnedModel
    private let table: TargetTable
    private let program: TableProgram
    private let slots: WorkloadSlots
    /// By an expression's text.
    private let quantities: [String: Quantity]
    private let general: TableTrees
    private let specialists: [Workload.Key: TableTrees]
    private let remembered: Mutex<LeastRecentlyUsed<Asked, Scores>>

    /// What the trees' answers depend on.
    private struct Asked: Hashable, Sendable {
        /// Whose trees; the general ones where `nil`.
        let specialist: Workload.Key?
        let filling: [UInt64]
    }

    /// For the answers that are remembered.
    private static let rememberedBytes = 32 << 20

    /// An expression that predictions are proportional to.
    private struct Quantity: Sendable {
        let classes: RowClasses
        /// One a class.
        let bound: [BoundExpression]
        /// Logarithms by row, where no workload is needed for them.
        let settled: [Double]?

        init(_ expression: Expression, classes: inout TableClasses, slots: inout WorkloadSlots) {
            let (rows, targets) = classes.classes(of: expression)
            let bound = targets.map { expression.bound(to: $0, &slots) }
            self.classes = rows
            self.bound = bound
            let readsWorkload = expression.names.contains { $0.path[0] == "workload" }
            let logarithms = readsWorkload ? nil : try? bound.map { TreeEnsemble.logarithm(try $0.number([])) }
            self.settled = logarithms.map { logarithms in rows.ofRow.map { logarithms[Int($0)] } }
        }
    }

    /// Trees, and the rows that they cannot tell apart.
    private struct TableTrees: Sendable {
        /// Of the time, of the cost, of success.
        let forests: [Forest]
        let distinct: TableProgram.Distinct

        init(_ trees: LearnedModel.OutputTrees, success: Forest?, program: TableProgram) {
            self.forests =
                [trees.time, trees.cost].compactMap(\.self).flatMap(\.members).map(\.forest)
                + [success].compactMap(\.self)
            let splits = SplitCodes(self.forests)
            self.distinct = program.distinct(
                isUsed: splits.isUsed,
                codes: { splits.codes(of: $0, feature: $1) }
            )
        }

        /// Of the answers about all classes.
        var answerBytes: Int { self.distinct.classes.count * (self.forests.count * MemoryLayout<Double>.size + 1) }
    }

    /// - Parameter table: Not empty.
    /// - Returns: `nil` for a model whose features differ between any two rows.
    package init?(_ model: LearnedModel, table: TargetTable) {
        guard let program = TableProgram(model.artifact.program, table: table) else { return nil }
        self.model = model
        self.table = table
        self.program = program
        var slots = program.slots
        var classes = TableClasses(table)
        var quantities: [String: Quantity] = [:]
        for expression in model.quantities where quantities[expression.text] == nil {
            quantities[expression.text] = Quantity(expression, classes: &classes, slots: &slots)
        }
        self.slots = slots
        self.quantities = quantities
        self.general = TableTrees(model.general, success: model.success, program: program)
        self.specialists = model.specialists.mapValues { TableTrees($0, success: model.success, program: program) }
        let bytes = ([self.general] + self.specialists.values).map(\.answerBytes).max() ?? 0
        self.remembered = Mutex(LeastRecentlyUsed(capacity: max(1, Self.rememberedBytes / max(1, bytes))))
    }

    package func expectations(_ question: Question, amounts: Bool) throws(PredictionError) -> TableExpectations {
        let (workload, rows) = (question.workload, question.targets)
        guard !self.model.ranksOtherwise(question.objective) else {
            return try RowwisePredictor(self.model, table: self.table).expectations(question, amounts: amounts)
        }
        let values = self.slots.values(of: workload)
        let filling: TableProgram.Filling
        do {
            filling = try self.program.filling(
                workload: workload,
                values: values,
                at: question.moment,
                history: question.history
            )
        } catch {
            throw .unusableAttribute("\(error)")
        }
        if let error = self.program.failure(among: rows, filledBy: filling) { throw .unusableAttribute("\(error)") }
        let specialist = self.specialists[workload.key]
        let trees = specialist ?? self.general
        let asked = Asked(specialist: specialist == nil ? nil : workload.key, filling: filling.bits)
        let scores = try self.scores(asked, trees, filling, rows: rows)
        return try self.expectations(
            scores.answers[...],
            classes: trees.distinct.classes,
            workload: workload,
            values: values,
            rows: rows,
            objective: question.objective,
            amounts: amounts
        )
    }

    // MARK: Trees

    /// What each forest says of each class of rows that some row has asked for.
    private struct Scores: Sendable {
        /// By forest: those of the time, of the cost, of success.
        var answers: [[Double]]
        var isKnown: [Bool]

        init(_ trees: TableTrees) {
            let count = trees.distinct.classes.count
            self.answers = [[Double]](repeating: [Double](repeating: .nan, count: count), count: trees.forests.count)
            self.isKnown = [Bool](repeating: false, count: count)
        }
    }

    /// Classes scored at once: their vectors stay in the cache between the forests.
    private static let batch = 1024

    private func scores(
        _ key: Asked,
        _ trees: TableTrees,
        _ filling: TableProgram.Filling,
        rows: [Int]
    ) throws(PredictionError) -> Scores {
        let classes = trees.distinct.classes
        var scores = self.remembered.withLock { $0.value(for: key) } ?? Scores(trees)
        var isAsked = [Bool](repeating: rows.count == self.table.count, count: classes.count)
        if rows.count < self.table.count { for row in rows { isAsked[Int(classes.ofRow[row])] = true } }
        let asked = isAsked.indices.filter { isAsked[$0] && !scores.isKnown[$0] }
        guard !asked.isEmpty else { return scores }
        var vectors: [Double] = []
        vectors.reserveCapacity(Self.batch * self.program.width)
        for start in stride(from: 0, to: asked.count, by: Self.batch) {
            let part = asked[start..<min(start + Self.batch, asked.count)]
            self.program.write(part, of: trees.distinct, filledBy: filling, to: &vectors)
            var answers = [Double](repeating: 0, count: part.count)
            for (place, forest) in trees.forests.enumerated() {
                do {
                    try forest.predict(rows: vectors, count: part.count, into: &answers)
                } catch {
                    throw .damagedModel("\(error)")
                }
                for (number, answer) in zip(part, answers) { scores.answers[place][number] = answer }
            }
        }
        for number in asked { scores.isKnown[number] = true }
        self.remembered.withLock { $0.insert(scores, for: key) }
        return scores
    }

    // MARK: Rows

    private func expectations(
        _ scores: ArraySlice<[Double]>,
        classes: RowClasses,
        workload: Workload,
        values: [Value],
        rows: [Int],
        objective: Placement.Objective,
        amounts: Bool
    ) throws(PredictionError) -> TableExpectations {
        let trees = self.model.trees(for: workload)
        var scores = scores
        let times = try self.means(scores, of: trees.time, classes, rows, values)
        scores = scores.dropFirst(trees.time.members.count)
        var costs: [Double]?
        if let ensemble = trees.cost {
            costs = try self.means(scores, of: ensemble, classes, rows, values)
            scores = scores.dropFirst(ensemble.members.count)
        }
        let success = scores.first
        let prices = try self.model.domain.hourlyPrice.map { (price) throws(PredictionError) in
            try self.logarithms(price, rows, values)
        }
        let pairs = self.model.cells.pairs(of: workload.key, in: self.table)
        let level = self.model.level(of: workload)
        var logarithms = [Double](repeating: .nan, count: rows.count)
        var seconds = [Double](repeating: .nan, count: amounts ? rows.count : 0)
        var units = seconds
        for (position, row) in rows.enumerated() {
            let tree = self.model.treeOutput(
                time: times[position],
                cost: costs?[position],
                price: prices?[position],
                success: success.map { $0[Int(classes.ofRow[row])] } ?? 1
            )
            let pair = pairs.isEmpty ? nil : pairs[row]
            let output = self.model.output(tree, pair: pair ?? .unknown, level: level)
            logarithms[position] = self.model.logValue(
                time: output.logTime,
                cost: output.logCost,
                success: output.success,
                objective: objective
            )
            guard amounts else { continue }
            seconds[position] = Double.exp(output.logTime)
            units[position] = Double.exp(output.logCost)
        }
        return TableExpectations(values: logarithms, times: seconds, costs: units)
    }

    /// An ensemble's answers by row; see ``TreeEnsemble/predict(rows:count:logQuantities:)``.
    private func means(
        _ scores: ArraySlice<[Double]>,
        of ensemble: TreeEnsemble,
        _ classes: RowClasses,
        _ rows: [Int],
        _ values: [Value]
    ) throws(PredictionError) -> [Double] {
        var sums = [Double](repeating: 0, count: rows.count)
        for (member, answers) in zip(ensemble.members, scores) {
            if let quantity = member.quantity {
                let logarithms = try self.logarithms(quantity, rows, values)
                for (position, row) in rows.enumerated() {
                    sums[position] += answers[Int(classes.ofRow[row])] - logarithms[position]
                }
            } else {
                for (position, row) in rows.enumerated() { sums[position] += answers[Int(classes.ofRow[row])] }
            }
        }
        for position in sums.indices { sums[position] /= Double(ensemble.members.count) }
        return sums
    }

    private func logarithms(
        _ expression: Expression,
        _ rows: [Int],
        _ values: [Value]
    ) throws(PredictionError) -> [Double] {
        guard let quantity = self.quantities[expression.text] else {
            preconditionFailure("every quantity of the model is bound")
        }
        if let settled = quantity.settled {
            return rows.count == settled.count ? settled : rows.map { settled[$0] }
        }
        var known = [Double?](repeating: nil, count: quantity.bound.count)
        var logarithms: [Double] = []
        logarithms.reserveCapacity(rows.count)
        for row in rows {
            let number = Int(quantity.classes.ofRow[row])
            if known[number] == nil {
                do {
                    known[number] = TreeEnsemble.logarithm(try quantity.bound[number].number(values))
                } catch {
                    throw .unusableAttribute("\(error)")
                }
            }
            logarithms.append(known[number] ?? .nan)
        }
        return logarithms
    }
}
