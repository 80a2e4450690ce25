internal import Engine
internal import Foundation
internal import LearnedModels
internal import Placement

/// A decision with all that led to it.
public struct Decision: Sendable {
    private let record: Placement.Decision
    private let model: LearnedModel?

    init(_ record: Placement.Decision, model: LearnedModel?) {
        self.record = record
        self.model = model
    }

    /// The request's.
    public var id: String { self.record.id.description }

    /// Where the workload should run; `nil` when no target is feasible.
    public var target: Target? { self.record.chosenCandidate.map { Target($0.target) } }

    /// Every target that was considered, in the order in which the targets were given.
    public var candidates: [Candidate] { self.record.candidates.map(Candidate.init) }

    /// The probability that the choice is near the best, 0 to 1, as the model sees it; `nil` without a model.
    public var confidence: Double? { self.record.confidence }

    /// The probability with which this target was chosen: below 1 where exploration draws; `nil` without a target.
    public var propensity: Double? { self.record.propensity }

    /// The model that was asked, such as `sandbox@v1.2.0`; `nil` without one.
    public var modelID: String? { self.record.model }

    /// Why it came out so, in sentences.
    ///
    /// - Complexity: Attributes two predictions to features, about as much work as the decision itself.
    public var explanation: [String] { Explanation(self.record, model: self.model).sentences }

    /// The whole record as one line of JSON with sorted keys, from which `berth` can compute the decision again.
    ///
    /// - Throws: Foundation's `EncodingError`.
    public func json() throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(self.record), as: UTF8.self)
    }
}

/// One target that was considered for a workload.
public struct Candidate: Sendable, Hashable {
    /// The target.
    public let target: Target
    /// What is expected of the workload there; `nil` without a model, or for a target excluded beforehand.
    public let prediction: Prediction?
    /// Why it could not be chosen; `nil` for a feasible target.
    public let exclusion: String?

    init(_ candidate: Placement.Candidate) {
        self.target = Target(candidate.target)
        self.prediction = candidate.prediction.map(Prediction.init)
        self.exclusion = candidate.exclusion?.description
    }
}

/// What is expected of a workload on a target. The intervals hold the real value nine times in ten.
public struct Prediction: Sendable, Hashable {
    /// Seconds.
    public let timeSeconds: Double
    /// Seconds.
    public let timeSecondsInterval: ClosedRange<Double>
    /// Units of the domain's currency.
    public let cost: Double
    /// Units of the domain's currency.
    public let costInterval: ClosedRange<Double>
    /// 0 to 1.
    public let successProbability: Double

    init(_ prediction: Placement.Prediction) {
        self.timeSeconds = prediction.timeSeconds.value
        self.timeSecondsInterval = Self.interval(prediction.timeSeconds)
        self.cost = prediction.cost.value
        self.costInterval = Self.interval(prediction.cost)
        self.successProbability = prediction.successProbability
    }

    private static func interval(_ estimate: Estimate) -> ClosedRange<Double> {
        estimate.lower...max(estimate.lower, estimate.upper)
    }
}
