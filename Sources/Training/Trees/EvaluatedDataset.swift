/// Which part of a training job a metric was computed on.
package enum EvaluatedDataset: String, Sendable, Hashable, Codable, CaseIterable {
    case training
    case validation
}
