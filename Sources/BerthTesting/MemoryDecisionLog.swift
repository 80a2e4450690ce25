package import Decisions
package import Domains
package import Placement
internal import Synchronization

/// Keeps decisions in memory.
package final class MemoryDecisionLog: DecisionLog, DecisionArchive, DeclarationStore, TargetTableStore {
    private struct Kept {
        var decisions: [Int64: Decision] = [:]
        var outcomes: [Int64: ObservedOutcome] = [:]
        var explorationSpent: [String: Double] = [:]
        var declarations: [(domain: String, declaration: DomainDeclaration)] = []
        var targetTables: [String: [UInt8]] = [:]
    }

    private let state = Mutex(Kept())

    /// Nothing was decided.
    package init() {}

    package func append(_ decisions: [Decision]) async throws {
        self.state.withLock { state in
            for decision in decisions {
                guard let number = decision.id.number else { preconditionFailure("'\(decision.id)' has no number") }
                state.decisions[number] = decision
                guard decision.explorationCost > 0 else { continue }
                state.explorationSpent[decision.domain, default: 0] += decision.explorationCost
            }
        }
    }

    package func decision(_ id: Decision.ID) async throws -> ObservedDecision? {
        guard let number = id.number else { return nil }
        return self.state.withLock { Self.observed(number, in: $0) }
    }

    private static func observed(_ number: Int64, in state: Kept) -> ObservedDecision? {
        state.decisions[number].map { ObservedDecision(decision: $0, outcome: state.outcomes[number]) }
    }

    package func decisions(_ query: DecisionQuery) async throws -> DecisionPage {
        self.state.withLock { state in
            let found = state.decisions.keys.sorted(by: >).compactMap { Self.observed($0, in: state) }
                .filter(query.includes)
            let page = Array(found.prefix(query.limit))
            return DecisionPage(
                decisions: page,
                next: found.count > page.count ? page.last?.decision.id : nil
            )
        }
    }

    package func newestID() async throws -> Decision.ID? {
        self.state.withLock { $0.decisions.keys.max() }.map { Decision.ID(number: $0) }
    }

    package func explorationSpent() async throws -> [String: Double] { self.state.withLock(\.explorationSpent) }

    package func keep(_ declaration: DomainDeclaration, of domain: String) async throws {
        self.state.withLock { state in
            guard !state.declarations.contains(where: { $0.declaration == declaration }) else { return }
            state.declarations.append((domain, declaration))
        }
    }

    package func declaration(_ hash: String) async throws -> DomainDeclaration? {
        self.state.withLock { $0.declarations.first { $0.declaration.hash == hash }?.declaration }
    }

    package func firstDeclaration(of domain: String) async throws -> DomainDeclaration? {
        self.state.withLock { $0.declarations.first { $0.domain == domain }?.declaration }
    }

    package func keep(targetTable bytes: [UInt8], hash: String) async throws {
        self.state.withLock { state in
            if state.targetTables[hash] == nil { state.targetTables[hash] = bytes }
        }
    }

    package func targetTable(_ hash: String) async throws -> [UInt8]? { self.state.withLock { $0.targetTables[hash] } }

    package func removeTargetTables(except inForce: Set<String>) async throws -> Int {
        self.state.withLock { state in
            let named = inForce.union(state.decisions.values.compactMap(\.targetTable))
            let before = state.targetTables.count
            state.targetTables = state.targetTables.filter { named.contains($0.key) }
            return before - state.targetTables.count
        }
    }

    package func remove(madeBefore moment: Timestamp, limit: Int) async throws -> Int {
        self.state.withLock { state in
            let old = state.decisions.filter { $0.value.at < moment }.keys.sorted().prefix(limit)
            for number in old {
                state.decisions[number] = nil
                state.outcomes[number] = nil
            }
            return old.count
        }
    }

    /// Whether a decision is in the log and of this domain.
    func knows(_ id: Decision.ID, of domain: String) -> Bool {
        id.number.map { number in self.state.withLock { $0.decisions[number]?.domain == domain } } ?? false
    }

    /// The first run of a decision is its outcome.
    func observe(_ run: Run, of id: Decision.ID) {
        guard let number = id.number else { return }
        self.state.withLock { state in
            guard state.outcomes[number] == nil else { return }
            state.outcomes[number] = ObservedOutcome(
                runID: run.id,
                target: run.target.id,
                startedAt: run.startedAt,
                outcome: run.outcome
            )
        }
    }
}

extension DecisionQuery {
    fileprivate func includes(_ observed: ObservedDecision) -> Bool {
        let decision = observed.decision
        func holds<Value>(_ wanted: Value?, _ condition: (Value) -> Bool) -> Bool { wanted.map(condition) ?? true }
        return holds(self.domain) { $0 == decision.domain } && holds(self.from) { $0 <= decision.at }
            && holds(self.until) { decision.at < $0 }
            && holds(self.target) { $0 == decision.chosenCandidate?.target.id }
            && holds(self.workload) { $0 == decision.workload.key }
            && holds(self.observed) { $0 == (observed.outcome != nil) }
            && holds(self.before) { (decision.id.number ?? 0) < ($0.number ?? 0) }
    }
}
