internal import Domains
package import Engine
internal import Features
internal import MultiTask
package import Placement
internal import RealModule

extension LearnedModel: AdaptivePredictor {
    package func learning(from runs: [Run]) -> any AdaptivePredictor {
        // A run tells nothing of the next one where they stand apart.
        guard self.domain.repeats == .pooled else { return self }
        var model = self
        model.cells.add(runs)
        for run in runs where self.domain.failures == .counted || run.outcome.succeeded {
            model.learnLevel(from: run)
        }
        return model
    }

    /// Moves the workload's mean error by what the trees would have said of this run. A run that the features cannot
    /// describe changes nothing here; its cell holds it all the same.
    private mutating func learnLevel(from run: Run) {
        guard
            let rows = try? self.artifact.program.matrix(
                workload: run.workload,
                targets: [run.target],
                at: run.startedAt,
                history: RunStatistics()
            ),
            let predicted = try? PreparedModel(self, targets: [run.target], folding: false)
                .treeOutputs(rows, workload: run.workload)[0]
        else { return }
        let timeError = Double.log(max(run.outcome.timeSeconds, 1e-9)) - predicted.logTime
        let costError = Double.log(max(run.outcome.cost.units, 1e-12)) - predicted.logCost
        var facts =
            self.facts[run.workload.key]
            ?? Facts(runs: 0, timeLevel: 0, costLevel: 0, stratum: self.domain.stratum(of: run.workload))
        facts.runs += 1
        facts.timeLevel += (timeError - facts.timeLevel) / Double(facts.runs)
        facts.costLevel += (costError - facts.costLevel) / Double(facts.runs)
        self.facts[run.workload.key] = facts
    }

    package func nextProbe(
        for workload: Workload,
        among targets: [Target],
        objective: Placement.Objective
    ) -> Int? {
        let open = targets.indices.filter { !self.cells.hasRun(workload.key, on: targets[$0].id) }
        guard let grid = self.grids[objective] else {
            // Without a grid the trees' order is all there is.
            let predicted = try? self.predictions(
                for: workload,
                on: open.map { targets[$0] },
                objective: objective,
                at: Timestamp(microseconds: 0),
                history: RunStatistics()
            )
            let best = predicted?.indices.min {
                (predicted?[$0].prediction.logValue ?? 0) < (predicted?[$1].prediction.logValue ?? 0)
            }
            return best.map { open[$0] } ?? open.first
        }
        let prior = grid.prior(stratum: self.domain.stratum(of: workload))
        // A target where the workload has only failed tells no value, and is not tried again.
        let asked = targets.indices.filter { open.contains($0) || self.cells[workload.key, targets[$0].id] != nil }
        guard let queried = try? asked.map({ try grid.queried(targets[$0]) }) else { return open.first }
        let observations = asked.indices.compactMap { index in
            self.cells[workload.key, targets[asked[index]].id].map { cell in
                ArmObservation(
                    arm: queried[index],
                    logValue: cell.logValue(objective),
                    variance: cell.logValueVariance(objective)
                )
            }
        }
        return ProbePlan.next(prior, arms: queried, observations: observations).map { asked[$0] }
    }
}
