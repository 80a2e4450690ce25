internal import Placement
internal import Resilience
internal import Synchronization

/// What was predicted for the targets that decisions chose: of late ones at hand, of older ones in the log.
final class Expectations: Sendable {
    struct Expectation: Sendable {
        let model: String
        let prediction: Prediction
    }

    private let log: any DecisionLog
    private let recent = Mutex(LeastRecentlyUsed<Decision.ID, Expectation?>(capacity: 20_000))

    init(log: any DecisionLog) { self.log = log }

    func note(_ decision: Decision) {
        let expectation = Self.expectation(of: decision)
        self.recent.withLock { $0.insert(expectation, for: decision.id) }
    }

    /// `nil` for a decision without a prediction, or that is not in the log.
    func expectation(of id: Decision.ID) async throws -> Expectation? {
        if let known = self.recent.withLock({ $0.value(for: id) }) { return known }
        guard let decision = try await self.log.decision(id)?.decision else { return nil }
        self.note(decision)
        return Self.expectation(of: decision)
    }

    private static func expectation(of decision: Decision) -> Expectation? {
        guard let model = decision.model, let prediction = decision.chosenCandidate?.prediction else { return nil }
        return Expectation(model: model, prediction: prediction)
    }
}
