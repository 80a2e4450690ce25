internal import Domains
internal import Engine
internal import Placement
internal import Statistics
internal import Training

/// Decides test rows in time order and learns from what comes back.
///
/// Each row is one arrival of its workload. The outcome received is that of a drawn test row of the same workload on
/// the chosen target. It is learned once it and all that started before it have ended, so that no decision knows what
/// is still running. When the test does not begin after the training has ended, all arrivals are put off by the same
/// span so that it does.
struct OnlineCourse {
    let decider: Decider
    /// `nil` when the rules decide.
    let learner: (any ModelLearner)?
    let details: DetailMaker?

    /// A model is trained anew after this many further runs, or this share of the runs that it was trained on where
    /// that is more.
    private static let leastRunsToRelearn = 200
    private static let shareToRelearn = 0.2

    /// - Throws: `CancellationError` between two decisions; what rules, the engine and the learner throw.
    func run(
        _ contests: FoldContests,
        knowing knowledge: Knowledge,
        into record: inout ReplayRecord,
        progress: (String, Double) -> Void
    ) throws {
        let truths = Dictionary(uniqueKeysWithValues: contests.workloads.map { ($0.workload.key, $0) })
        let arrivals = contests.fold.test.sorted { ($0.startedAt, $0.id) < ($1.startedAt, $1.id) }
            .filter { truths[$0.workload.key] != nil }
        let offset = max(0, knowledge.moment.microseconds - (arrivals.first?.startedAt.microseconds ?? 0))
        record.shiftedSeconds = Double(offset) / 1e6
        var stage = Stage(knowledge: knowledge, trainingRuns: contests.fold.training)
        var known: [Workload: Contest] = [:]
        var generator = SeededGenerator(seed: self.decider.seed, stream: "online")
        for (index, arrival) in arrivals.map({ $0.starting(microsecondsLater: offset) }).enumerated() {
            try Task.checkCancellation()
            let share = Double(index) / Double(arrivals.count)
            record.learnedRuns += stage.advance(to: arrival.startedAt)
            try self.relearn(&stage, record: &record, progress: progress, share: share)
            guard let truth = truths[arrival.workload.key],
                let contest = try self.contest(arrival.workload, truth, contests, known: &known)
            else { continue }
            let number = record.decisions.count + 1
            let decided = try self.decider.decide(contest, number: number, knowing: stage.knowledge)
            let chosen = contest.candidates[decided.chosen]
            let row = chosen.runs[generator.index(below: chosen.runs.count)]
            if let prediction = decided.decision.candidates[decided.chosen].prediction {
                record.forecasts.add(
                    prediction,
                    truth: chosen,
                    outcomes: [row.outcome].filter(self.decider.domain.isForecast),
                    isSeen: contests.isSeen(arrival.workload)
                )
            }
            stage.started.append(
                Run(
                    id: Run.ID("replay-\(number)"),
                    workload: arrival.workload,
                    target: chosen.target,
                    startedAt: stage.knowledge.moment,
                    outcome: row.outcome
                )
            )
            record.decisions.append(
                JudgedDecision(
                    decided,
                    contest: contest,
                    leftOut: nil,
                    tolerance: self.decider.domain.tolerance,
                    detail: self.details?.make(decided, contest)
                )
            )
            progress("deciding", share)
        }
    }

    /// An arrival's own attributes may differ from those of the workload's first run, and with them what meets the
    /// requirements; `nil` when fewer than two targets do.
    private func contest(
        _ workload: Workload,
        _ truth: WorkloadTruth,
        _ contests: FoldContests,
        known: inout [Workload: Contest]
    ) throws -> Contest? {
        if let contest = known[workload] { return contest }
        let candidates = try contests.policies.feasible(for: workload, among: truth.targets)
        guard candidates.count > 1 else { return nil }
        let contest = try Contest(workload, candidates: candidates, policies: contests.policies)
        known[workload] = contest
        return contest
    }

    private func relearn(
        _ stage: inout Stage,
        record: inout ReplayRecord,
        progress: (String, Double) -> Void,
        share: Double
    ) throws {
        let due = max(Double(Self.leastRunsToRelearn), Self.shareToRelearn * Double(stage.trainedRuns))
        guard let learner = self.learner, Double(stage.runs.count - stage.trainedRuns) >= due else { return }
        let model = try learner.learn(from: stage.runs) { step, _ in progress("retraining: \(step)", share) }
        stage.trainedRuns = stage.runs.count
        stage.knowledge.replace(model: model)
        record.models.append(model.modelID)
        record.trainings += 1
    }
}

/// What has happened so far.
private struct Stage {
    var knowledge: Knowledge
    /// Runs whose outcome is known.
    var runs: [Run]
    /// How many of them the model was trained on.
    var trainedRuns: Int
    /// Runs that have started, in that order, with outcomes that are not known yet.
    var started: [Run] = []

    init(knowledge: Knowledge, trainingRuns: [Run]) {
        self.knowledge = knowledge
        self.runs = trainingRuns
        self.trainedRuns = trainingRuns.count
    }

    /// Lets the time pass and learns what is known by then.
    ///
    /// - Returns: How many runs were learned from.
    mutating func advance(to moment: Timestamp) -> Int {
        self.knowledge.advance(to: moment)
        let ended = Array(self.started.prefix { $0.endedAt < moment })
        self.started.removeFirst(ended.count)
        self.knowledge.learn(ended)
        self.runs += ended
        return ended.count
    }
}
