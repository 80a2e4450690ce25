import Access
import BerthTesting
import Decisions
import Delivery
import Domains
import Engine
import Foundation
import LearnedModels
import MetricRegistry
import Pipelines
import Placement
import Registry
import Synchronization
import Telemetry
import Testing
import Training

/// LightGBM's own library trains here: `make deps` fetches it, and without it these tests fail.
struct TrainingServiceTests {
    @Test func `a training takes its steps in order and registers a version with its lineage`() async throws {
        let kitchen = try Kitchen()
        try await kitchen.cook()
        let seen = Mutex<[TrainingProgress]>([])
        let model = try await kitchen.service().train(kitchen.order()) { progress in
            seen.withLock { $0.append(progress) }
        }
        let record = try kitchen.models.version(model.record.id)
        #expect(record == model.record && record.id.description.hasSuffix("v1.0.0"))
        #expect(record.parent == nil && record.seed == 3 && record.parameters["rounds"] == "5")
        #expect(record.trainingRuns.count == 60 && record.trainingRuns.from == Kitchen.start)
        #expect(record.createdAt == kitchen.clock.now)
        #expect(model.artifact.version == "v1.0.0")
        let progress = seen.withLock { $0 }
        let steps = progress.map(\.step).reduce(into: [TrainingStep]()) { if $0.last != $1 { $0.append($1) } }
        #expect(steps == [.collect, .features, .evaluate, .train, .register])
        #expect(progress.map(\.share) == progress.map(\.share).sorted() && progress.last?.share == 1)
        let next = try await kitchen.service().train(kitchen.order()).record
        #expect(next.id.version == SemanticVersion(major: 1, minor: 1, patch: 0) && next.parent == .first)
        #expect(kitchen.journal.trainings(limit: 9).map(\.training.state) == [.registered, .registered])
    }

    @Test func `a window of days counts back from the newest run, one since a moment from there`() async throws {
        let kitchen = try Kitchen()
        try await kitchen.cook()
        let service = kitchen.service()
        let days = try await service.train(kitchen.order(.days(2))).record
        let oldest = try kitchen.run(35).startedAt
        #expect(days.trainingRuns.count == 25 && days.trainingRuns.from == oldest)
        let since = try await service.train(kitchen.order(.since(try kitchen.run(40).startedAt))).record
        #expect(since.trainingRuns.count == 20)
    }

    @Test func `a training on given runs touches neither store of runs nor journal`() async throws {
        let kitchen = try Kitchen()
        let runs = try (0..<30).map { try kitchen.run($0) }
        let record = try await kitchen.service().train(kitchen.order(), on: runs).record
        #expect(record.trainingRuns.count == 30)
        #expect(kitchen.journal.trainings(limit: 9) == [])
    }

    @Test func `a service trains in its own process, and the version serves`() async throws {
        let kitchen = try Kitchen()
        try await kitchen.cook()
        let settings = DecisionSettings(seed: 5)
        let serving = DomainServing(
            domain: kitchen.domain,
            targets: (0..<3).map(Kitchen.target),
            policy: Policy(strategy: .model),
            history: LiveHistory(domain: kitchen.domain, store: kitchen.runs),
            availability: Availability(operators: [:], failureLimit: settings.failureLimit),
            explorationSpent: 0,
            settings: settings
        )
        let control = MemoryControlStore()
        let decisions = DecisionService(
            domains: [serving],
            log: MemoryDecisionLog(),
            control: control,
            runs: kitchen.runs,
            measures: ServiceMeasures(MetricRegistry()),
            newestID: nil,
            settings: settings,
            now: { kitchen.clock.now }
        )
        let request = DecisionService.Request(domain: "kitchen", attributes: ["dish": "dish-3", "size": 5])
        let before = try await decisions.decide(request).decision
        #expect(before.model == nil)
        let id = try await kitchen.service().train(kitchen.order()).record.id
        _ = try await ModelDelivery(models: kitchen.models, lineups: control, decisions: decisions).serve(
            id,
            by: .local,
            requestID: nil
        )
        let after = try await decisions.decide(request).decision
        #expect(after.model == serving.lineup.primary?.modelID && after.model?.hasSuffix("v1.0.0") == true)
        #expect(after.chosenCandidate?.target.id == Target.ID("stove-2"))
    }

    @Test func `it trains on a thread of its own that steps back`() async throws {
        let kitchen = try Kitchen()
        try await kitchen.cook()
        let names = Mutex<Set<String>>([])
        let service = kitchen.service {
            WatchedTrees(try Kitchen.trees()) { _ in
                let name = try String(contentsOfFile: "/proc/thread-self/comm", encoding: .utf8)
                names.withLock { _ = $0.insert(name) }
            }
        }
        #if os(Linux)
            _ = try await service.train(kitchen.order())
            #expect(names.withLock { $0 } == ["berth-train\n"])
        #endif
    }

    // MARK: Faults

