internal import Engine
internal import Features
internal import Placement

/// Stands for a version that serves by the operator's will and cannot be read: it answers every question with the
/// reason, so that the version before or the rules decide and every record says why.
struct UnreadableModel: Predictor {
    let modelID: String
    let programHash = ""
    let problem: String

    func predictions(
        for workload: Workload,
        on targets: [Target],
        objective: Objective,
        at moment: Timestamp,
        history: any HistorySource
    ) throws(PredictionError) -> [PredictedTarget] {
        throw .damagedModel(self.problem)
    }

    func nearBest(choosing chosen: Int, among predictions: [Prediction]) -> Double { 0 }

    func reasons(
        for workload: Workload,
        chosen: PredictedTarget,
        rival: PredictedTarget,
        objective: Objective
    ) -> [Reason] { [] }
}
