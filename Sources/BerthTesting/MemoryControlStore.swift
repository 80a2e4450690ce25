package import Decisions
package import Delivery
package import Placement
internal import Synchronization

/// Keeps what operators have set in memory.
package final class MemoryControlStore: ControlStore, LineupStore {
    private struct Kept {
        var policies: [String: Policy] = [:]
        var targetStates: [String: [Target.ID: TargetState]] = [:]
        var lineups: [String: ServedLineup] = [:]
        var audit: [NumberedAuditEntry] = []

        mutating func note(_ entry: AuditEntry) -> Int64 {
            let number = Int64(self.audit.count) + 1
            self.audit.append(NumberedAuditEntry(number: number, entry: entry))
            return number
        }
    }

    private let state = Mutex(Kept())

    /// Nothing is set.
    package init() {}

    package func policies() async throws -> [String: Policy] { self.state.withLock(\.policies) }

    package func set(_ policy: Policy, for domain: String, audit: AuditEntry) async throws -> Int64 {
        self.state.withLock {
            $0.policies[domain] = policy
            return $0.note(audit)
        }
    }

    package func removePolicy(of domain: String, audit: AuditEntry) async throws -> Int64 {
        self.state.withLock {
            $0.policies[domain] = nil
            return $0.note(audit)
        }
    }

    package func targetStates() async throws -> [String: [Target.ID: TargetState]] {
        self.state.withLock(\.targetStates)
    }

    package func set(_ state: TargetState, of target: Target.ID, in domain: String, audit: AuditEntry) async throws
        -> Int64
    {
        self.state.withLock {
            $0.targetStates[domain, default: [:]][target] = state
            return $0.note(audit)
        }
    }

    package func lineups() async throws -> [String: ServedLineup] { self.state.withLock(\.lineups) }

    package func set(_ served: ServedLineup, for domain: String, audit: AuditEntry) async throws -> Int64 {
        self.state.withLock {
            $0.lineups[domain] = served
            return $0.note(audit)
        }
    }

    package func audit(before: Int64?, limit: Int) async throws -> [NumberedAuditEntry] {
        self.state.withLock { state in
            Array(state.audit.reversed().drop { $0.number >= before ?? .max }.prefix(max(0, limit)))
        }
    }

    package func changes(after number: Int64, limit: Int) async throws -> [NumberedAuditEntry] {
        self.state.withLock { state in Array(state.audit.drop { $0.number <= number }.prefix(max(0, limit))) }
    }
}
