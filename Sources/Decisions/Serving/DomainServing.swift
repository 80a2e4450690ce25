package import Domains
package import Engine
package import Placement
internal import Resilience
internal import Statistics
internal import Synchronization
internal import Telemetry

/// One domain in service: what its decisions read, replaced whole, and what changes from decision to decision.
package final class DomainServing: Sendable {
    /// What its file declares.
    package let domain: Domain
    /// What a workload's attributes may be.
    package let schema: WorkloadSchema
    /// What decisions see of past runs.
    package let history: LiveHistory
    /// Which targets can take work now.
    package let availability: Availability
    private let settings: DecisionSettings
    private let state: Mutex<Situation>
    /// Held while something in force is changed: one change after the other, and no decision waits for it.
    private let changing = Mutex(())
    /// Whoever reads something of the store to put it in force stands in this line, so that what was read last holds.
    let line = WaitingLine(width: 1)

    private struct Situation {
        var force: Force
        var generator: SeededGenerator
        var breaker = CircuitBreaker()
        var explorationSpent: Double
    }

    /// What is in force, replaced whole.
    private struct Force {
        var snapshot: ServingSnapshot
        /// Knows the snapshot's targets.
        var reader: RunReader
        /// The models as they were installed; the snapshot's primary remembers.
        var lineup = Lineup<any Predictor>.empty
        var cache: CachingPredictor?
        /// Of caches that were dropped.
        var lookups = Lookups()
        /// Audit numbers of the policy and of the lineup in force: an older change does not undo a newer one.
        var policyNumber: Int64 = 0
        var lineupNumber: Int64 = 0
    }

    /// - Parameters:
    ///   - targets: Where the domain's workloads can run.
    ///   - explorationSpent: What exploration has cost before.
    package init(
        domain: Domain,
        targets: some Sequence<Target>,
        policy: Policy,
        history: LiveHistory,
        availability: Availability,
        explorationSpent: Double,
        settings: DecisionSettings
    ) {
        self.domain = domain
        let schema = WorkloadSchema(of: domain)
        self.schema = schema
        self.history = history
        self.availability = availability
        self.settings = settings
        let snapshot = ServingSnapshot(
            domain: domain,
            targets: TargetTable(targets),
            considering: settings.considered,
            lineup: .empty,
            policy: policy,
            history: history
        )
        self.state = Mutex(
            Situation(
                force: Force(
                    snapshot: snapshot,
                    reader: Self.reader(domain, schema, snapshot.targets)
                ),
                generator: SeededGenerator(seed: settings.seed),
                explorationSpent: explorationSpent
            )
        )
    }

    // MARK: Deciding

    /// Decides where a workload runs. Takes no lock while it computes.
    package func decide(_ request: DecisionRequest) throws(EngineError) -> Conclusion {
        while true {
            let (snapshot, lineup, before) = self.state.withLock { state in
                (
                    state.force.snapshot, state.force.lineup.primary == nil ? nil : state.force.lineupNumber,
                    EngineState(
                        seed: state.generator.next(),
                        breaker: state.breaker,
                        explorationSpent: state.explorationSpent
                    )
                )
            }
            let unavailable = self.availability.unavailable(at: request.at)
            var after = before
            let conclusion: Conclusion
            do throws(EngineError) {
                conclusion = try Engine.conclude(
                    request,
                    with: unavailable.isEmpty ? snapshot : snapshot.lacking(unavailable),
                    state: &after
                )
            } catch {
                // What only a prediction could answer is refused; the model failed all the same, if it was asked.
                if case .limitNeedsModel = error, before.breaker.allows(at: request.at) {
                    self.note(.failed, of: lineup, at: request.at)
                }
                throw error
            }
            if after.breaker != before.breaker {
                self.note(
                    ModelCall(from: before.breaker, to: after.breaker, at: request.at),
                    of: lineup,
                    at: request.at
                )
            }
            if self.spend(after.explorationSpent, insteadOf: before.explorationSpent) {
                if let chosen = conclusion.decision.chosenCandidate {
                    self.availability.chosen(chosen.target.id, at: request.at)
                }
                return conclusion
            }
        }
    }

    /// Orders the targets for a workload. Takes no lock while it computes, and changes nothing.
    package func rank(_ request: DecisionRequest, limit: Int, offset: Int) throws(EngineError) -> Ranking {
        let (snapshot, breaker) = self.state.withLock { ($0.force.snapshot, $0.breaker) }
        let unavailable = self.availability.unavailable(at: request.at)
        return try Engine.rank(
            request,
            limit: limit,
            offset: offset,
            with: unavailable.isEmpty ? snapshot : snapshot.lacking(unavailable),
            state: EngineState(seed: 0, breaker: breaker)
        )
    }

    /// What became of a call of the primary.
    private enum ModelCall {
        case succeeded(onTrial: Bool)
        case failed

        /// - Parameter moment: Of the call, which changed the breaker.
        init(from before: CircuitBreaker, to after: CircuitBreaker, at moment: Timestamp) {
            var failed = before
            if failed.mayCall(at: moment) { failed.failed(at: moment) }
            self = after == failed ? .failed : .succeeded(onTrial: before.isOpen)
        }
    }

    /// Notes what became of a call in the breaker as it is now: other decisions may have failed meanwhile, or another
    /// model may serve.
    ///
    /// - Parameter lineup: The number of the change that put the lineup in force; `nil` for one without a primary.
    private func note(_ call: ModelCall, of lineup: Int64?, at moment: Timestamp) {
        self.state.withLock { state in
            guard state.force.lineupNumber == lineup else { return }
            switch call {
            // A call from before it opened says less than those that opened it.
            case .succeeded(let onTrial): if onTrial || !state.breaker.isOpen { state.breaker.succeeded() }
            case .failed: if state.breaker.mayCall(at: moment) { state.breaker.failed(at: moment) }
            }
        }
    }

    /// - Returns: `false` when another decision explored meanwhile: this one has to see what is left of the budget.
    private func spend(_ after: Double, insteadOf before: Double) -> Bool {
        self.state.withLock { state in
            guard after != before else { return true }
            guard state.explorationSpent == before else { return false }
            state.explorationSpent = after
            return true
        }
    }

    /// Gives back what decisions took from the budget that nobody will hear of.
    package func giveBack(_ explorationCost: Double) {
        guard explorationCost > 0 else { return }
        self.state.withLock { $0.explorationSpent = max(0, $0.explorationSpent - explorationCost) }
    }

    // MARK: What is in force

    package var targets: TargetTable { self.state.withLock { $0.force.snapshot }.targets }
    /// SHA-256 of the table that the targets come from, in hexadecimal; `nil` where every decision looks at all of them.
    package var targetTable: String? { self.state.withLock { $0.force.snapshot }.targetTable }
    /// The policy in force.
    package var policy: Policy { self.state.withLock { $0.force.snapshot }.policy }
    /// The models in force.
    package var lineup: Lineup<any Predictor> { self.state.withLock { $0.force.lineup } }
    /// What exploration has cost so far, in units of the domain's currency.
    package var explorationSpent: Double { self.state.withLock { $0.explorationSpent } }
    /// Audit number of the change that put the lineup in force; 0 for what was put there at the start.
    package var lineupNumber: Int64 { self.state.withLock { $0.force.lineupNumber } }
    /// Whether the primary failed repeatedly and rests.
    package var isModelPaused: Bool { self.state.withLock { $0.breaker.isOpen } }
    /// Reads reports of the domain's runs.
    var reader: RunReader { self.state.withLock { $0.force.reader } }

    private var force: Force { self.state.withLock { $0.force } }

    /// How often predictions were remembered.
    package var predictionLookups: Lookups {
        let force = self.force
        var lookups = force.lookups
        if let cache = force.cache { lookups.add(cache.lookups) }
        return lookups
    }

    /// - Parameter number: Of the change's audit entry.
    package func follow(_ policy: Policy, number: Int64) {
        self.change { force in
            guard number > force.policyNumber else { return }
            force.policyNumber = number
            force.snapshot = force.snapshot.following(policy)
        }
    }

    /// Puts a lineup in force: the next decision sees it whole.
    ///
    /// Called by `Delivery` alone, which keeps lineups and audits them first.
    ///
    /// - Parameter number: Of the change's audit entry; 0 at start.
    package func serve(_ lineup: Lineup<any Predictor>, number: Int64) {
        self.change { force in
            guard number >= force.lineupNumber else { return }
            force.lineupNumber = number
            force.lineup = lineup
        }
        self.state.withLock { $0.breaker = CircuitBreaker() }
    }

    package func offer(_ targets: some Sequence<Target>) {
        let table = TargetTable(targets)
        self.change { force in
            force.snapshot = force.snapshot.offering(table)
            force.reader = Self.reader(self.domain, self.schema, table)
        }
    }

    // MARK: Targets of runs

    /// The most targets that a domain takes from its runs: each decision looks at all of them.
    package static let runTargets = 10_000

    /// - Returns: How many targets there would be with those of some runs.
    func targetCount(with runs: some Sequence<Run>) -> Int {
        let known = self.targets
        return known.count + Set(runs.lazy.map(\.target.id).filter { known.row(of: $0) == nil }).count
    }

    /// Whether runs are on a target that is not known, or known with other attributes.
    func hasNewTargets(_ runs: some Sequence<Run>) -> Bool {
        let known = self.targets
        return runs.contains { run in known.row(of: run.target.id).map { known[$0] } != run.target }
    }

    /// Puts the targets in force that a store of runs has.
    ///
    /// - Parameter tables: Keeps a table of which shortlists are made, before the first decision names it.
    func takeUpTargets(from runs: any RunStore, keepingTableIn tables: any TargetTableStore) async throws {
        try await self.line.run {
            let targets = TargetTable(try await runs.targets(of: self.domain.name))
            guard targets != self.targets else { return }
            if targets.count > self.settings.considered {
                try await tables.keep(targetTable: targets.encoded, hash: targets.version)
            }
            self.offer(targets)
        }
    }

    /// Runs of one body: read at once on the thread that other requests wait for, and written in one transaction.
    package static let bodyRuns = 10_000

    private static func reader(_ domain: Domain, _ schema: WorkloadSchema, _ targets: TargetTable) -> RunReader {
        RunReader(
            domain: domain,
            targets: targets,
            specFields: schema.attributes,
            badRuns: .refuse,
            limits: RunReader.Limits(runs: Self.bodyRuns)
        )
    }

    /// Makes what follows ready beside the decisions and swaps it in. Every change drops what was remembered.
    private func change(_ change: (inout Force) -> Void) {
        self.changing.withLock { _ in
            var force = self.force
            change(&force)
            if let cache = force.cache { force.lookups.add(cache.lookups) }
            force.cache = nil
            if let model = force.lineup.primary, self.settings.cacheSeconds > 0 {
                force.cache = CachingPredictor(
                    model,
                    lifetimeSeconds: self.settings.cacheSeconds,
                    capacity: self.settings.cacheCapacity
                )
            }
            let primary: (any Predictor)? = force.cache ?? force.lineup.primary
            force.snapshot = force.snapshot.asking(force.lineup.replacingPrimary(with: primary))
            let next = force
            let past = self.state.withLock { state in
                defer { state.force = next }
                return state.force
            }
            // A model that goes is freed here: while the lock is held, every decision waits.
            withExtendedLifetime(past) {}
        }
    }
}
