import Engine
import Features
import Placement
import RealModule
import Training

/// A small learner: the geometric mean of a workload's runs on a target, else of all runs on the target, else of all.
struct MeanLearner: ModelLearner {
    var confidence = 0.9

    func learn(from runs: [Run], progress: (String, Double) -> Void) throws -> any AdaptivePredictor {
        progress("taking means", 0.5)
        return MeanPredictor(modelID: "mean-\(runs.count)", confidence: self.confidence, runs: runs)
    }
}

struct MeanPredictor: AdaptivePredictor {
    let modelID: String
    let programHash = "none"
    let confidence: Double
    private var cells: [Workload.Key: [Target.ID: Mean]] = [:]
    private var targets: [Target.ID: Mean] = [:]
    private var all = Mean()

    struct Mean {
        var count = 0.0
        var logTime = 0.0
        var logCost = 0.0

        mutating func add(_ outcome: Outcome) {
            self.count += 1
            self.logTime += Double.log(max(outcome.timeSeconds, 1e-9))
            self.logCost += Double.log(max(outcome.cost.units, 1e-12))
        }
    }

    init(modelID: String, confidence: Double, runs: [Run]) {
        self.modelID = modelID
        self.confidence = confidence
        self.add(runs)
    }

    private mutating func add(_ runs: [Run]) {
        for run in runs {
            self.cells[run.workload.key, default: [:]][run.target.id, default: Mean()].add(run.outcome)
            self.targets[run.target.id, default: Mean()].add(run.outcome)
            self.all.add(run.outcome)
        }
    }

    private func prediction(_ workload: Workload.Key, _ target: Target.ID, _ objective: Objective) -> Prediction {
        let known = self.cells[workload]?[target]
        let mean = known ?? self.targets[target] ?? self.all
        let (logTime, logCost) = (mean.logTime / mean.count, mean.logCost / mean.count)
        func estimate(_ logarithm: Double) -> Estimate {
            let value = Double.exp(logarithm)
            return Estimate(value: value, lower: value / 2.1, upper: value * 2.1)
        }
        return Prediction(
            timeSeconds: estimate(logTime),
            cost: estimate(logCost),
            successProbability: 1,
            logValue: objective.costExponent * logCost + objective.timeExponent * logTime,
            logValueDeviation: 0.1,
            situation: known != nil ? .known : self.cells[workload] != nil ? .newTarget : .newWorkload
        )
    }

    func predictions(
        for workload: Workload,
        on targets: [Target],
        objective: Objective,
        at moment: Timestamp,
        history: any HistorySource
    ) throws(PredictionError) -> [PredictedTarget] {
        // The number of this workload's runs before the moment, so that tests see what statistics a decision had.
        targets.map { target in
            let runs = history.summary(
                .workload,
                workload: workload.key,
                target: target.id,
                windowSeconds: nil,
                before: moment
            ).runs
            return PredictedTarget(
                target: target,
                features: FeatureVector([Double(runs)]),
                prediction: self.prediction(workload.key, target.id, objective)
            )
        }
    }

    func nearBest(choosing chosen: Int, among predictions: [Prediction]) -> Double {
        self.confidence
    }

    func reasons(
        for workload: Workload,
        chosen: PredictedTarget,
        rival: PredictedTarget,
        objective: Objective
    ) -> [Reason] { [] }

    func learning(from runs: [Run]) -> any AdaptivePredictor {
        var next = self
        next.add(runs)
        return next
    }

    func nextProbe(for workload: Workload, among targets: [Target], objective: Objective) -> Int? {
        targets.indices.filter { self.cells[workload.key]?[targets[$0].id] == nil }.min {
            let values = [$0, $1].map { self.prediction(workload.key, targets[$0].id, objective).logValue }
            return values[0] < values[1]
        }
    }
}

/// Learns nothing and answers nothing.
struct FailingLearner: ModelLearner {
    struct Silent: AdaptivePredictor {
        let modelID = "silent"
        let programHash = "none"

        func predictions(
            for workload: Workload,
            on targets: [Target],
            objective: Objective,
            at moment: Timestamp,
            history: any HistorySource
        ) throws(PredictionError) -> [PredictedTarget] {
            throw .damagedModel("it is silent")
        }

        func nearBest(choosing chosen: Int, among predictions: [Prediction]) -> Double { 0 }

        func reasons(
            for workload: Workload,
            chosen: PredictedTarget,
            rival: PredictedTarget,
            objective: Objective
        ) -> [Reason] { [] }

        func learning(from runs: [Run]) -> any AdaptivePredictor { self }

        func nextProbe(for workload: Workload, among targets: [Target], objective: Objective) -> Int? { nil }
    }

    func learn(from runs: [Run], progress: (String, Double) -> Void) throws -> any AdaptivePredictor { Silent() }
}
