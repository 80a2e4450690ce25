package import Placement

/// Keeps what operators have set: policies and states of targets.
///
/// Each change is audited in the same transaction, durably before it returns the number of its audit entry. Numbers
/// start at 1, have no gaps and grow in the order in which changes took effect.
package protocol ControlStore: Sendable {
    /// Policies that were set, by domain.
    func policies() async throws -> [String: Policy]
    func set(_ policy: Policy, for domain: String, audit: AuditEntry) async throws -> Int64
    /// Forgets the policy that was set for a domain; a domain without one stays so.
    func removePolicy(of domain: String, audit: AuditEntry) async throws -> Int64

    /// States that were set, by domain and target.
    func targetStates() async throws -> [String: [Target.ID: TargetState]]
    func set(_ state: TargetState, of target: Target.ID, in domain: String, audit: AuditEntry) async throws -> Int64

    /// The newest changes first.
    ///
    /// - Parameter before: Only entries with a lower number: the next page.
    func audit(before: Int64?, limit: Int) async throws -> [NumberedAuditEntry]

    /// The changes after one, in the order in which they took effect: whoever has applied those up to a number goes on
    /// with these.
    ///
    /// - Parameter number: 0 for all from the first.
    func changes(after number: Int64, limit: Int) async throws -> [NumberedAuditEntry]
}

/// What an operator says of a target.
package struct TargetState: Sendable, Hashable, Codable {
    package enum Mode: String, Sendable, Hashable, Codable, CaseIterable {
        /// It may be chosen.
        case enabled
        /// It takes no new work; what runs there goes on.
        case draining
        /// It is switched off.
        case disabled
    }

    package let mode: Mode
    /// Why, for records and pages; `nil` when nobody said.
    package let reason: String?

    package static let enabled = TargetState(mode: .enabled, reason: nil)

    package init(mode: Mode, reason: String?) {
        self.mode = mode
        self.reason = reason
    }
}
