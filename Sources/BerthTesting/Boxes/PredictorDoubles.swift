import Engine
import Features
import Placement
import RealModule
import Synchronization

/// Predicts what it was told, and is as sure as it was told.
struct FixedPredictor: Predictor {
    var modelID = "fixed@v1.0.0"
    let programHash = "f00d"
    /// Seconds by target; cost is a hundredth of that unless it is told apart.
    var times: [String: Double] = ["a": 40, "b": 10, "c": 20, "d": 30]
    var costs: [String: Double] = [:]
    var sureness = 0.9
    var situation = Situation.known
    var spoken: [Reason] = []

    func predictions(
        for workload: Workload,
        on targets: [Target],
        objective: Objective,
        at moment: Timestamp,
        history: any HistorySource
    ) throws(PredictionError) -> [PredictedTarget] {
        targets.map { target in
            let time = self.times[target.id.description] ?? 60
            let cost = self.costs[target.id.description] ?? time / 100
            let prediction = Prediction(
                timeSeconds: Estimate(value: time, lower: time / 2, upper: time * 2),
                cost: Estimate(value: cost, lower: cost / 2, upper: cost * 2),
                successProbability: 0.95,
                logValue: objective.costExponent * Double.log(cost) + objective.timeExponent * Double.log(time),
                logValueDeviation: 0.1,
                situation: self.situation
            )
            return PredictedTarget(target: target, features: FeatureVector([time, .nan]), prediction: prediction)
        }
    }

    func confidence(choosing chosen: Int, among predictions: [Prediction]) -> Double { self.sureness }

    func reasons(
        for workload: Workload,
        chosen: PredictedTarget,
        rival: PredictedTarget,
        objective: Objective
    ) -> [Reason] { self.spoken }
}

/// Counts how often it is asked, and fails while it is told to.
final class FailingPredictor: Predictor {
    let modelID: String
    let programHash = "f00d"
    private let state = Mutex((calls: 0, isBroken: true))

    init(_ modelID: String = "failing@v2.0.0") { self.modelID = modelID }

    var calls: Int { self.state.withLock { $0.calls } }
    func mend() { self.state.withLock { $0.isBroken = false } }

    func predictions(
        for workload: Workload,
        on targets: [Target],
        objective: Objective,
        at moment: Timestamp,
        history: any HistorySource
    ) throws(PredictionError) -> [PredictedTarget] {
        let isBroken = self.state.withLock { state in
            state.calls += 1
            return state.isBroken
        }
        if isBroken { throw .damagedModel("\(self.modelID) is broken") }
        return try FixedPredictor().predictions(
            for: workload,
            on: targets,
            objective: objective,
            at: moment,
            history: history
        )
    }

    func confidence(choosing chosen: Int, among predictions: [Prediction]) -> Double { 0.9 }

    func reasons(
        for workload: Workload,
        chosen: PredictedTarget,
        rival: PredictedTarget,
        objective: Objective
    ) -> [Reason] { [] }
}
