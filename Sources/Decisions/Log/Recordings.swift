internal import Placement
internal import Synchronization

/// Decisions that somebody knows of already and that are still on their way to the log. It owns the tasks that write them
/// down, until it has waited for them.
final class Recordings: Sendable {
    private struct Open {
        var writes: [Decision.ID: Task<Void, Never>] = [:]
        /// Whether nothing is written behind the caller's back any more.
        var isDrained = false
    }

    private let open = Mutex(Open())

    /// Starts to write a decision down; once drained, writes it down before it returns.
    func start(_ decision: Decision.ID, _ write: @escaping @Sendable () async -> Void) async {
        // Entered under the lock that its end waits for, lest it is over before it is entered.
        let isDrained = self.open.withLock { open in
            guard !open.isDrained else { return true }
            // Waited for by `drain()`, and by whoever asks for the decision.
            open.writes[decision] = Task {
                await write()
                self.open.withLock { $0.writes[decision] = nil }
            }
            return false
        }
        if isDrained { await write() }
    }

    /// Waits for a decision that is on its way.
    func wait(for decision: Decision.ID) async { await self.open.withLock { $0.writes[decision] }?.value }

    /// Waits for all that are on their way. From now on, whoever decides waits for the record.
    func drain() async {
        let writes = self.open.withLock { open in
            open.isDrained = true
            return Array(open.writes.values)
        }
        for write in writes { await write.value }
    }
}
