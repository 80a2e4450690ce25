internal import Synchronization

/// Ids for requests that bring none: one random start a process, then a count. Asking the system for randomness with
/// every request would cost as much as routing it.
package final class RequestIDs: Sendable {
    private let process: String
    private let count = Atomic<UInt64>(0)

    /// - Parameter seed: Random, so that ids of two processes differ.
    package init(seed: UInt64) { self.process = String(seed, radix: 36) }

    /// The next id; safe on any thread.
    package func next() -> String {
        let (_, number) = self.count.add(1, ordering: .relaxed)
        return "\(self.process)-\(String(number, radix: 36))"
    }
}
