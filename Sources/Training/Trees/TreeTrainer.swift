/// Trains gradient-boosted trees.
///
/// The protocol is what Training needs of a boosting library; the model comes back as LightGBM model text (format v4),
/// which Forest reads. One call is one training: nothing is kept between calls, and the same job gives the same model.
package protocol TreeTrainer: Sendable {
    /// The library and its version, as lineage records it, for example "LightGBM 4.7.0".
    var libraryDescription: String { get }

    /// Trains one ensemble; returns when the last round is done or early stopping ends the training.
    ///
    /// The call blocks its thread. It looks for the current task's cancellation before every round, and `progress` may
    /// end the training by throwing.
    ///
    /// - Parameters:
    ///   - job: Data and parameters, already checked against each other.
    ///   - progress: Called after every round, on the calling thread. It must not start another training.
    /// - Throws: The adapter's own errors, `CancellationError`, or what `progress` throws.
    func train(_ job: TreeTrainingJob, progress: (BoostingProgress) throws -> Void) throws -> TrainedTrees
}

extension TreeTrainer {
    /// Trains one ensemble without reporting progress.
    package func train(_ job: TreeTrainingJob) throws -> TrainedTrees {
        try self.train(job, progress: { _ in })
    }
}
