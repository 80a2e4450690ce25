internal import Domains
internal import Expressions
package import Features
internal import Forest
internal import MultiTask
package import Placement
internal import RealModule
internal import Statistics

extension LearnedModel: Predictor {
    package func predictions(
        for workload: Workload,
        on targets: [Target],
        objective: Placement.Objective,
        at moment: Timestamp,
        history: any HistorySource
    ) throws(PredictionError) -> [PredictedTarget] {
        guard !targets.isEmpty else { return [] }
        let rows = try self.features(of: workload, on: targets, at: moment, history: history)
        let trees = try self.treeOutputs(rows, workload: workload, targets: targets)
        let outputs = self.outputs(trees, workload: workload, targets: targets)
        let ranks = try self.ranks(outputs, workload: workload, targets: targets, objective: objective)
        let width = rows.count / targets.count
        let selected = try self.selectionProbabilities(
            rows,
            targets: targets,
            logValues: trees.map { self.logValue($0, objective: objective) }
        )
        var predicted: [PredictedTarget] = []
        for (index, target) in targets.enumerated() {
            let output = outputs[index]
            let errors = self.artifact.errors[output.situation]
            let prediction = Prediction(
                timeSeconds: Self.estimate(output.logTime, radius: errors?.time[target.id]),
                cost: Self.estimate(output.logCost, radius: errors?.cost[target.id]),
                successProbability: output.success,
                logValue: ranks[index].logValue,
                logValueDeviation: ranks[index].deviation,
                situation: output.situation,
                selectionProbability: selected?[index]
            )
            guard prediction.logValue.isFinite, prediction.timeSeconds.value.isFinite, prediction.cost.value.isFinite
            else { throw .notFinite(output: "prediction", target: target.id) }
            predicted.append(
                PredictedTarget(
                    target: target,
                    features: FeatureVector(Array(rows[index * width..<(index + 1) * width])),
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

    private func features(
        of workload: Workload,
        on targets: [Target],
        at moment: Timestamp,
        history: any HistorySource
    ) throws(PredictionError) -> [Double] {
        do {
            return try self.artifact.program.matrix(workload: workload, targets: targets, at: moment, history: history)
        } catch {
            throw .unusableAttribute("\(error)")
        }
    }

    // MARK: Time, cost and success

    /// What is expected of one target, as natural logarithms.
    struct Output {
        let situation: Situation
        let logTime: Double
        let logCost: Double
        let success: Double
    }

    private func outputs(_ trees: [TreeOutput], workload: Workload, targets: [Target]) -> [Output] {
        let facts = self.facts[workload.key]
        // The level of a known workload, drawn towards the trees' where few runs tell it.
        let weight = facts.map { facts in
            let noise = self.artifact.spread.own / Double(max(facts.runs, 1))
            return self.artifact.spread.level / max(self.artifact.spread.level + noise, 1e-12)
        }
        return targets.indices.map { index in
            let timeElsewhere = trees[index].logTime + (weight ?? 0) * (facts?.timeLevel ?? 0)
            let costElsewhere = trees[index].logCost + (weight ?? 0) * (facts?.costLevel ?? 0)
            guard let cell = self.cells[workload.key, targets[index].id] else {
                let failures = self.cells.failures(of: workload.key, on: targets[index].id)
                return Output(
                    situation: facts == nil ? .newWorkload : .newTarget,
                    logTime: timeElsewhere,
                    logCost: costElsewhere,
                    success: trees[index].success / Double(failures + 1)
                )
            }
            let own = max(self.artifact.spread.own, 1e-12)
            // One or two runs cannot tell how much runs differ; other pairs' runs do.
            let pooled = cell.runs < 3 ? self.artifact.spread.run : 0
            func mixed(_ measured: Double, variance: Double, elsewhere: Double) -> Double {
                let trust = own / (own + max(variance, pooled) / max(cell.effectiveRuns, 1))
                return trust * measured + (1 - trust) * elsewhere
            }
            let runs = Double(cell.runs)
            return Output(
                situation: .known,
                logTime: mixed(cell.logTime, variance: cell.timeVariance, elsewhere: timeElsewhere),
                logCost: mixed(
                    cell.logCostPerPrice + trees[index].logPrice,
                    variance: cell.costVariance,
                    elsewhere: costElsewhere
                ),
                success: (runs * cell.successRate + trees[index].success) / (runs + 1)
            )
        }
    }

    /// What the trees alone say of one target.
    struct TreeOutput {
        let logTime: Double
        let logCost: Double
        /// Of the hourly price; 0 without one.
        let logPrice: Double
        let success: Double
    }

    private func logValue(_ output: TreeOutput, objective: Placement.Objective) -> Double {
        self.logValue(time: output.logTime, cost: output.logCost, success: output.success, objective: objective)
    }

    /// Cost^a × time^b, both expected until the first success, as a logarithm.
    private func logValue(time: Double, cost: Double, success: Double, objective: Placement.Objective) -> Double {
        let exponents = objective.costExponent + objective.timeExponent
        let retries = self.domain.failures == .retried ? exponents * Double.log(max(success, 0.01)) : 0
        return objective.costExponent * cost + objective.timeExponent * time - retries
    }

    func treeOutputs(
        _ rows: [Double],
        workload: Workload,
        targets: [Target]
    ) throws(PredictionError) -> [TreeOutput] {
        let trees = self.trees(for: workload)
        let times = try trees.time.predict(rows: rows, workload: workload, targets: targets)
        let costs = try trees.cost?.predict(rows: rows, workload: workload, targets: targets)
        var successes = [Double](repeating: 1, count: targets.count)
        do {
            try self.success?.predict(rows: rows, count: targets.count, into: &successes)
        } catch {
            throw .damagedModel("\(error)")
        }
        var outputs: [TreeOutput] = []
        for (index, target) in targets.enumerated() {
            let price = try TreeEnsemble.logQuantity(self.domain.hourlyPrice, workload: workload, target: target)
            let billed = times[index] + price - Double.log(3600)
            let cost =
                switch self.artifact.cost {
                case .hourlyPrice: billed
                case .correction: billed + (costs?[index] ?? 0)
                case .trees: costs?[index] ?? billed
                }
            outputs.append(
                TreeOutput(logTime: times[index], logCost: cost, logPrice: price, success: successes[index])
            )
        }
        return outputs
    }

    // MARK: Value

    /// The logarithm of a target's value, and how far it may be off apart from what all targets share.
    struct Rank {
        let logValue: Double
        let deviation: Double
    }

    private func ranks(
        _ outputs: [Output],
        workload: Workload,
        targets: [Target],
        objective: Placement.Objective
    ) throws(PredictionError) -> [Rank] {
        var ranks = outputs.indices.map { index in
            let output = outputs[index]
            let value = self.logValue(
                time: output.logTime,
                cost: output.logCost,
                success: output.success,
                objective: objective
            )
            let deviation = self.artifact.errors[output.situation]?.valueDeviation ?? 1
            let measured = self.cells[workload.key, targets[index].id]?.logValueVariance(objective) ?? 0
            return Rank(logValue: value, deviation: (deviation * deviation + measured).squareRoot())
        }
        guard self.artifact.grid?.leads == true, let grid = self.grids[objective] else { return ranks }
        let unknown = outputs.indices.filter { outputs[$0].situation != .known }
        guard !unknown.isEmpty else { return ranks }
        let prior = grid.prior(stratum: self.facts[workload.key]?.stratum ?? self.domain.stratum(of: workload))
        var queried: [QueriedArm] = []
        for index in unknown { queried.append(try grid.queried(targets[index])) }
        let observations = try self.observations(of: workload.key, on: grid, objective: objective)
        if observations.isEmpty {
            let scores = queried.compactMap { prior.robustScore(of: $0.index) }
            guard scores.count == unknown.count else { return ranks }
            // The trees give the level, which the choice does not need, and the grid the order.
            let level = Summaries.mean(unknown.map { ranks[$0].logValue })
            let logScores = scores.map { Double.log($0) }
            let meanScore = Summaries.mean(logScores)
            for (position, index) in unknown.enumerated() {
                ranks[index] = Rank(
                    logValue: level + logScores[position] - meanScore,
                    deviation: ranks[index].deviation
                )
            }
        } else {
            let posterior = MultiTaskPosterior(prior, observations: observations, arms: queried)
            let (expectations, deviations) = (posterior.logExpectations, posterior.logDeviations)
            for (position, index) in unknown.enumerated() {
                ranks[index] = Rank(logValue: expectations[position], deviation: deviations[position])
            }
        }
        return ranks
    }

    func observations(
        of workload: Workload.Key,
        on grid: TargetGrid,
        objective: Placement.Objective
    ) throws(PredictionError) -> [ArmObservation] {
        var observations: [ArmObservation] = []
        for (id, cell) in self.cells.row(of: workload) {
            guard let target = self.target(id) else { continue }
            observations.append(
                ArmObservation(
                    arm: try grid.queried(target),
                    logValue: cell.logValue(objective),
                    variance: cell.logValueVariance(objective)
                )
            )
        }
        return observations
    }

    private func target(_ id: Target.ID) -> Target? {
        let targets = self.artifact.targets
        var low = 0
        var high = targets.count
        while low < high {
            let middle = (low + high) / 2
            if targets[middle].id < id { low = middle + 1 } else { high = middle }
        }
        return low < targets.count && targets[low].id == id ? targets[low] : nil
    }

    // MARK: Selection

    /// What the trees alone expect of each target's value, as logarithms: what the classifier of the best target sees.
    ///
    /// - Parameter rows: Row-major features, one row a target.
    package func treeLogValues(
        rows: [Double],
        workload: Workload,
        targets: [Target],
        objective: Placement.Objective
    ) throws(PredictionError) -> [Double] {
        try self.treeOutputs(rows, workload: workload, targets: targets).map {
            self.logValue($0, objective: objective)
        }
    }

    /// The classifier's probability that each target is the best of these.
    private func selectionProbabilities(
        _ rows: [Double],
        targets: [Target],
        logValues: [Double]
    ) throws(PredictionError) -> [Double]? {
        guard let forest = self.selection, let classes = self.artifact.selection?.targets, !targets.isEmpty else {
            return nil
        }
        let input = SelectionInput(program: self.artifact.program, classes: classes)
        let firstRow = Array(rows[..<(rows.count / targets.count)])
        do {
            let probabilities = try forest.predict(
                row: input.row(features: firstRow, targets: targets.map(\.id), logValues: logValues)
            )
            let offered = targets.map { target in classes.firstIndex(of: target.id).map { probabilities[$0] } ?? 0 }
            let total = offered.reduce(0, +)
            return total > 0 ? offered.map { $0 / total } : offered
        } catch {
            throw .damagedModel("selection: \(error)")
        }
    }

    // MARK: Confidence

    package func confidence(choosing chosen: Int, among predictions: [Prediction]) -> Double {
        let raw = Confidence.ofBeingBest(
            chosen: chosen,
            logValues: predictions.map(\.logValue),
            deviations: predictions.map(\.logValueDeviation),
            tolerance: self.domain.tolerance
        )
        let calibration = self.artifact.errors[predictions[chosen].situation]?.calibration
        return min(max(calibration?.value(at: raw) ?? raw, 0), 1)
    }
}
