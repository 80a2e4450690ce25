internal import LearnedModels
internal import Registry
internal import Synchronization

/// The models that served last, so that a step back needs no loading.
final class ModelsAtHand: Sendable {
    /// The one that serves and the one before; they are in memory anyway.
    private static let count = 2

    private struct Entry {
        let artifact: ArtifactFingerprint
        let model: LearnedModel
    }

    /// By name, the latest first.
    private let entries = Mutex<[String: [Entry]]>([:])

    /// - Parameter artifact: Of the file as it is now: a model from other bytes is another model, whatever its version.
    func model(_ name: String, from artifact: ArtifactFingerprint) -> LearnedModel? {
        self.entries.withLock { $0[name]?.first { $0.artifact == artifact }?.model }
    }

    /// Notes that a model serves.
    func keep(_ model: LearnedModel, _ name: String, from artifact: ArtifactFingerprint) {
        let dropped = self.entries.withLock { entries in
            let before = entries[name] ?? []
            let others = before.filter { $0.artifact != artifact }.prefix(Self.count - 1)
            entries[name] = [Entry(artifact: artifact, model: model)] + others
            return before
        }
        // What goes is freed without the lock.
        withExtendedLifetime(dropped) {}
    }
}
