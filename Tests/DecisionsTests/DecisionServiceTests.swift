import Access
import BerthTesting
import Decisions
import Dispatch
import Domains
import Engine
import Features
import MetricRegistry
import Placement
import Resilience
import Synchronization
import Telemetry
import Testing

struct DecisionServiceTests {
    private static let start = Timestamp(microseconds: 1_800_000_000_000_000)

    private static let cheap = Target(id: Target.ID("cheap"), attributes: ["provider": "a", "price": 1])
    private static let dear = Target(id: Target.ID("dear"), attributes: ["provider": "b", "price": 2])

    /// A service over stores in memory, with a clock that a test moves.
    private struct World {
        let service: DecisionService
        let serving: DomainServing
        let log: MemoryDecisionLog
        let control: MemoryControlStore
        let clock: Clock
        let registry = MetricRegistry()
        var metrics: String { PrometheusText.text(of: self.registry.snapshot) }

        final class Clock: Sendable {
            private let moment = Mutex(DecisionServiceTests.start)
            var now: Timestamp { self.moment.withLock { $0 } }
            func advance(_ seconds: Double) { self.moment.withLock { $0 = $0.advanced(bySeconds: seconds) } }
        }

        init(
            cacheSeconds: Double = 300,
            fallsBackToRules: Bool = true,
            policy: Policy? = nil,
            slowly store: SlowControlStore? = nil
        ) throws {
            let domain = try Domain(
                yaml: """
                    domain: small
                    objective: cost
                    features: {size: {from: workload.size}, price: {from: target.price}}
                    rules: [{name: cheapest, order: [target.price]}]
                    identity: [workload.name]
                    """,
                file: "small.yaml"
            )
            let clock = Clock()
            let log = MemoryDecisionLog()
            let runs = MemoryRunStore(decisions: log)
            let control = MemoryControlStore()
            let settings = DecisionSettings(
                seed: 5,
                cacheSeconds: cacheSeconds,
                failureLimit: 2,
                fallsBackToRules: fallsBackToRules
            )
            let serving = DomainServing(
                domain: domain,
                targets: [DecisionServiceTests.cheap, DecisionServiceTests.dear],
                policy: policy ?? domain.policy,
                history: LiveHistory(domain: domain, store: runs),
                availability: Availability(operators: [:], failureLimit: settings.failureLimit),
                explorationSpent: 0,
                settings: settings
            )
            self.serving = serving
            self.log = log
            self.control = control
            self.clock = clock
            self.service = DecisionService(
                domains: [serving],
                log: log,
                control: store ?? control,
                runs: runs,
                measures: ServiceMeasures(self.registry),
                newestID: nil,
                settings: settings,
                now: { clock.now }
            )
        }

        func decide(_ name: String = "w", size: Value = 1) async throws -> Decision {
            try await self.service.decide(
                DecisionService.Request(domain: "small", attributes: ["name": .text(name), "size": size])
            ).decision
        }

        func outcome(succeeded: Bool = true, seconds: Double = 2) -> DecisionService.OutcomeReport {
            DecisionService.OutcomeReport(
                target: nil,
                startedAt: nil,
                outcome: Outcome(timeSeconds: seconds, cost: Money(nanos: 5, currency: .usd), succeeded: succeeded),
                error: nil,
                metrics: [:]
            )
        }
    }

    /// Keeps policies when it is told to.
    private actor SlowControlStore: ControlStore {
        let memory = MemoryControlStore()
        private var waiting: [CheckedContinuation<Void, Never>] = []
        private(set) var isOpen = false
        /// Policies that wait to be kept.
        nonisolated let arrivals: AsyncStream<Void>
        private let arrive: AsyncStream<Void>.Continuation

        init() { (self.arrivals, self.arrive) = AsyncStream.makeStream(bufferingPolicy: .unbounded) }

        func open() {
            self.isOpen = true
            for continuation in self.waiting { continuation.resume() }
            self.waiting = []
        }

        func set(_ policy: Policy, for domain: String, audit: AuditEntry) async throws -> Int64 {
            if !self.isOpen {
                self.arrive.yield()
                await withCheckedContinuation { self.waiting.append($0) }
            }
            return try await self.memory.set(policy, for: domain, audit: audit)
        }

        func policies() async throws -> [String: Policy] { try await self.memory.policies() }
        func removePolicy(of domain: String, audit: AuditEntry) async throws -> Int64 {
            try await self.memory.removePolicy(of: domain, audit: audit)
        }
        func targetStates() async throws -> [String: [Target.ID: TargetState]] { [:] }
        func set(
            _ state: TargetState,
            of target: Target.ID,
            in domain: String,
            audit: AuditEntry
        ) async throws -> Int64 { 0 }
        func audit(before: Int64?, limit: Int) async throws -> [NumberedAuditEntry] { [] }
        func changes(after number: Int64, limit: Int) async throws -> [NumberedAuditEntry] { [] }
    }

