package import Features
package import Placement

/// A model that can be asked for predictions.
package protocol Predictor: Sendable {
    /// Name and version, as decision records carry them.
    var modelID: String { get }
    /// Hash of the frozen feature program.
    var programHash: String { get }

    /// Predictions for one workload on each of several targets.
    ///
    /// - Throws: ``PredictionError``.
    func predictions(
        for workload: Workload,
        on targets: [Target],
        objective: Objective,
        at moment: Timestamp,
        history: any HistorySource
    ) throws(PredictionError) -> [PredictedTarget]

    /// The model made ready for many decisions among these targets.
    func prepared(for targets: [Target]) -> any PreparedPredictor

    /// The model made ready to find the best of very many targets.
    func prepared(for table: TargetTable) -> any TablePredictor

    /// The calibrated probability that choosing `chosen` is within the domain's tolerance of the best of
    /// `predictions`.
    func nearBest(choosing chosen: Int, among predictions: [Prediction]) -> Double

    /// Why `chosen` is predicted to be better or worse than `rival`, the strongest reason first.
    func reasons(
        for workload: Workload,
        chosen: PredictedTarget,
        rival: PredictedTarget,
        objective: Objective
    ) -> [Reason]
}

/// A model whose predictions can be computed again from the features in a record.
package protocol RecomputablePredictor: Predictor {
    /// What ``Predictor/predictions(for:on:objective:at:history:)`` gave, from the features that it gave with them.
    ///
    /// - Parameters:
    ///   - rows: Row-major features, one row a chosen target.
    ///   - chosen: Indices of the targets.
    /// - Throws: ``PredictionError``.
    func predictions(
        rows: [Double],
        for workload: Workload,
        on chosen: [Int],
        of targets: [Target],
        objective: Objective
    ) throws(PredictionError) -> [PredictedTarget]
}

/// A model made ready for the targets of many decisions: what follows from the targets alone is computed.
package protocol PreparedPredictor: Sendable {
    /// What ``Predictor/predictions(for:on:objective:at:history:)`` gives for some of the targets, bit for bit.
    ///
    /// - Throws: ``PredictionError``.
    func predictions(_ question: Question) throws(PredictionError) -> [PredictedTarget]
}

extension Predictor {
    /// Prepares nothing: right where a prediction costs little.
    package func prepared(for targets: [Target]) -> any PreparedPredictor {
        UnpreparedPredictor(predictor: self, targets: targets)
    }

    /// Prepares nothing: every row is asked for by itself.
    package func prepared(for table: TargetTable) -> any TablePredictor { RowwisePredictor(self, table: table) }
}

/// Prepares nothing: right for one decision.
struct UnpreparedPredictor: PreparedPredictor {
    let predictor: any Predictor
    let targets: [Target]

    func predictions(_ question: Question) throws(PredictionError) -> [PredictedTarget] {
        try self.predictor.predictions(
            for: question.workload,
            on: question.targets.map { self.targets[$0] },
            objective: question.objective,
            at: question.moment,
            history: question.history
        )
    }
}

/// One target's features and prediction.
package struct PredictedTarget: Sendable, Hashable {
    package let target: Target
    /// The program's vector for the pair.
    package let features: FeatureVector
    /// What is expected of the pair.
    package let prediction: Prediction

    package init(target: Target, features: FeatureVector, prediction: Prediction) {
        self.target = target
        self.features = features
        self.prediction = prediction
    }
}

/// One part of the difference between two targets' predicted values.
package struct Reason: Sendable, Hashable, Codable {
    /// What it is about: a feature's name, or a source such as `runs of this workload`.
    package let about: String
    /// Difference of the logarithm of the value: negative speaks for the chosen target.
    package let logEffect: Double

    package init(about: String, logEffect: Double) {
        self.about = about
        self.logEffect = logEffect
    }
}

/// Why a model gave no prediction.
package enum PredictionError: Error, Hashable {
    /// A workload's or target's attribute cannot be used as its feature says.
    case unusableAttribute(String)
    /// The model's answer is no number.
    case notFinite(output: String, target: Target.ID)
    /// The model's parts do not fit together.
    case damagedModel(String)
}

extension PredictionError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .unusableAttribute(let problem): problem
        case .notFinite(let output, let target): "the model's \(output) for \(target) is not a finite number"
        case .damagedModel(let problem): "the model is damaged: \(problem)"
        }
    }
}

/// A model that learns from single runs at once, between trainings, and can say what is worth measuring.
package protocol AdaptivePredictor: Predictor {
    /// The model after these further runs: what it knows of their workloads on their targets is new, its trees are not.
    ///
    /// - Parameter runs: In the order in which they started; all started after those known.
    func learning(from runs: [Run]) -> any AdaptivePredictor

    /// The target whose measurement is worth most for placing this workload, given the runs of it that are known.
    ///
    /// - Returns: Index into `targets`, never one that the workload has run on already; `nil` when there is none left.
    func nextProbe(for workload: Workload, among targets: [Target], objective: Objective) -> Int?
}
