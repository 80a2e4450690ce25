/// What a model has seen of the pair it is asked about; errors differ, so intervals and confidence do too.
package enum Situation: String, Sendable, Hashable, Codable, CaseIterable, CodingKeyRepresentable {
    /// The workload has run on this target.
    case known
    /// The workload has run, and so has the target, or at least the workload has run elsewhere.
    case newTarget = "new-target"
    /// The workload has never run.
    case newWorkload = "new-workload"
}
