internal import Domains
package import Engine
internal import Expressions
internal import Features
internal import Forest
package import Placement
internal import RealModule

/// A learned model made ready for the targets of many decisions.
///
/// A class, since a model is many references: a decision follows one.
package final class PreparedModel: PreparedPredictor {
    /// The model that is asked.
    package let model: LearnedModel
    /// The targets that may be asked about, in the order of their indices.
    package let targets: [Target]
    private let program: PreparedProgram
    private let slots: WorkloadSlots
    /// By an expression's text its bound forms, one a target: the hourly price and the ensembles' quantities.
    private let quantities: [String: [BoundExpression]]
    private let radii: [Situation: Radii]
    private let selection: Selection?

    private struct Radii {
        let time: [Double]
        let cost: [Double]
    }

    private struct Selection {
        let forest: Forest
        let input: SelectionInput
        /// Each target's place among the classes.
        let classes: [Int?]
    }

    /// - Parameter folding: Whether to compute now what follows from the targets; a waste for one decision.
    package init(_ model: LearnedModel, targets: [Target], folding: Bool = true) {
        self.model = model
        self.targets = targets
        self.program = PreparedProgram(model.artifact.program, targets: targets, folding: folding)
        var slots = self.program.slots
        var quantities: [String: [BoundExpression]] = [:]
        for expression in model.quantities where quantities[expression.text] == nil {
            quantities[expression.text] = targets.map { expression.bound(to: $0, &slots, folding: folding) }
        }
        self.slots = slots
        self.quantities = quantities
        self.radii = model.artifact.errors.mapValues { errors in
            Radii(time: targets.map { errors.time[$0.id] }, cost: targets.map { errors.cost[$0.id] })
        }
        self.selection = model.selection.flatMap { forest in
            model.selectionInput.map { input in
                Selection(forest: forest, input: input, classes: targets.map { input.position(of: $0.id) })
            }
        }
    }

    package func predictions(_ question: Question) throws(PredictionError) -> [PredictedTarget] {
        let (workload, chosen) = (question.workload, question.targets)
        guard !chosen.isEmpty else { return [] }
        let values = self.slots.values(of: workload)
        let rows: [Double]
        do {
            rows = try self.program.matrix(
                workload: workload,
                values: values,
                targets: chosen,
                at: question.moment,
                history: question.history
            )
        } catch {
            throw .unusableAttribute("\(error)")
        }
        return try self.predictions(
            rows,
            workload: workload,
            values: values,
            on: chosen,
            objective: question.objective
        )
    }

    /// Predictions from features that are known already: those of a record.
    ///
    /// - Parameter rows: Row-major, one row a chosen target.
    package func predictions(
        rows: [Double],
        for workload: Workload,
        on chosen: [Int],
        objective: Placement.Objective
    ) throws(PredictionError) -> [PredictedTarget] {
        guard rows.count == chosen.count * self.program.width else {
            throw .damagedModel("\(rows.count) values in \(chosen.count) rows; the program makes \(self.program.width)")
        }
        guard !chosen.isEmpty else { return [] }
        return try self.predictions(
            rows,
            workload: workload,
            values: self.slots.values(of: workload),
            on: chosen,
            objective: objective
        )
    }

    private func predictions(
        _ rows: [Double],
        workload: Workload,
        values: [Value],
        on chosen: [Int],
        objective: Placement.Objective
    ) throws(PredictionError) -> [PredictedTarget] {
        let targets = chosen.map { self.targets[$0] }
        let trees = try self.treeOutputs(rows, workload: workload, values: values, on: chosen)
        let pairs = self.model.cells.pairs(of: workload.key, on: targets.lazy.map(\.id))
        let outputs = self.model.outputs(trees, pairs: pairs, workload: workload)
        let ranks = try self.model.ranks(
            outputs,
            pairs: pairs,
            workload: workload,
            targets: targets,
            objective: objective
        )
        let selected = try self.selectionProbabilities(
            rows,
            on: chosen,
            logValues: trees.map { self.model.logValue($0, objective: objective) }
        )
        var predicted: [PredictedTarget] = []
        predicted.reserveCapacity(chosen.count)
        for (position, index) in chosen.enumerated() {
            let output = outputs[position]
            let radii = self.radii[output.situation]
            let prediction = Prediction(
                timeSeconds: Self.estimate(output.logTime, radius: radii?.time[index]),
                cost: Self.estimate(output.logCost, radius: radii?.cost[index]),
                successProbability: output.success,
                logValue: ranks[position].logValue,
                logValueDeviation: ranks[position].deviation,
                situation: output.situation,
                selectionProbability: selected?[position]
            )
            guard prediction.isFinite else {
                throw .notFinite(output: "prediction", target: targets[position].id)
            }
            let start = position * self.program.width
            predicted.append(
                PredictedTarget(
                    target: targets[position],
                    features: FeatureVector(Array(rows[start..<start + self.program.width])),
                    prediction: prediction
                )
            )
        }
        return predicted
    }

    private static func estimate(_ logarithm: Double, radius: Double?) -> Estimate {
        let radius = radius ?? ErrorTable.Radii([:]).pooled
        return Estimate(
            value: Double.exp(logarithm),
            lower: Double.exp(logarithm - radius),
            upper: Double.exp(logarithm + radius)
        )
    }

    // MARK: Trees

    /// What the trees alone expect of each target's value, as logarithms: what the classifier of the best target sees.
    ///
    /// - Parameter rows: Row-major features, one row a target, all of them.
    package func treeLogValues(
        rows: [Double],
        workload: Workload,
        objective: Placement.Objective
    ) throws(PredictionError) -> [Double] {
        try self.treeOutputs(rows, workload: workload).map { self.model.logValue($0, objective: objective) }
    }

    /// - Parameter rows: Row-major features, one row a target, all of them.
    func treeOutputs(_ rows: [Double], workload: Workload) throws(PredictionError) -> [LearnedModel.TreeOutput] {
        let values = self.slots.values(of: workload)
        return try self.treeOutputs(rows, workload: workload, values: values, on: Array(self.targets.indices))
    }

    private func treeOutputs(
        _ rows: [Double],
        workload: Workload,
        values: [Value],
        on chosen: [Int]
    ) throws(PredictionError) -> [LearnedModel.TreeOutput] {
        func logQuantities(_ quantity: Expression) throws(PredictionError) -> [Double] {
            try self.logQuantities(quantity, values: values, on: chosen)
        }
        let trees = self.model.trees(for: workload)
        let times = try trees.time.predict(rows: rows, count: chosen.count, logQuantities: logQuantities)
        let costs = try trees.cost?.predict(rows: rows, count: chosen.count, logQuantities: logQuantities)
        var successes = [Double](repeating: 1, count: chosen.count)
        do {
            try self.model.success?.predict(rows: rows, count: chosen.count, into: &successes)
        } catch {
            throw .damagedModel("\(error)")
        }
        let prices = try self.model.domain.hourlyPrice.map(logQuantities)
        var outputs: [LearnedModel.TreeOutput] = []
        outputs.reserveCapacity(chosen.count)
        for index in chosen.indices {
            outputs.append(
                self.model.treeOutput(
                    time: times[index],
                    cost: costs?[index],
                    price: prices?[index],
                    success: successes[index]
                )
            )
        }
        return outputs
    }

    private func logQuantities(
        _ quantity: Expression,
        values: [Value],
        on chosen: [Int]
    ) throws(PredictionError) -> [Double] {
        guard let bound = self.quantities[quantity.text] else {
            preconditionFailure("every quantity of the model is bound")
        }
        do {
            var logarithms: [Double] = []
            logarithms.reserveCapacity(chosen.count)
            for index in chosen { logarithms.append(TreeEnsemble.logarithm(try bound[index].number(values))) }
            return logarithms
        } catch {
            throw .unusableAttribute("\(error)")
        }
    }

    // MARK: Selection

    /// The classifier's probability that each target is the best of these.
    private func selectionProbabilities(
        _ rows: [Double],
        on chosen: [Int],
        logValues: [Double]
    ) throws(PredictionError) -> [Double]? {
        guard let selection = self.selection else { return nil }
        let classes = chosen.map { selection.classes[$0] }
        do {
            let probabilities = try selection.forest.predict(
                row: selection.input.row(features: rows, classes: classes, logValues: logValues)
            )
            let offered = classes.map { place in place.map { probabilities[$0] } ?? 0 }
            let total = offered.reduce(0, +)
            return total > 0 ? offered.map { $0 / total } : offered
        } catch {
            throw .damagedModel("selection: \(error)")
        }
    }
}
