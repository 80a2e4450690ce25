package import Access
internal import Domains
package import Placement
internal import Problems
internal import Resilience

extension DecisionService {
    // MARK: Policies

    /// Puts a policy in force at once: kept and audited first.
    package func set(_ policy: Policy, for domain: String, by principal: Principal, requestID: String?) async throws {
        _ = try await self.change(policyOf: domain, by: principal, requestID: requestID) { _ in policy }
    }

    /// Makes another policy of the one in force; one change of a domain's policy after the other.
    ///
    /// - Returns: What is in force then.
    /// - Throws: `unknownDomain`, and what `change` and the store throw; the policy stays then.
    package func change(
        policyOf domain: String,
        by principal: Principal,
        requestID: String?,
        _ change: (Policy) throws -> Policy
    ) async throws -> Policy {
        let serving = try self.serving(domain)
        return try await serving.line.run {
            let policy = try change(serving.policy)
            let entry = try self.entry(serving, policy, by: principal, requestID: requestID)
            serving.follow(policy, number: try await self.control.set(policy, for: domain, audit: entry))
            return policy
        }
    }

    /// Puts the policy of the domain's file back in force, which then follows the file: kept and audited first.
    package func resetPolicy(of domain: String, by principal: Principal, requestID: String?) async throws -> Policy {
        let serving = try self.serving(domain)
        return try await serving.line.run {
            let policy = serving.domain.policy
            let entry = try self.entry(serving, policy, by: principal, requestID: requestID)
            serving.follow(policy, number: try await self.control.removePolicy(of: domain, audit: entry))
            return policy
        }
    }

    private func entry(
        _ serving: DomainServing,
        _ policy: Policy,
        by principal: Principal,
        requestID: String?
    ) throws -> AuditEntry {
        try self.entry(
            .policy,
            serving.domain.name,
            before: serving.policy,
            after: policy,
            by: principal,
            requestID: requestID
        )
    }

    // MARK: Targets

    /// The domain and the target that a name stands for.
    ///
    /// - Parameter domain: Where to look; everywhere when `nil`.
    /// - Throws: `unknownDomain`, `unknownTarget`, `ambiguousTarget`.
    package func target(_ id: Target.ID, in domain: String?) throws(DecisionError) -> (DomainServing, Target) {
        let places = if let domain { [try self.serving(domain)] } else { self.domains }
        var found: [(DomainServing, Target)] = []
        for serving in places {
            let targets = serving.targets
            if let row = targets.row(of: id) { found.append((serving, targets[row])) }
        }
        if let only = found.first, found.count == 1 { return only }
        guard found.isEmpty else {
            throw .ambiguousTarget(id, domains: found.map { $0.0.domain.name })
        }
        let known = Set(places.flatMap(\.targets.ids)).sorted()
        throw .unknownTarget(
            id,
            domain: places.map(\.domain.name).joined(separator: ", "),
            nearest: nearestName(to: id.description, among: known.map(\.description)),
            known: known
        )
    }

    /// Sets what the operator says of a target: kept and audited first.
    package func set(
        _ state: TargetState,
        of target: Target.ID,
        in serving: DomainServing,
        by principal: Principal,
        requestID: String?
    ) async throws {
        let domain = serving.domain.name
        let entry = try self.entry(
            .target,
            "\(domain)/\(target)",
            before: serving.availability.status(of: target, at: self.now()).operatorState,
            after: state,
            by: principal,
            requestID: requestID
        )
        let number = try await self.control.set(state, of: target, in: domain, audit: entry)
        serving.availability.set(state, of: target, number: number)
    }

    /// The newest changes first.
    ///
    /// - Parameter before: Only entries with a lower number: the next page.
    /// - Throws: The store's errors.
    package func audit(before: Int64?, limit: Int) async throws -> [NumberedAuditEntry] {
        try await self.control.audit(before: before, limit: limit)
    }

    private func entry<Setting: Encodable>(
        _ subject: AuditEntry.Subject,
        _ name: String,
        before: Setting?,
        after: Setting,
        by principal: Principal,
        requestID: String?
    ) throws -> AuditEntry {
        try AuditEntry(
            subject,
            name,
            at: self.now(),
            before: before,
            after: after,
            actor: principal,
            requestID: requestID
        )
    }
}
