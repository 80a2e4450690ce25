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
            Question(
                workload: workload,
                targets: Array(targets.indices),
                objective: objective,
                moment: moment,
                history: history
            )
        )
    }

    package func prepared(for targets: [Target]) -> any PreparedPredictor { PreparedModel(self, targets: targets) }

    package func prepared(for table: TargetTable) -> any TablePredictor {
        LearnedTable(self, table: table) ?? RowwisePredictor(self, table: table)
    }

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

    /// What is known of a workload's level on all targets, drawn towards the trees' where few runs tell it.
    struct Level {
        let isKnown: Bool
        let logTime: Double
        let logCost: Double
    }

    func level(of workload: Workload) -> Level {
        guard let facts = self.facts[workload.key] else { return Level(isKnown: false, logTime: 0, logCost: 0) }
        let noise = self.artifact.spread.own / Double(max(facts.runs, 1))
        let weight = self.artifact.spread.level / max(self.artifact.spread.level + noise, 1e-12)
        return Level(isKnown: true, logTime: weight * facts.timeLevel, logCost: weight * facts.costLevel)
    }

    /// - Parameter pairs: What is known of the workload on each target, in the order of `trees`.
    func outputs(_ trees: [TreeOutput], pairs: [CellTable.Pair], workload: Workload) -> [Output] {
        let level = self.level(of: workload)
        return trees.indices.map { self.output(trees[$0], pair: pairs[$0], level: level) }
    }

    /// - Parameter pair: What is known of the workload on the target.
    func output(_ tree: TreeOutput, pair: CellTable.Pair, level: Level) -> Output {
        let timeElsewhere = tree.logTime + level.logTime
        let costElsewhere = tree.logCost + level.logCost
        guard let cell = pair.cell else {
            return Output(
                situation: level.isKnown ? .newTarget : .newWorkload,
                logTime: timeElsewhere,
                logCost: costElsewhere,
                success: tree.success / Double(pair.failures + 1)
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
            logCost: mixed(cell.logCostPerPrice + tree.logPrice, variance: cell.costVariance, elsewhere: costElsewhere),
            success: (runs * cell.successRate + tree.success) / (runs + 1)
        )
    }

    /// What the trees alone say of one target.
    struct TreeOutput {
        let logTime: Double
        let logCost: Double
        /// Of the hourly price; 0 without one.
        let logPrice: Double
        let success: Double
    }

    /// - Parameters:
    ///   - time: Logarithm of seconds.
    ///   - cost: What the trees for cost say; `nil` where there are none.
    ///   - price: Logarithm of the hourly price; `nil` without one.
    ///   - success: A mean of shares, which may miss the bounds by a rounding.
    func treeOutput(time: Double, cost: Double?, price: Double?, success: Double) -> TreeOutput {
        let price = price ?? 0
        let billed = time + price - Double.log(3600)
        let logCost =
            switch self.artifact.cost {
            case .hourlyPrice: billed
            case .correction: billed + (cost ?? 0)
            case .trees: cost ?? billed
            }
        return TreeOutput(logTime: time, logCost: logCost, logPrice: price, success: min(max(success, 0), 1))
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
