/// What a training does, in this order.
///
/// The evaluation comes before the model is learned from all runs: its errors become the model's intervals.
package enum TrainingStep: String, Sendable, Hashable, Codable, CaseIterable {
    /// Reads the runs of the window.
    case collect
    /// Refuses runs that cannot be true, and too few of them.
    case validate
    /// Computes what was known just before each run began.
    case features
    /// Measures on held-out runs how wrong a model of the others is.
    case evaluate
    /// Learns from all runs.
    case train
    /// Keeps the model and where it comes from, under a version that never changes.
    case register
}

/// How far a training is.
package struct TrainingProgress: Sendable, Hashable {
    /// The step that is under way.
    package let step: TrainingStep
    /// What the step is doing, in words for a person.
    package let activity: String
    /// Of the whole training, from 0 to 1; never goes back.
    package let share: Double

    package init(step: TrainingStep, activity: String, share: Double) {
        self.step = step
        self.activity = activity
        self.share = share
    }
}