    /// Fails, and lets others ask while it does.
    private final class Entangled: Predictor {
        let modelID = "small@v1.0.0"
        let programHash = "hash"
        private let meanwhile = Mutex<(@Sendable () -> Void)?>(nil)

        func meanwhile(_ work: @escaping @Sendable () -> Void) { self.meanwhile.withLock { $0 = work } }

        func predictions(
            for workload: Workload,
            on targets: [Target],
            objective: Objective,
            at moment: Timestamp,
            history: any HistorySource
        ) throws(PredictionError) -> [PredictedTarget] {
            self.meanwhile.withLock { $0 }?()
            throw .damagedModel("on purpose")
        }

        func nearBest(choosing chosen: Int, among predictions: [Prediction]) -> Double { 0 }

        func reasons(
            for workload: Workload,
            chosen: PredictedTarget,
            rival: PredictedTarget,
            objective: Objective
        ) -> [Reason] { [] }
    }

    /// So many calls.
    private final class Calls: Sendable {
        private let left: Mutex<Int>
        init(_ count: Int) { self.left = Mutex(count) }

        func next() -> Bool {
            self.left.withLock { left in
                left -= 1
                return left >= 0
            }
        }
    }

    /// Runs one job after the other, in their order.
    private final class OneAtATime: TaskExecutor {
        private let queue = DispatchQueue(label: "one at a time")

        func enqueue(_ job: consuming ExecutorJob) {
            let job = UnownedJob(job)
            self.queue.async { job.runSynchronously(on: self.asUnownedTaskExecutor()) }
        }
    }

    /// Prefers the target with the higher price, and counts how often it is asked.
    private final class Contrary: Predictor {
        let modelID: String
        let programHash = "hash"
        private let asked = Mutex(0)
        private let fails: Bool
        var questions: Int { self.asked.withLock { $0 } }

        init(_ modelID: String = "small@v1.0.0", fails: Bool = false) {
            self.modelID = modelID
            self.fails = fails
        }

        func predictions(
            for workload: Workload,
            on targets: [Target],
            objective: Objective,
            at moment: Timestamp,
            history: any HistorySource
        ) throws(PredictionError) -> [PredictedTarget] {
            self.asked.withLock { $0 += 1 }
            if self.fails { throw .damagedModel("on purpose") }
            return targets.map { target in
                let cost = 3 - (target.attributes["price"]?.number ?? 0)
                let estimate = Estimate(value: cost, lower: cost, upper: cost)
                return PredictedTarget(
                    target: target,
                    features: FeatureVector([]),
                    prediction: Prediction(
                        timeSeconds: estimate,
                        cost: estimate,
                        successProbability: 1,
                        logValue: cost,
                        logValueDeviation: 0.1,
                        situation: .known
                    )
                )
            }
        }

        func nearBest(choosing chosen: Int, among predictions: [Prediction]) -> Double { 0.9 }

        func reasons(
            for workload: Workload,
            chosen: PredictedTarget,
            rival: PredictedTarget,
            objective: Objective
        ) -> [Reason] { [] }
    }

    // MARK: Deciding

    @Test func `a decision is in the log when it is answered`() async throws {
        let world = try World()
        let answer = try await world.service.decide(DecisionService.Request(domain: "small", attributes: ["size": 1]))
        #expect(answer.isRecorded)
        #expect(try await world.log.decision(answer.decision.id)?.decision == answer.decision)
    }

