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

    private struct State {
        var snapshot: ServingSnapshot
        /// Knows the snapshot's targets.
        var reader: RunReader
        /// The models as they were installed; the snapshot's remembers.
        var model: (any Predictor)?
        var previous: (any Predictor)?
        var cache: CachingPredictor?
        /// Of caches that were dropped.
        var lookups = Lookups()
        var generator: SeededGenerator
        var breaker = CircuitBreaker()
        var explorationSpent: Double
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
        self.state = Mutex(
            State(
                snapshot: ServingSnapshot(
                    domain: domain,
                    targets: targets,
                    model: nil,
                    policy: policy,
                    history: history
                ),
                reader: Self.reader(domain, schema, targets),
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
                    state.snapshot,
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

    package var targets: [Target] { self.state.withLock { $0.snapshot.targets } }
    package var policy: Policy { self.state.withLock { $0.snapshot.policy } }
    package var model: (any Predictor)? { self.state.withLock { $0.model } }
    package var previousModel: (any Predictor)? { self.state.withLock { $0.previous } }
    package var explorationSpent: Double { self.state.withLock { $0.explorationSpent } }
    /// Whether the model failed repeatedly and rests.
    package var isModelPaused: Bool { self.state.withLock { $0.breaker.isOpen } }

    /// How often predictions were remembered.
    package var predictionLookups: Lookups {
        self.state.withLock { state in
            var lookups = state.lookups
            if let cache = state.cache { lookups.add(cache.lookups) }
            return lookups
        }
    }

    /// - Parameter number: Of the change's audit entry.
    package func follow(_ policy: Policy, number: Int64) {
        self.replace { state in
            guard number > state.policyNumber else { return }
            state.policyNumber = number
            state.snapshot = state.snapshot.following(policy)
        }
    }

    /// Lets a model serve, and another answer when it fails.
    ///
    /// - Parameter number: Of the change's audit entry; 0 at start.
    package func serve(_ model: (any Predictor)?, previous: (any Predictor)?, number: Int64) {
        self.replace { state in
            guard number >= state.modelNumber else { return }
            state.modelNumber = number
            state.model = model
            state.previous = previous
            state.breaker = CircuitBreaker()
        }
    }

    package func offer(_ targets: [Target]) {
        self.replace { state in
            state.snapshot = state.snapshot.offering(targets)
            state.reader = Self.reader(self.domain, self.schema, targets)
        }
    }

    /// Reads reports of the domain's runs.
    var reader: RunReader { self.state.withLock { $0.reader } }

    private static func reader(_ domain: Domain, _ schema: WorkloadSchema, _ targets: [Target]) -> RunReader {
        RunReader(domain: domain, targets: targets, specFields: schema.attributes, badRuns: .refuse)
    }

    /// Every change drops what was remembered.
    private func replace(_ change: (inout State) -> Void) {
        self.state.withLock { state in
            change(&state)
            if let cache = state.cache { state.lookups.add(cache.lookups) }
            state.cache = nil
            var serving = state.model
            if let model = state.model, self.settings.cacheSeconds > 0 {
                let cache = CachingPredictor(
                    model,
                    lifetimeSeconds: self.settings.cacheSeconds,
                    capacity: self.settings.cacheCapacity
                )
                state.cache = cache
                serving = cache
            }
            state.snapshot = state.snapshot.asking(serving, previous: state.previous)
        }
    }
}