    @Test func `what cannot be trained says why, and registers nothing`() async throws {
        let kitchen = try Kitchen()
        let service = kitchen.service()
        await #expect(throws: PipelineError.noRuns(domain: "kitchen")) { try await service.train(kitchen.order()) }
        await #expect(throws: PipelineError.unknownDomain("kitchn", known: ["kitchen"])) {
            try await service.train(TrainingOrder(domain: "kitchn", settings: TrainingSettings(seed: 1)))
        }
        #expect(
            "\(PipelineError.unknownDomain("kitchn", known: ["kitchen"]))"
                == "no domain 'kitchn'; did you mean 'kitchen'? there are kitchen"
        )
        #expect("\(PipelineError.noRuns(domain: "kitchen"))" == "there are no runs of 'kitchen' to learn from")
        try await kitchen.cook(0..<9)
        await #expect(throws: DataRulesError.self) { try await service.train(kitchen.order()) }
        #expect(kitchen.models.names() == [])
        let states = kitchen.journal.trainings(limit: 9).map(\.training.state)
        #expect(states.count == 2 && states.allSatisfy { if case .failed = $0 { true } else { false } })
    }

    @Test func `a cancelled training registers nothing and is not taken up again`() async throws {
        let kitchen = try Kitchen()
        try await kitchen.cook()
        let service = kitchen.service {
            WatchedTrees(try Kitchen.trees()) { _ in withUnsafeCurrentTask { $0?.cancel() } }
        }
        let training = Task { try await service.train(kitchen.order()) }
        await #expect(throws: CancellationError.self) { try await training.value }
        #expect(kitchen.models.names() == [])
        #expect(kitchen.journal.trainings(limit: 1).map(\.training.state) == [.cancelled])
        #expect(try await kitchen.service().resume { _, _ in } == [])
    }

    // MARK: Interrupted trainings

    /// What is in the journal when the process ends while a forest is learned.
    private static func interrupted(_ kitchen: Kitchen, _ order: TrainingOrder) async throws -> TrainingEntry {
        let journal = kitchen.journal
        let seen = Mutex<TrainingEntry?>(nil)
        let service = kitchen.service {
            WatchedTrees(try Kitchen.trees()) { forest in
                guard forest == 2 else { return }
                seen.withLock { $0 = journal.unfinished().last?.training }
                throw CancellationError()
            }
        }
        _ = try? await service.train(order)
        return try #require(seen.withLock { $0 })
    }

    @Test func `an interrupted training is taken up on the runs that it had collected`() async throws {
        let undisturbed = try Kitchen()
        try await undisturbed.cook(0..<50)
        let expected = try await undisturbed.service().train(undisturbed.order(.days(3))).record

        let kitchen = try Kitchen()
        try await kitchen.cook(0..<50)
        let entry = try await Self.interrupted(kitchen, kitchen.order(.days(3)))
        #expect(entry.state == .running(.evaluate) && entry.runs == expected.trainingRuns)
        #expect(kitchen.models.names() == [], "a killed training leaves no half version")
        // The next process, when newer runs are there.
        let number = kitchen.journal.begin(entry)
        try await kitchen.cook(50..<60)
        kitchen.clock.advance(3_600)
        let versions = try await kitchen.service().resume { _, error in Issue.record("\(error)") }
        #expect(versions == [expected.id])
        let record = try kitchen.models.version(expected.id)
        #expect(record.artifact == expected.artifact, "the same runs and the same seed give the same bytes")
        #expect(record.trainingRuns == expected.trainingRuns)
        let kept = try #require(kitchen.journal.trainings(limit: 9).first { $0.number == number })
        #expect(kept.training.state == .registered && kept.training.attempts == 2)
        #expect(try await kitchen.service().resume { _, _ in } == [])
    }

    @Test func `one that had registered its version before it could say so is not trained twice`() async throws {
        let kitchen = try Kitchen()
        try await kitchen.cook()
        let id = try await kitchen.service().train(kitchen.order()).record.id
        var entry = try #require(kitchen.journal.trainings(limit: 1).first?.training)
        entry.state = .running(.register)
        _ = kitchen.journal.begin(entry)
        let service = kitchen.service {
            WatchedTrees(try Kitchen.trees()) { _ in Issue.record("nothing is to be trained") }
        }
        #expect(try await service.resume { _, error in Issue.record("\(error)") } == [id])
        #expect(kitchen.models.versions(of: "kitchen").count == 1)
        #expect(kitchen.journal.unfinished() == [])
    }

    @Test func `one that ends its process again and again is given up`() async throws {
        let kitchen = try Kitchen()
        try await kitchen.cook()
        var entry = try await Self.interrupted(kitchen, kitchen.order())
        entry.attempts = 3
        _ = kitchen.journal.begin(entry)
        let problems = Mutex<[String]>([])
        #expect(try await kitchen.service().resume { _, error in problems.withLock { $0.append("\(error)") } } == [])
        #expect(problems.withLock { $0 } == ["\(InterruptedTraining(attempts: 3))"])
        #expect(kitchen.journal.unfinished() == [])
    }

    @Test func `a stop interrupts what is taken up for the next start`() async throws {
        let kitchen = try Kitchen()
        try await kitchen.cook()
        _ = kitchen.journal.begin(try await Self.interrupted(kitchen, kitchen.order()))
        let service = kitchen.service {
            WatchedTrees(try Kitchen.trees()) { _ in withUnsafeCurrentTask { $0?.cancel() } }
        }
        let resumption = Task { try await service.resume { _, _ in } }
        await #expect(throws: CancellationError.self) { try await resumption.value }
        #expect(kitchen.journal.unfinished().count == 1)
    }
}
