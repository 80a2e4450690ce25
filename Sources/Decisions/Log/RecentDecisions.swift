internal import Placement
internal import Resilience
internal import Synchronization

/// Decisions that were recorded lately and of which nothing is reported yet, so that an outcome needs no look at the log.
final class RecentDecisions: Sendable {
    private let decisions = Mutex(LeastRecentlyUsed<Decision.ID, Decision>(capacity: 1_024))

    /// What is larger is left to the log, lest the memory fills: a kept decision takes some ten kilobytes.
    private static let candidates = 16
    private static let textBytes = 4_096

    subscript(id: Decision.ID) -> Decision? { self.decisions.withLock { $0.value(for: id) } }

    func recorded(_ decisions: [Decision]) {
        let small = decisions.filter { decision in
            decision.candidates.count <= Self.candidates
                && decision.workload.attributes.values.reduce(0) { $0 + $1.textBytes } <= Self.textBytes
        }
        self.decisions.withLock { recent in
            for decision in small { recent.insert(decision, for: decision.id) }
        }
    }

    func reported(_ id: Decision.ID) { self.decisions.withLock { $0.remove(id) } }
}

extension Value {
    fileprivate var textBytes: Int {
        switch self {
        case .text(let text): text.utf8.count
        case .record(let fields): fields.reduce(0) { $0 + $1.key.utf8.count + $1.value.textBytes }
        case .list(let elements): elements.reduce(0) { $0 + $1.textBytes + 8 }
        case .missing, .flag, .number: 8
        }
    }
}
