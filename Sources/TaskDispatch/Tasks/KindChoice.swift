package import Nodes
package import Placement

/// On which kind of node a task was decided to run.
package struct KindChoice: Sendable, Hashable, Decodable {
    /// The decision's record; `nil` where no decision could be made, and the least loaded node was taken.
    package let decision: Decision.ID?
    /// The kind that was chosen.
    package let kind: Node.Kind
    /// What the decision stated, 0 to 1; `nil` without a model.
    package let confidence: Double?
    /// What was expected there; `nil` where rules decided.
    package let predicted: Prediction?

    package init(decision: Decision.ID?, kind: Node.Kind, confidence: Double?, predicted: Prediction?) {
        self.decision = decision
        self.kind = kind
        self.confidence = confidence
        self.predicted = predicted
    }
}