    @Test func `whoever hears of a decision at once finds its record, and may report on it`() async throws {
        let world = try World()
        for size in 1...50 {
            let decision = try await world.service.decideAtOnce(
                DecisionService.Request(
                    domain: "small",
                    attributes: ["name": "w", "size": .number(Double(size))]
                )
            )
            #expect(try await world.service.decision(decision.id).decision == decision)
            #expect(try await world.service.observe(world.outcome(), of: decision.id).isNew)
        }
    }

    @Test func `what cannot be decided is told by name, and nothing is recorded`() async throws {
        let world = try World()
        await #expect(throws: DecisionError.self) { try await world.decide(size: "large") }
        await #expect(throws: DecisionError.self) {
            try await world.service.decide(DecisionService.Request(domain: "smal", attributes: [:]))
        }
        let bad = DecisionService.Request(domain: "small", attributes: ["siz": 1])
        let good = DecisionService.Request(domain: "small", attributes: ["size": 1])
        do {
            _ = try await world.service.decide([good, bad])
            Issue.record("a batch with a bad request is refused")
        } catch let fault as DecisionService.BatchFault {
            #expect(fault.index == 1)
            #expect("\(fault.error)".contains("did you mean 'size'?"))
        }
        #expect(try await world.log.newestID() == nil)
    }

    @Test func `a list with a bad request spends and counts nothing`() async throws {
        let world = try World(
            cacheSeconds: 0,
            policy: Policy(confidenceGate: 0, exploration: Exploration(share: 1, budget: 1000))
        )
        world.serving.serve(Lineup(primary: Contrary()), number: 1)
        let good = DecisionService.Request(domain: "small", attributes: ["size": 1])
        let bad = DecisionService.Request(domain: "small", attributes: ["size": "large"])
        await #expect(throws: DecisionService.BatchFault.self) {
            try await world.service.decide([DecisionService.Request](repeating: good, count: 40) + [bad])
        }
        #expect(world.serving.explorationSpent < 1e-9)
        #expect(!world.metrics.contains("berth_decisions_total{"))
        let answers = try await world.service.decide([DecisionService.Request](repeating: good, count: 40))
        let spent = answers.reduce(0) { $0 + $1.decision.explorationCost }
        #expect(spent > 0 && abs(world.serving.explorationSpent - spent) < 1e-9)
        #expect(world.metrics.contains("berth_decisions_total{"))
    }

    @Test func `a long list lets others onto its thread`() async throws {
        let world = try World()
        let request = DecisionService.Request(domain: "small", attributes: ["size": 1])
        let wasUnderWay = try await withTaskExecutorPreference(OneAtATime()) {
            async let answers = world.service.decide([DecisionService.Request](repeating: request, count: 1000))
            async let isUnderWay = { try await world.log.newestID() == nil }()
            _ = try await answers
            return try await isUnderWay
        }
        #expect(wasUnderWay)
    }

    @Test func `without a model rules decide, or nobody where the configuration says so`() async throws {
        #expect(try await World().decide().basis == .modelUnavailable(reason: "no model is trained", rule: "cheapest"))
        let strict = try World(fallsBackToRules: false)
        await #expect(throws: DecisionError.noModel(reason: "no model is trained")) { try await strict.decide() }
    }

    @Test func `who asks and what only looks on stand in the record; a shadow that fails is counted`() async throws {
        let world = try World(cacheSeconds: 0, policy: Policy(strategy: .model))
        let shadows = [Contrary("small@v2.0.0"), Contrary("small@v3.0.0", fails: true)]
        world.serving.serve(Lineup(primary: Contrary(), shadows: shadows), number: 1)
        for _ in 0..<7 {
            let answer = try await world.service.decide(
                DecisionService.Request(domain: "small", attributes: ["size": 1], caller: Caller.ID("somebody"))
            )
            let kept = try await world.service.decision(answer.decision.id).decision
            #expect(kept.caller == Caller.ID("somebody") && kept.basis == .model)
            #expect(kept.domainHash == world.serving.domain.declaration.hash)
            #expect(kept.shadows.map(\.model) == ["small@v2.0.0", "small@v3.0.0"])
        }
        let failures = #"berth_shadow_failures_total{domain="small",model_version="small@v3.0.0"} 7"#
        #expect(world.metrics.contains(failures) && !world.metrics.contains("small@v2.0.0"), "\(world.metrics)")
        #expect(!world.serving.isModelPaused)
    }

    @Test func `an arm's model stands in for the primary, and its failures pause nobody`() async throws {
        let world = try World(cacheSeconds: 0, policy: Policy(strategy: .model))
        let experiment = try Experiment<any Predictor>(
            name: "e",
            arms: [Experiment.Arm(name: "all", share: 1, model: Contrary("small@v2.0.0", fails: true))]
        )
        world.serving.serve(Lineup(primary: Contrary(), experiment: experiment), number: 1)
        for _ in 0..<8 {
            let decision = try await world.decide()
            #expect(decision.arm == ExperimentArm(experiment: "e", name: "all"))
            #expect(decision.model == "small@v1.0.0" && decision.asked == ["small@v2.0.0", "small@v1.0.0"])
        }
        #expect(!world.serving.isModelPaused)
        #expect(world.metrics.contains(#"berth_previous_model_total{domain="small"} 8"#))
    }

    // MARK: The model's breaker

    @Test func `a model that fails requests with a limit is paused as well`() async throws {
        let world = try World()
        let model = Contrary(fails: true)
        world.serving.serve(Lineup(primary: model), number: 1)
        for _ in 0..<8 {
            await #expect(throws: DecisionError.self) {
                try await world.service.decide(
                    DecisionService.Request(
                        domain: "small",
                        attributes: ["size": 1],
                        constraints: Constraints(maxCost: 1)
                    )
                )
            }
        }
        #expect(world.serving.isModelPaused)
        #expect(model.questions == CircuitBreaker.Limits.defaultFailures)
    }

    private func request(_ number: Int64) -> DecisionRequest {
        DecisionRequest(
            id: Decision.ID(number: number),
            at: Self.start,
            workload: Workload(key: Workload.Key("w"), attributes: ["size": 1]),
            constraints: .none,
            objective: nil
        )
    }

    @Test func `failures that overlap are all counted`() throws {
        let world = try World(cacheSeconds: 0)
        let model = Entangled()
        world.serving.serve(Lineup(primary: model), number: 1)
        let (serving, second) = (world.serving, self.request(2))
        let calls = Calls(CircuitBreaker.Limits.defaultFailures - 1)
        model.meanwhile { if calls.next() { _ = try? serving.decide(second) } }
        _ = try serving.decide(self.request(1))
        #expect(serving.isModelPaused)
    }

    @Test func `a failure of the former model is not held against its successor`() throws {
        let world = try World(cacheSeconds: 0)
        let model = Entangled()
        world.serving.serve(Lineup(primary: model), number: 1)
        let serving = world.serving
        for number in 1..<Int64(CircuitBreaker.Limits.defaultFailures) { _ = try serving.decide(self.request(number)) }
        model.meanwhile { serving.serve(Lineup(primary: Contrary()), number: 2) }
        _ = try serving.decide(self.request(9))
        #expect(!serving.isModelPaused)
    }

    // MARK: Policies

    @Test func `of two changes of a part of the policy at once both hold`() async throws {
        let store = SlowControlStore()
        let world = try World(slowly: store)
        let (started, start) = AsyncStream.makeStream(of: Void.self)
        func change(_ change: @escaping @Sendable (Policy) -> Policy) -> Task<Policy, any Error> {
            Task {
                start.yield()
                return try await world.service.change(policyOf: "small", by: .local, requestID: nil, change)
            }
        }
        let gate = change { Policy(strategy: $0.strategy, confidenceGate: 0.9, exploration: $0.exploration) }
        let off = change { Policy(strategy: $0.strategy, confidenceGate: $0.confidenceGate, exploration: .off) }
        // Both ask, and one has read the policy and waits for the store; the other would read it too, if it could.
        var starts = started.makeAsyncIterator()
        for _ in 0..<2 { _ = await starts.next() }
        for await _ in store.arrivals { break }
        await store.open()
        _ = (try await gate.value, try await off.value)
        #expect(world.serving.policy.confidenceGate == 0.9 && world.serving.policy.exploration == .off)
    }

    @Test func `the policy of the domain's file can be had back`() async throws {
        let world = try World()
        let before = world.serving.policy
        try await world.service.set(Policy(strategy: .rules), for: "small", by: .local, requestID: "r-1")
        #expect(try await world.service.resetPolicy(of: "small", by: .local, requestID: "r-2") == before)
        #expect(world.serving.policy == before)
        #expect(try await world.control.policies() == [:])
        #expect(try await world.control.audit(before: nil, limit: 1).map(\.entry.requestID) == ["r-2"])
    }

    // MARK: The prediction cache

    @Test func `predictions are remembered for as long as they live, and for their workload only`() async throws {
        let world = try World(cacheSeconds: 60)
        let model = Contrary()
        world.serving.serve(Lineup(primary: model), number: 1)
        for _ in 0..<3 { #expect(try await world.decide().chosenCandidate?.target.id == Self.dear.id) }
        #expect(model.questions == 1)
        _ = try await world.decide("other")
        #expect(model.questions == 2)
        world.clock.advance(60)
        _ = try await world.decide()
        #expect(model.questions == 3)
        #expect(world.serving.predictionLookups.hits == 2)
        #expect(world.serving.predictionLookups.misses == 3)
    }

    @Test func `a new policy, model or price drops what is remembered`() async throws {
        let world = try World()
        let model = Contrary()
        world.serving.serve(Lineup(primary: model), number: 1)
        _ = try await world.decide()
        try await world.service.set(Policy(strategy: .model), for: "small", by: .local, requestID: nil)
        _ = try await world.decide()
        #expect(model.questions == 2)
        world.serving.offer([Self.cheap, Self.dear])
        _ = try await world.decide()
        #expect(model.questions == 3)
        world.serving.serve(Lineup(primary: Contrary("small@v1.1.0"), fallback: model), number: 2)
        #expect(try await world.decide().model == "small@v1.1.0")
    }

    // MARK: Models

    @Test func `a model that fails leaves the decision to the one before it`() async throws {
        let world = try World()
        world.serving.serve(Lineup(primary: Contrary("small@v1.1.0", fails: true), fallback: Contrary()), number: 1)
        let decision = try await world.decide()
        #expect(decision.model == "small@v1.0.0")
        #expect(decision.chosenCandidate?.target.id == Self.dear.id)
    }

    @Test func `an older change does not undo a newer one`() async throws {
        let world = try World()
        world.serving.follow(Policy(strategy: .rules), number: 7)
        world.serving.follow(Policy(strategy: .model), number: 6)
        #expect(world.serving.policy.strategy == .rules)
        world.serving.serve(Lineup(primary: Contrary("small@v2.0.0")), number: 9)
        world.serving.serve(Lineup(primary: Contrary("small@v1.0.0")), number: 8)
        #expect(world.serving.lineup.primary?.modelID == "small@v2.0.0")
    }

    // MARK: Outcomes

    @Test func `the same outcome twice is one, another one is refused and the first stands`() async throws {
        let world = try World()
        let id = try await world.decide().id
        #expect(try await world.service.observe(world.outcome(), of: id).isNew)
        #expect(try await !world.service.observe(world.outcome(), of: id).isNew)
        await #expect(throws: DecisionError.self) { try await world.service.observe(world.outcome(seconds: 3), of: id) }
        #expect(try await world.service.decision(id).outcome?.outcome.timeSeconds == 2)
    }

    @Test func `what the reports are worth for learning is counted`() async throws {
        let world = try World()
        let decision = try await world.decide()
        _ = try await world.service.observe(world.outcome(), of: decision.id)
        let intake = RunIntake(world.service)
        let runs = [
            #"{"runId": "a", "provider": "a", "spec": {"name": "w"}, "#,
            #"{"runId": "a", "provider": "a", "spec": {"name": "w"}, "#,
            #"{"runId": "b", "provider": "a", "decisionId": "d-0000000000000", "spec": {"name": "w", "size": 1}, "#,
        ].map { $0 + #""startedAt": "2020-01-01T00:00:00Z", "durationMs": 5, "costUSD": 1, "success": true}"# }
        let body = Array(runs.joined(separator: "\n").utf8)
        let receipt = try await intake.take(body, name: "body")
        #expect(receipt.result.imported == 1, "\(receipt)")
        await #expect(throws: RunReadError.self) { try await intake.take(Array("{}".utf8), name: "body") }
        for line in [
            #"berth_run_reports_total{domain="small",result="stored"} 2"#,
            #"berth_run_reports_total{domain="small",result="duplicate"} 1"#,
            #"berth_run_reports_total{domain="small",result="contradicting"} 0"#,
            #"berth_run_reports_total{domain="small",result="unknown-decision"} 1"#,
            #"berth_unreadable_run_bodies_total{domain="small"} 1"#,
            #"berth_run_missing_values_total{domain="small",attribute="name"} 0"#,
            #"berth_run_missing_values_total{domain="small",attribute="size"} 1"#,
            // The decision's run is the newer one, though the other came later.
            #"berth_newest_run_start_seconds{domain="small"} 1800000000"#,
        ] { #expect(world.metrics.contains(line + "\n"), "\(line) in \(world.metrics)") }
    }

    @Test func `an outcome of a decision long past is taken, and an outcome is known after many others`() async throws {
        let world = try World()
        let (old, observed) = (try await world.decide(), try await world.decide())
        #expect(try await world.service.observe(world.outcome(), of: observed.id).isNew)
        // More than are kept at hand.
        for _ in 0..<1_100 { _ = try await world.decide() }
        #expect(try await world.service.observe(world.outcome(), of: old.id).isNew)
        for decision in [old, observed] {
            #expect(try await !world.service.observe(world.outcome(), of: decision.id).isNew)
            #expect(try await world.service.decision(decision.id).outcome != nil)
        }
    }

    @Test func `an outcome that came as a run is known`() async throws {
        let world = try World()
        let decision = try await world.decide()
        let run = Run(
            id: Run.ID("theirs"),
            workload: decision.workload,
            target: Self.cheap,
            startedAt: Self.start,
            outcome: world.outcome().outcome
        )
        _ = try await world.service.collect([RunReport(run, decision: decision.id)], domain: "small")
        #expect(try await !world.service.observe(world.outcome(), of: decision.id).isNew)
        await #expect(throws: DecisionError.self) {
            try await world.service.observe(world.outcome(seconds: 3), of: decision.id)
        }
    }

    @Test func `an outcome of nothing known is refused`() async throws {
        let world = try World()
        for id in ["d-0000000000001", "nothing"] {
            await #expect(throws: DecisionError.unknownDecision(Decision.ID(id))) {
                try await world.service.observe(world.outcome(), of: Decision.ID(id))
            }
        }
    }

    @Test func `failures in a row take a target out, and its reason is in the record`() async throws {
        let world = try World()
        for name in ["a", "b"] {
            let decision = try await world.decide(name)
            #expect(decision.chosenCandidate?.target.id == Self.cheap.id)
            _ = try await world.service.observe(world.outcome(succeeded: false), of: decision.id)
        }
        let decision = try await world.decide("c")
        #expect(decision.chosenCandidate?.target.id == Self.dear.id)
        #expect(decision.candidates[0].exclusion == .unavailable(reason: "its last 2 runs failed"))
        world.clock.advance(30)
        #expect(try await world.decide("d").chosenCandidate?.target.id == Self.cheap.id, "one may try")
        #expect(try await world.decide("e").chosenCandidate?.target.id == Self.dear.id, "the others wait for it")
    }

    @Test func `a run that ends later than now is refused, with all times`() async throws {
        let world = try World()
        func report(_ seconds: Double) -> RunReport {
            RunReport(
                Run(
                    id: Run.ID("r\(seconds)"),
                    workload: Workload(key: Workload.Key("w"), attributes: [:]),
                    target: Self.cheap,
                    startedAt: Self.start.advanced(bySeconds: seconds),
                    outcome: Outcome(timeSeconds: 1, cost: Money(nanos: 1, currency: .usd), succeeded: true)
                )
            )
        }
        #expect(try await world.service.collect([report(299)], domain: "small").imported == 1, "clocks differ a little")
        await #expect(throws: DecisionError.self) {
            try await world.service.collect([report(0), report(300)], domain: "small")
        }
    }

    // MARK: A clock that goes back

    @Test func `after the clock went back decisions keep their order, and outcomes from before are taken`() async throws
    {
        let world = try World()
        let before = try await world.decide()
        world.clock.advance(-3600)
        let after = try await world.decide()
        #expect(before.id < after.id && after.at < before.at)
        let page = try await world.service.decisions(DecisionQuery(domain: "small"))
        #expect(page.decisions.map(\.decision) == [after, before])
        for decision in [before, after] {
            #expect(try await world.service.observe(world.outcome(), of: decision.id).isNew)
        }
        let run = RunReport(
            Run(
                id: Run.ID("own-name"),
                workload: before.workload,
                target: Self.cheap,
                startedAt: before.at.advanced(bySeconds: 301),
                outcome: world.outcome().outcome
            ),
            decision: before.id
        )
        await #expect(throws: DecisionError.self) { try await world.service.collect([run], domain: "small") }
    }

    @Test func `after the clock went back nothing is remembered longer than it may be`() async throws {
        let world = try World()
        let model = Contrary()
        world.serving.serve(Lineup(primary: model), number: 1)
        _ = try await world.decide()
        world.clock.advance(-3600)
        _ = try await world.decide()
        _ = try await world.decide()
        #expect(model.questions == 2)
    }

    @Test func `after the clock went back a target that was left alone is tried, not left alone for an hour more`()
        async throws
    {
        let world = try World()
        for name in ["a", "b"] {
            _ = try await world.service.observe(
                world.outcome(succeeded: false),
                of: try await world.decide(name).id
            )
        }
        world.clock.advance(-3600)
        #expect(try await world.decide("d").chosenCandidate?.target.id == Self.cheap.id, "one may try")
        #expect(try await world.decide("e").chosenCandidate?.target.id == Self.dear.id, "the others wait for it")
    }

    @Test func `a domain without targets says where they come from`() async throws {
        let world = try World()
        world.serving.offer([])
        await #expect(throws: DecisionError.noTargets(domain: "small")) { try await world.decide() }
    }

    // MARK: Operators

    @Test func `a change by an operator is audited with what stood before`() async throws {
        let world = try World()
        try await world.service.set(Policy(strategy: .rules), for: "small", by: .local, requestID: "r-1")
        let (serving, target) = try world.service.target(Target.ID("dear"), in: nil)
        let draining = TargetState(mode: .draining, reason: "maintenance")
        try await world.service.set(draining, of: target.id, in: serving, by: .local, requestID: nil)
        let audit = try await world.service.audit(before: nil, limit: 10).map(\.entry)
        #expect(audit.map(\.subject) == [.target, .policy])
        #expect(audit.map(\.name) == ["small/dear", "small"])
        #expect(audit[1].requestID == "r-1")
        #expect(audit[1].before?.contains(#""strategy":"hybrid""#) == true)
        #expect(audit[1].after.contains(#""strategy":"rules""#))
        #expect(audit[0].after.contains("maintenance"))
        #expect(throws: DecisionError.self) { try world.service.target(Target.ID("deer"), in: nil) }
    }

    // MARK: Exploration

    @Test func `the budget of exploration holds across decisions that are made at once`() async throws {
        let world = try World(cacheSeconds: 0)
        world.serving.serve(Lineup(primary: Contrary()), number: 1)
        let policy = Policy(strategy: .hybrid, exploration: Exploration(share: 1, budget: 7.5))
        try await world.service.set(policy, for: "small", by: .local, requestID: nil)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for task in 0..<4 {
                group.addTask { for index in 0..<50 { _ = try await world.decide("\(task)-\(index)") } }
            }
            try await group.waitForAll()
        }
        // Each exploration costs 1 more than the model's choice.
        #expect(world.serving.explorationSpent == 7)
        #expect(try await world.log.explorationSpent()["small"] == 7)
    }
}
