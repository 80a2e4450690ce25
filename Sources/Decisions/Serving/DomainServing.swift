package import Domains
package import Engine
package import Placement
internal import Statistics
internal import Synchronization
internal import Telemetry

/// One domain in service: what its decisions read, replaced whole, and what changes from decision to decision.
package final class DomainServing: Sendable {
    package let domain: Domain
    package let schema: WorkloadSchema
    package let history: LiveHistory
    package let availability: Availability
    private let settings: DecisionSettings
    private let state: Mutex<State>
    /// Held while something in force is changed: one change after the other, and no decision waits for it.
    private let changing = Mutex(())

    private struct State {
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
        /// The models as they were installed; the snapshot's remembers.
        var model: (any Predictor)?
        var previous: (any Predictor)?
        var cache: CachingPredictor?
        /// Of caches that were dropped.
        var lookups = Lookups()
        /// Audit numbers of the policy and of the model in force: an older change does not undo a newer one.
        var policyNumber: Int64 = 0
        var modelNumber: Int64 = 0
    }

    /// - Parameters:
    ///   - targets: Where the domain's workloads can run.
    ///   - explorationSpent: What exploration has cost before.
    package init(
        domain: Domain,
        targets: [Target],
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
        let snapshot = ServingSnapshot(domain: domain, targets: targets, model: nil, policy: policy, history: history)
        self.state = Mutex(
            State(
                force: Force(snapshot: snapshot, reader: Self.reader(domain, schema, targets)),
                generator: SeededGenerator(seed: settings.seed),
                explorationSpent: explorationSpent
            )
        )
    }

    // MARK: Deciding

    /// Decides where a workload runs. Takes no lock while it computes.
    package func decide(_ request: DecisionRequest) throws(EngineError) -> Decision {
        while true {
            let (snapshot, before) = self.state.withLock { state in
                (
                    state.force.snapshot,
                    EngineState(
                        seed: state.generator.next(),
                        breaker: state.breaker,
                        explorationSpent: state.explorationSpent
                    )
                )
            }
            let unavailable = self.availability.unavailable(at: request.at)
            var after = before
            let decision = try Engine.decide(
                request,
                with: unavailable.isEmpty ? snapshot : snapshot.lacking(unavailable),
                state: &after
            )
            if self.commit(after, from: before) {
                if let chosen = decision.chosenCandidate {
                    self.availability.chosen(chosen.target.id, at: request.at)
                }
                return decision
            }
        }
    }

    /// - Returns: `false` when another decision explored meanwhile: this one has to see what is left of the budget.
    private func commit(_ after: EngineState, from before: EngineState) -> Bool {
        self.state.withLock { state in
            if after.breaker != before.breaker { state.breaker = after.breaker }
            guard after.explorationSpent != before.explorationSpent else { return true }
            guard state.explorationSpent == before.explorationSpent else { return false }
            state.explorationSpent = after.explorationSpent
            return true
        }
    }

    // MARK: What is in force

    package var targets: [Target] { self.force.snapshot.targets }
    package var policy: Policy { self.force.snapshot.policy }
    package var model: (any Predictor)? { self.force.model }
    package var previousModel: (any Predictor)? { self.force.previous }
    package var explorationSpent: Double { self.state.withLock { $0.explorationSpent } }
    /// Whether the model failed repeatedly and rests.
    package var isModelPaused: Bool { self.state.withLock { $0.breaker.isOpen } }
    /// Reads reports of the domain's runs.
    var reader: RunReader { self.force.reader }

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

    /// Lets a model serve, and another answer when it fails.
    ///
    /// - Parameter number: Of the change's audit entry; 0 at start.
    package func serve(_ model: (any Predictor)?, previous: (any Predictor)?, number: Int64) {
        self.change { force in
            guard number >= force.modelNumber else { return }
            force.modelNumber = number
            force.model = model
            force.previous = previous
        }
        self.state.withLock { $0.breaker = CircuitBreaker() }
    }

    package func offer(_ targets: [Target]) {
        self.change { force in
            force.snapshot = force.snapshot.offering(targets)
            force.reader = Self.reader(self.domain, self.schema, targets)
        }
    }

    /// Runs of one body: read at once on the thread that other requests wait for, and written in one transaction.
    package static let bodyRuns = 10_000

    private static func reader(_ domain: Domain, _ schema: WorkloadSchema, _ targets: [Target]) -> RunReader {
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
            if let model = force.model, self.settings.cacheSeconds > 0 {
                force.cache = CachingPredictor(
                    model,
                    lifetimeSeconds: self.settings.cacheSeconds,
                    capacity: self.settings.cacheCapacity
                )
            }
            force.snapshot = force.snapshot.asking(force.cache ?? force.model, previous: force.previous)
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
