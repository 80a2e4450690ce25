import Engine
import Features
import Placement

/// A model that expects the same of every workload: the first target is the best, each further one a little worse.
struct FixedModel: Predictor {
    var modelID = "sandbox@v1.0.0"
    let programHash = String(repeating: "ab", count: 32)
    var sureness = 0.9

    func predictions(
        for workload: Workload,
        on targets: [Target],
        objective: Objective,
        at moment: Timestamp,
        history: any HistorySource
    ) throws(PredictionError) -> [PredictedTarget] {
        targets.enumerated().map { index, target in
            let worse = Double(index + 1)
            return PredictedTarget(
                target: target,
                features: FeatureVector([worse, .nan]),
                prediction: Prediction(
                    timeSeconds: Estimate(value: worse, lower: worse / 2, upper: worse * 2),
                    cost: Estimate(value: worse / 1000, lower: worse / 2000, upper: worse / 500),
                    successProbability: 0.99,
                    logValue: worse,
                    logValueDeviation: 0.1,
                    situation: .newWorkload
                )
            )
        }
    }

    func nearBest(choosing chosen: Int, among predictions: [Prediction]) -> Double { self.sureness }

    func reasons(
        for workload: Workload,
        chosen: PredictedTarget,
        rival: PredictedTarget,
        objective: Objective
    ) -> [Reason] { [Reason(about: "startup_seconds", logEffect: -0.5)] }
}
