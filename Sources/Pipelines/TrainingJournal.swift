/// Keeps what was asked of trainings and how far they came, so that one whose process ends is taken up by the next.
///
/// Every method throws the store's own errors for a broken or full disk.
package protocol TrainingJournal: Sendable {
    /// Keeps a training, durably before it returns.
    ///
    /// - Returns: Its number, higher than that of every training before.
    func begin(_ training: TrainingEntry) async throws -> Int64

    /// Replaces what is kept under a number, durably before it returns.
    func update(_ number: Int64, to training: TrainingEntry) async throws

    /// Trainings that are running, or were when their process ended, the oldest first.
    func unfinished() async throws -> [NumberedTraining]

    /// The newest first.
    ///
    /// - Parameter limit: At most this many, at least 1.
    func trainings(limit: Int) async throws -> [NumberedTraining]
}

/// A training and its number in the journal.
package struct NumberedTraining: Sendable, Hashable {
    /// From 1, ascending in the order in which trainings began.
    package let number: Int64
    /// As it was last written down.
    package let training: TrainingEntry

    package init(number: Int64, training: TrainingEntry) {
        self.number = number
        self.training = training
    }
}
