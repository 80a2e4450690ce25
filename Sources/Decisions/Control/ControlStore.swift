package import Access
package import Placement

/// Keeps what operators have set: policies, states of targets, which model version serves.
///
/// Each change is audited in the same transaction, durably before it returns the number of its audit entry. Numbers
/// grow in the order in which changes took effect.
package protocol ControlStore: Sendable {
    /// Policies that were set, by domain.
    func policies() async throws -> [String: Policy]
    func set(_ policy: Policy, for domain: String, audit: AuditEntry) async throws -> Int64
    /// Forgets the policy that was set for a domain; a domain without one stays so.
    func removePolicy(of domain: String, audit: AuditEntry) async throws -> Int64

    /// States that were set, by domain and target.
    func targetStates() async throws -> [String: [Target.ID: TargetState]]
    func set(_ state: TargetState, of target: Target.ID, in domain: String, audit: AuditEntry) async throws -> Int64

    /// What serves, by model.
    func servedModels() async throws -> [String: ServedModel]
    func set(_ served: ServedModel, for model: String, audit: AuditEntry) async throws -> Int64

    /// The newest changes first.
    ///
    /// - Parameter before: Only entries with a lower number: the next page.
    func audit(before: Int64?, limit: Int) async throws -> [NumberedAuditEntry]
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

/// Which version of a model serves, and which it replaced.
package struct ServedModel: Sendable, Hashable, Codable {
    /// Such as `v1.2.0`.
    package let version: String
    /// Asked when the version fails; one step back by hand leads there.
    package let previous: String?
    package let since: Timestamp

    package init(version: String, previous: String?, since: Timestamp) {
        self.version = version
        self.previous = previous
        self.since = since
    }
}

/// One change by an operator.
package struct AuditEntry: Sendable, Hashable {
    package enum Subject: String, Sendable, Hashable, Codable, CaseIterable {
        case policy, target, model
    }

    package let at: Timestamp
    package let subject: Subject
    /// The domain's, model's or `domain/target` name.
    package let name: String
    /// JSON of what stood before; `nil` where nothing was set.
    package let before: String?
    /// JSON of what stands now.
    package let after: String
    /// Who changed it.
    package let actor: Principal
    /// Of the request that asked for it.
    package let requestID: String?

    package init(
        at: Timestamp,
        subject: Subject,
        name: String,
        before: String?,
        after: String,
        actor: Principal = .local,
        requestID: String?
    ) {
        self.at = at
        self.actor = actor
        self.subject = subject
        self.name = name
        self.before = before
        self.after = after
        self.requestID = requestID
    }
}

package struct NumberedAuditEntry: Sendable, Hashable {
    package let number: Int64
    package let entry: AuditEntry

    package init(number: Int64, entry: AuditEntry) {
        self.number = number
        self.entry = entry
    }
}
