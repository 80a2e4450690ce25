internal import Placement
internal import Synchronization

/// Decisions that somebody knows of already and that are still on their way to the log.
final class Recordings: Sendable {
    private let open = Mutex<[Decision.ID: Task<Void, Never>]>([:])

    /// Starts to write a decision down.
    func start(_ decision: Decision.ID, _ write: @escaping @Sendable () async -> Void) {
        // Entered under the lock that its end waits for, lest it is over before it is entered.
        self.open.withLock { open in
            open[decision] = Task {
                await write()
                self.open.withLock { $0[decision] = nil }
            }
        }
    }

    /// Waits for a decision that is on its way.
    func wait(for decision: Decision.ID) async { await self.open.withLock { $0[decision] }?.value }
}
