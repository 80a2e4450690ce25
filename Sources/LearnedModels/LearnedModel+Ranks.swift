internal import Domains
internal import Engine
internal import Features
internal import MultiTask
internal import Placement
internal import RealModule
internal import Statistics

extension LearnedModel {
    /// The logarithm of a target's value, and how far it may be off apart from what all targets share.
    struct Rank {
        let logValue: Double
        let deviation: Double
    }

    /// - Parameter pairs: What is known of the workload on each target, in the order of `outputs`.
    func ranks(
        _ outputs: [Output],
        pairs: [CellTable.Pair],
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
            let measured = pairs[index].cell?.logValueVariance(objective) ?? 0
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

    /// Whether something else than the expected value orders targets, so that one by itself cannot be judged.
    func ranksOtherwise(_ objective: Placement.Objective) -> Bool {
        self.artifact.grid?.leads == true && self.grids[objective] != nil
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
}
