import BerthTesting
import Decisions
import Persistence
import Placement
import Testing

/// Every store of what operators have set keeps these promises.
struct ControlStoreContractTests {
    private func entry(_ number: Int64, _ subject: AuditEntry.Subject, before: String? = nil) -> AuditEntry {
        AuditEntry(
            at: Timestamp(microseconds: number),
            subject: subject,
            name: "n\(number)",
            before: before,
            after: #"{"a":1}"#,
            actor: number % 3 == 0 ? .token(name: "ci") : .local,
            requestID: number % 2 == 0 ? "r\(number)" : nil
        )
    }

    @Test(arguments: StoreKind.allCases)
    func `nothing is set at first`(kind: StoreKind) async throws {
        let control = try Stores(kind).control
        #expect(try await control.policies() == [:])
        #expect(try await control.targetStates() == [:])
        #expect(try await control.servedModels() == [:])
        #expect(try await control.audit(before: nil, limit: 10) == [])
    }

    @Test(arguments: StoreKind.allCases)
    func `the last setting stands, and every change is audited`(kind: StoreKind) async throws {
        let stores = try Stores(kind)
        let control = stores.control
        let policy = Policy(
            strategy: .rules,
            confidenceGate: 0.1 + 0.2,
            exploration: Exploration(share: 0.3, budget: 1 / 3)
        )
        _ = try await control.set(Policy(), for: "sandbox", audit: self.entry(1, .policy))
        _ = try await control.set(policy, for: "sandbox", audit: self.entry(2, .policy, before: "{}"))
        _ = try await control.set(Policy(strategy: .model), for: "task", audit: self.entry(3, .policy))
        #expect(try await control.policies() == ["sandbox": policy, "task": Policy(strategy: .model)])

        let draining = TargetState(mode: .draining, reason: "maintenance")
        let e2b = Target.ID("e2b")
        _ = try await control.set(draining, of: e2b, in: "sandbox", audit: self.entry(4, .target))
        _ = try await control.set(.enabled, of: Target.ID("modal"), in: "sandbox", audit: self.entry(5, .target))
        _ = try await control.set(
            TargetState(mode: .disabled, reason: nil),
            of: e2b,
            in: "task",
            audit: self.entry(6, .target)
        )
        let states = try await control.targetStates()
        #expect(states["sandbox"] == [e2b: draining, Target.ID("modal"): .enabled])
        #expect(states["task"] == [e2b: TargetState(mode: .disabled, reason: nil)])

        let first = ServedModel(version: "v1.0.0", previous: nil, since: Timestamp(microseconds: 7))
        let second = ServedModel(version: "v1.1.0", previous: "v1.0.0", since: Timestamp(microseconds: 8))
        _ = try await control.set(first, for: "sandbox", audit: self.entry(7, .model))
        _ = try await control.set(second, for: "sandbox", audit: self.entry(8, .model))
        #expect(try await control.servedModels() == ["sandbox": second])

        let newest = try await control.audit(before: nil, limit: 3)
        #expect(newest.map(\.entry) == [self.entry(8, .model), self.entry(7, .model), self.entry(6, .target)])
        let next = try await control.audit(before: newest.last?.number, limit: 10)
        #expect(next.map(\.entry.at.microseconds) == [5, 4, 3, 2, 1])
        #expect(next[3].entry == self.entry(2, .policy, before: "{}"))
    }

    @Test(arguments: StoreKind.allCases)
    func `a policy that was taken back is forgotten, and that is audited`(kind: StoreKind) async throws {
        let stores = try Stores(kind)
        let control = stores.control
        for domain in ["sandbox", "task"] {
            _ = try await control.set(Policy(strategy: .rules), for: domain, audit: self.entry(1, .policy))
        }
        for number in [2, 3] as [Int64] {
            _ = try await control.removePolicy(of: "sandbox", audit: self.entry(number, .policy))
            #expect(try await control.policies() == ["task": Policy(strategy: .rules)])
        }
        #expect(try await control.audit(before: nil, limit: 10).map(\.entry.at.microseconds) == [3, 2, 1, 1])
    }
}
