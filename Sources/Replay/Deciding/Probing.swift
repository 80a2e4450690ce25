internal import Engine
internal import Placement

/// A trial run of a workload before its decision, its outcome that of the test: median time and mean cost.
struct Trial: Sendable {
    /// Index of the candidate.
    let index: Int
    let truth: TargetTruth
}

/// Decides after trial runs on targets that the model names.
struct Probing: Sendable {
    let decider: Decider
    /// The most trial runs of one workload.
    let limit: Int

    /// Runs the trials one after another, each chosen in the light of those before. When one succeeded, the best of
    /// those that did is chosen; otherwise the engine decides with what the failures taught.
    func decide(_ contest: Contest, number: Int, knowing knowledge: Knowledge) throws -> Decided {
        var known = knowledge
        var trials: [Trial] = []
        let targets = contest.candidates.map(\.target)
        while trials.count < self.limit, let model = known.model,
            let index = model.nextProbe(
                for: contest.workload,
                among: targets,
                objective: self.decider.objective
            )
        {
            let truth = contest.candidates[index]
            let run = Run(
                id: Run.ID("replay-\(number)/probe-\(trials.count + 1)"),
                workload: contest.workload,
                target: truth.target,
                startedAt: known.moment,
                outcome: truth.outcome
            )
            known.advance(to: Knowledge.moment(after: [run]))
            known.learn([run])
            trials.append(Trial(index: index, truth: truth))
        }
        let decided = try self.decider.decide(contest, number: number, knowing: known)
        let measured = trials.filter(\.truth.succeeded).min {
            ($0.truth.value, $0.index) < ($1.truth.value, $1.index)
        }
        return Decided(
            decision: decided.decision,
            snapshot: decided.snapshot,
            chosen: measured?.index ?? decided.chosen,
            trials: trials
        )
    }
}

extension TargetTruth {
    /// All runs as one: it failed only when each of them did.
    fileprivate var outcome: Outcome {
        let costs = self.runs.map(\.outcome.cost)
        let nanos = (costs.reduce(0) { $0 + Double($1.nanos) } / Double(costs.count)).rounded()
        return Outcome(
            timeSeconds: self.timeSeconds,
            cost: Money(nanos: Int64(nanos), currency: costs[0].currency),
            succeeded: self.succeeded
        )
    }
}
