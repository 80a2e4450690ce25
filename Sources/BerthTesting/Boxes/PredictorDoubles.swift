package import Engine
package import Features
package import Placement
internal import RealModule
internal import Synchronization

/// Predicts what it was told, and is as sure as it was told.
package struct FixedPredictor: Predictor {
    package var modelID = "fixed@v1.0.0"
    package let programHash = "f00d"
    /// Seconds by target; cost is a hundredth of that unless it is told apart.
    package var times: [String: Double] = ["a": 40, "b": 10, "c": 20, "d": 30]
    /// Cost by target, in units of the currency; a hundredth of the seconds where it is not told.
    package var costs: [String: Double] = [:]
    /// The confidence of every choice, 0 to 1.
    package var sureness = 0.9
    /// Of every prediction.
    package var situation = Situation.known
    /// The reasons that it gives for every prediction.
    package var spoken: [Reason] = []

    package init(
        modelID: String = "fixed@v1.0.0",
        times: [String: Double] = ["a": 40, "b": 10, "c": 20, "d": 30],
        costs: [String: Double] = [:],
        sureness: Double = 0.9,
        situation: Situation = .known,
        spoken: [Reason] = []
    ) {
        self.modelID = modelID
        self.times = times
        self.costs = costs
        self.sureness = sureness
        self.situation = situation
        self.spoken = spoken
    }

    package func predictions(
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

    package func nearBest(choosing chosen: Int, among predictions: [Prediction]) -> Double { self.sureness }

    package func reasons(
        for workload: Workload,
        chosen: PredictedTarget,
        rival: PredictedTarget,
        objective: Objective
    ) -> [Reason] { self.spoken }
}

/// Counts how often it is asked, and fails while it is told to.
package final class FailingPredictor: Predictor {
    package let modelID: String
    package let programHash = "f00d"
    private let state = Mutex((calls: 0, isBroken: true))

    package init(_ modelID: String = "failing@v2.0.0") { self.modelID = modelID }

    /// How often it was asked.
    package var calls: Int { self.state.withLock { $0.calls } }
    /// Lets it answer from now on.
    package func mend() { self.state.withLock { $0.isBroken = false } }

    package func predictions(
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

    package func nearBest(choosing chosen: Int, among predictions: [Prediction]) -> Double { 0.9 }

    package func reasons(
        for workload: Workload,
        chosen: PredictedTarget,
        rival: PredictedTarget,
        objective: Objective
    ) -> [Reason] { [] }
}
