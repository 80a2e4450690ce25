internal import Domains
internal import Placement

/// Decides every workload of a fold once, or once a menu, each as if it were the first after the training.
struct ApartCourse: Sendable {
    let probing: Probing
    let menu: ReplayPlan.Menu?
    let details: DetailMaker?

    /// - Throws: `CancellationError` between two decisions; what rules and the engine throw.
    func run(
        _ contests: FoldContests,
        knowing knowledge: Knowledge,
        into record: inout ReplayRecord,
        progress: (Double) -> Void
    ) throws {
        let decider = self.probing.decider
        for (position, truth) in contests.workloads.enumerated() {
            let drawn = try Contest.all(
                truth.workload,
                candidates: truth.targets,
                menu: self.menu,
                seed: decider.seed,
                stream: "\(contests.fold.leftOut ?? "")/\(truth.workload.key)",
                policies: contests.policies
            )
            if let menu = self.menu, menu.size > truth.targets.count { record.cappedMenus += 1 }
            var forecast: Set<Target.ID> = []
            for (index, contest) in drawn.enumerated() {
                try Task.checkCancellation()
                let number = record.decisions.count + 1
                let decided = try self.probing.decide(contest, number: number, knowing: knowledge)
                self.tally(
                    decided,
                    contest,
                    isSeen: contests.isSeen(truth.workload),
                    known: &forecast,
                    into: &record.forecasts
                )
                record.decisions.append(
                    JudgedDecision(
                        decided,
                        contest: contest,
                        leftOut: contests.fold.leftOut,
                        tolerance: decider.domain.tolerance,
                        detail: self.details?.make(decided, contest)
                    )
                )
                let done = Double(index + 1) / Double(drawn.count)
                progress((Double(position) + done) / Double(contests.workloads.count))
            }
        }
    }

    /// Every pair of workload and target counts once in a fold, however many menus it stands on, and never after it
    /// was tried.
    private func tally(
        _ decided: Decided,
        _ contest: Contest,
        isSeen: Bool,
        known: inout Set<Target.ID>,
        into forecasts: inout ForecastTally
    ) {
        let tried = Set(decided.trials.map(\.index))
        for (index, truth) in contest.candidates.enumerated() where !tried.contains(index) {
            guard let prediction = decided.decision.candidates[index].prediction,
                known.insert(truth.target.id).inserted
            else { continue }
            let outcomes = truth.runs.map(\.outcome).filter(self.probing.decider.domain.isForecast)
            forecasts.add(prediction, truth: truth, outcomes: outcomes, isSeen: isSeen)
        }
    }
}

extension Domain {
    /// Whether a prediction is about runs with this outcome: where failures are retried it is about the successful
    /// ones.
    func isForecast(_ outcome: Outcome) -> Bool { self.failures == .counted || outcome.succeeded }
}
