internal import Decisions
internal import Placement
internal import Synchronization

/// The latest decisions on tasks, which are written down while their tasks are under way already, and held until those
/// have ended, so that nobody has to read them again.
final class FreshDecisions: Sendable {
    private let state = Mutex(State())

    private struct State {
        var entries: [Decision.ID: (decision: Decision, recording: Task<Void, Never>)] = [:]
        /// In the order in which they were made.
        var order: [Decision.ID] = []
    }

    /// Of longer tasks under greater load the decision is read from the log.
    private static let capacity = 1_024

    func record(_ decision: Decision, in service: DecisionService) {
        // Metrics and health tell of a record that cannot be written.
        let recording = Task { _ = await service.record([decision]) }
        self.state.withLock { state in
            state.entries[decision.id] = (decision, recording)
            state.order.append(decision.id)
            guard state.order.count >= 2 * Self.capacity else { return }
            for id in state.order.prefix(Self.capacity) { state.entries[id] = nil }
            state.order.removeFirst(Self.capacity)
        }
    }

    /// The decision, once it is written down; `nil` where it is not held any more. It is given once.
    func recorded(_ id: Decision.ID) async -> Decision? {
        guard let entry = self.state.withLock({ $0.entries.removeValue(forKey: id) }) else { return nil }
        await entry.recording.value
        return entry.decision
    }
}
