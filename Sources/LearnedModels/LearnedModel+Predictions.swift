internal import Domains
package import Engine
internal import Expressions
package import Features
package import Placement
internal import RealModule
internal import Statistics

extension LearnedModel: RecomputablePredictor {
    package func predictions(
        for workload: Workload,
        on targets: [Target],
        objective: Placement.Objective,
        at moment: Timestamp,
        history: any HistorySource
    ) throws(PredictionError) -> [PredictedTarget] {
        try PreparedModel(self, targets: targets, folding: false).predictions(
            for: workload,
            on: Array(targets.indices),
            objective: objective,
            at: moment,
            history: history
        )
    }

    package func prepared(for targets: [Target]) -> any PreparedPredictor { PreparedModel(self, targets: targets) }

    package func predictions(
        rows: [Double],
        for workload: Workload,
        on chosen: [Int],
        of targets: [Target],
        objective: Placement.Objective
    ) throws(PredictionError) -> [PredictedTarget] {
        try PreparedModel(self, targets: targets, folding: false)
            .predictions(rows: rows, for: workload, on: chosen, objective: objective)
    }

    package func nearBest(choosing chosen: Int, among predictions: [Prediction]) -> Double {
        let raw = Confidence.ofBeingBest(
            chosen: chosen,
            logValues: predictions.map(\.logValue),
            deviations: predictions.map(\.logValueDeviation),
            tolerance: self.domain.tolerance
        )
        let calibration = self.artifact.errors[predictions[chosen].situation]?.calibration
        return min(max(calibration?.value(at: raw) ?? raw, 0), 1)
    }

    // MARK: Time, cost and success

    /// What is expected of one target, as natural logarithms.
    struct Output {
        let situation: Situation
        let logTime: Double
        let logCost: Double
        let success: Double
    }

    /// - Parameter pairs: What is known of the workload on each target, in the order of `trees`.
    func outputs(_ trees: [TreeOutput], pairs: [CellTable.Pair], workload: Workload) -> [Output] {
        let facts = self.facts[workload.key]
        // The level of a known workload, drawn towards the trees' where few runs tell it.
        let weight = facts.map { facts in
            let noise = self.artifact.spread.own / Double(max(facts.runs, 1))
            return self.artifact.spread.level / max(self.artifact.spread.level + noise, 1e-12)
        }
        return trees.indices.map { index in
            let timeElsewhere = trees[index].logTime + (weight ?? 0) * (facts?.timeLevel ?? 0)
            let costElsewhere = trees[index].logCost + (weight ?? 0) * (facts?.costLevel ?? 0)
            guard let cell = pairs[index].cell else {
                return Output(
                    situation: facts == nil ? .newWorkload : .newTarget,
                    logTime: timeElsewhere,
                    logCost: costElsewhere,
                    success: trees[index].success / Double(pairs[index].failures + 1)
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

    func logValue(_ output: TreeOutput, objective: Placement.Objective) -> Double {
        self.logValue(time: output.logTime, cost: output.logCost, success: output.success, objective: objective)
    }

    /// Cost^a × time^b, both expected until the first success, as a logarithm.
    func logValue(time: Double, cost: Double, success: Double, objective: Placement.Objective) -> Double {
        let exponents = objective.costExponent + objective.timeExponent
        let retries = self.domain.failures == .retried ? exponents * Double.log(max(success, 0.01)) : 0
        return objective.costExponent * cost + objective.timeExponent * time - retries
    }
}
