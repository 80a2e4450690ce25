internal import BerthServer
internal import Catalog
internal import Decisions
internal import Delivery
internal import Demo
internal import Domains
internal import Engine
internal import Features
internal import Foundation
internal import Pipelines
internal import Placement
internal import Registry
internal import Statistics
internal import Training

/// Plays the story: simulated workloads come in, the service places them, their outcomes come back.
struct DemoShow: Sendable {
    let story: DemoStory
    let simulator: SandboxSimulator
    let instance: BerthInstance
    let clock: SimulatedClock
    let dataDirectory: String
    let address: SocketAddress

    private static let domainName = "sandbox"

    /// What a workload's run will say once it ends.
    private struct Pending {
        let decision: String
        let startedAt: Timestamp
        let outcome: Outcome

        var endsAt: Timestamp { self.startedAt.advanced(bySeconds: self.outcome.timeSeconds) }
    }

    /// The four weeks, as fast as they can be decided.
    ///
    /// - Parameter isOver: Whether the service stops afterwards.
    func play(isOver: Bool) async throws {
        let client = DemoClient(self.address)
        let serving = try self.instance.decisions.serving(Self.domainName)
        var judge = DemoJudge(self.simulator, domain: serving.domain, phases: DemoStory.phases.map(\.name))
        var generator = SeededGenerator(seed: self.story.seed, stream: "demo")
        var pending: [Pending] = []
        var events = DemoStory.events[...]
        Console.result("Simulated sandbox providers; the service at http://\(self.address) is real.\n")
        Console.result(DemoJudge.head)
        for arrival in self.simulator.schedule(
            count: self.story.runs,
            startingAt: self.story.start,
            days: DemoStory.days
        ) {
            while let next = events.first, self.story.day(next.day) <= arrival.at {
                events.removeFirst()
                try await self.report(&pending, until: self.story.day(next.day), client)
                if let line = judge.endPhase() { Console.result(line) }
                try await self.happen(next.event, on: next.day, client, serving)
                judge.beginPhase()
            }
            try await self.report(&pending, until: arrival.at, client)
            self.clock.advance(to: arrival.at)
            let answer = try await client.decide(arrival.workload.workload)
            try judge.add(arrival, chosen: answer.target, basis: answer.basis)
            guard let target = answer.target,
                let outcome = try self.simulator.attempt(
                    arrival.workload,
                    on: target,
                    at: arrival.at,
                    using: &generator
                )
            else { continue }
            pending.append(Pending(decision: answer.id, startedAt: arrival.at, outcome: outcome))
        }
        try await self.report(&pending, until: self.story.day(DemoStory.days + 1), client)
        if let line = judge.endPhase() { Console.result(line) }
        Console.result(judge.summary)
        Console.result(self.suggestions(isOver: isOver))
    }

    /// Reports the runs that ended by a moment, in the order in which they ended.
    private func report(_ pending: inout [Pending], until moment: Timestamp, _ client: DemoClient) async throws {
        let ended = pending.filter { $0.endsAt <= moment }.sorted { $0.endsAt < $1.endsAt }
        guard !ended.isEmpty else { return }
        pending.removeAll { $0.endsAt <= moment }
        for run in ended {
            self.clock.advance(to: run.endsAt)
            try await client.report(run.outcome, startedAt: run.startedAt, of: run.decision)
        }
    }

    private func happen(
        _ event: DemoStory.Event,
        on day: Int,
        _ client: DemoClient,
        _ serving: DomainServing
    ) async throws {
        switch event {
        case .collect(let exploration):
            try await client.follow(Policy(strategy: .hybrid, exploration: Exploration(share: exploration)))
        case .train(let days):
            let version = try await self.train(days: days, serving.domain)
            try await client.serve("\(version)", of: Self.domainName)
            try await client.follow(serving.domain.policy)
        case .reprice: serving.offer(self.simulator.targets(at: self.story.day(day)).map(\.target))
        }
    }

    private func train(days: Int, _ domain: Domain) async throws -> SemanticVersion {
        let line = ProgressLine()
        defer { line.end() }
        let order = TrainingOrder(
            domain: domain.name,
            window: .since(self.clock.now().advanced(bySeconds: -Double(days) * DemoStory.daySeconds)),
            settings: TrainingSettings(seed: self.story.seed),
            notes: ["made by berth demo from simulated runs"]
        )
        return try await self.instance.training.train(order) { line.show($0.activity, $0.share) }.record.id.version
    }

    private func suggestions(isOver: Bool) -> String {
        let address = isOver ? "127.0.0.1:8080" : "\(self.address)"
        let first = isOver ? "\n  berth serve --data-dir \(self.dataDirectory)" : ""
        return """

            Everything is in \(self.dataDirectory); berth serve --data-dir \(self.dataDirectory) goes on with it. Try:
            \(first)
              curl -s http://\(address)/api/predict -H 'Content-Type: application/json' \\
                -d '{"spec": {"language": "python", "code": "print(1)", "cpu": 1, "memoryMB": 512}}'
              curl -s 'http://\(address)/api/v1/decisions?limit=3'
              curl -s http://\(address)/api/telemetry/providers
              curl -s http://\(address)/metrics | grep ml_
              berth decisions replay --data-dir \(self.dataDirectory) --limit 1000
            """
    }

    private static let workloadsPerSecond = 5.0
    private static let reportedSeconds = 10.0

    /// Goes on at the pace of the clock until the process is stopped, with tasks on real nodes beside.
    func goOn() async throws {
        self.clock.becomeReal()
        let tasks = DemoTasks(
            seed: self.story.seed,
            domain: try self.instance.decisions.serving("task").domain,
            training: self.instance.training,
            address: self.address
        )
        try await tasks.learn()
        let nodes = try DemoNodes.joining(self.address)
        defer { nodes.stop() }
        Console.result(
            """

            Three nodes have joined and run tasks for real (their distance, speed and price are emulated).
            The dashboard: http://\(self.address)/
            """
        )
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await self.sandboxTraffic() }
            group.addTask { try await tasks.goOn() }
            try await group.next()
            group.cancelAll()
        }
    }

    private func sandboxTraffic() async throws {
        Console.result("\nTraffic continues at \(Int(Self.workloadsPerSecond)) workloads per second; Ctrl-C ends it.\n")
        Console.result(DemoJudge.head)
        let client = DemoClient(self.address)
        let serving = try self.instance.decisions.serving(Self.domainName)
        var generator = SeededGenerator(seed: self.story.seed, stream: "live")
        var judge = DemoJudge(self.simulator, domain: serving.domain, phases: [])
        var pending: [Pending] = []
        var shown = Timestamp.now()
        for arrival in self.simulator.schedule(count: 20_000, startingAt: .now(), days: 30) {
            try await Task.sleep(for: .seconds(1 / Self.workloadsPerSecond))
            let moment = self.clock.now()
            try await self.report(&pending, until: moment, client)
            let coming = SimulatedArrival(at: moment, workload: arrival.workload)
            let answer = try await client.decide(coming.workload.workload)
            try judge.add(coming, chosen: answer.target, basis: answer.basis)
            if let target = answer.target,
                let outcome = try self.simulator.attempt(coming.workload, on: target, at: moment, using: &generator)
            {
                pending.append(Pending(decision: answer.id, startedAt: moment, outcome: outcome))
            }
            if moment.secondsSince1970 - shown.secondsSince1970 >= Self.reportedSeconds {
                shown = moment
                if let line = judge.endPhase() { Console.result(line) }
                judge.beginPhase()
            }
        }
    }
}
