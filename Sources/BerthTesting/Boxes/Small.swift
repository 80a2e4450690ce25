package import Domains
package import Engine
package import Features
internal import Foundation
package import Placement
internal import Statistics

/// Four boxes and a domain for them, small enough to compute by hand.
package enum Small {
    /// The domain's file.
    package static let yaml = """
        domain: small
        objective: cost
        features:
          cores: {from: target.cores}
          size: {from: workload.size, as: log}
          kind: {from: workload.kind, as: category}
          hour: {from: clock, as: hour}
          past_time: {from: history, as: mean-time, of: target}
        requirements:
          - {name: memory, require: not (workload.memory > target.memory)}
        rules:
          - name: big work goes where most cores are
            when: workload.size > 1000
            keep: target.cores >= 8
            order: [-target.cores]
        hourlyPrice: target.price
        strata: [kind]
        family: workload.kind
        likeness:
          numbers: [target.cores, target.price]
          categories: [target.provider]
        identity: [workload.name]
        """

    /// The domain, from its file with a change.
    package static func domain(_ change: (String) -> String = { $0 }) throws -> Domain {
        try Domain(yaml: change(self.yaml), file: "small.yaml")
    }

    /// A box; the price is USD an hour, the memory MB.
    package static func target(_ id: String, provider: String, cores: Int, price: Double, memory: Int = 64) -> Target {
        Target(
            id: Target.ID(id),
            attributes: [
                "provider": .text(provider), "cores": .number(Double(cores)), "price": .number(price),
                "memory": .number(Double(memory)),
            ]
        )
    }

    /// The boxes `a` to `d`, two of each provider.
    package static let targets = [
        Self.target("a", provider: "red", cores: 2, price: 1),
        Self.target("b", provider: "red", cores: 8, price: 3),
        Self.target("c", provider: "blue", cores: 16, price: 8),
        Self.target("d", provider: "blue", cores: 4, price: 2, memory: 8),
    ]

    /// A job that needs 4 MB.
    package static func workload(_ name: String = "job", kind: String = "batch", size: Double = 10) -> Workload {
        Workload(
            key: Workload.Key(name),
            attributes: ["name": .text(name), "kind": .text(kind), "size": .number(size), "memory": 4]
        )
    }

    /// When everything is decided.
    package static let moment = Timestamp(microseconds: 1_700_000_000_000_000)

    /// A question about the job, at the moment.
    package static func request(
        _ workload: Workload = Small.workload(),
        constraints: Constraints = .none,
        objective: Objective? = nil
    ) -> DecisionRequest {
        DecisionRequest(
            id: Decision.ID("decision-1"),
            at: Self.moment,
            workload: workload,
            constraints: constraints,
            objective: objective
        )
    }

    /// What serves: a model, with the boxes and no history unless they are given.
    package static func snapshot(
        _ model: (any Predictor)?,
        previous: (any Predictor)? = nil,
        policy: Policy = Policy(strategy: .hybrid, exploration: .off),
        domain: Domain? = nil,
        targets: [Target] = Small.targets,
        history: any HistorySource = RunStatistics(),
        unavailable: [Target.ID: String] = [:]
    ) throws -> ServingSnapshot {
        ServingSnapshot(
            domain: try domain ?? self.domain(),
            targets: targets,
            model: model,
            previous: previous,
            policy: policy,
            history: history,
            unavailable: unavailable
        )
    }

    /// A run of the job on the target of that index, so many minutes into 1970. It costs its time at the
    /// target's price unless it is told.
    package static func run(
        _ id: String,
        of workload: Workload = Small.workload(),
        on target: Int,
        seconds: Double,
        cost: Double? = nil,
        succeeded: Bool = true,
        minute: Int = 0
    ) -> Run {
        let price = Self.targets[target].attributes["price"]?.number ?? 0
        let nanos = ((cost ?? seconds * price / 3600) * 1e9).rounded()
        return Run(
            id: Run.ID(id),
            workload: workload,
            target: Self.targets[target],
            startedAt: Timestamp(microseconds: Int64(minute) * 60_000_000),
            outcome: Outcome(
                timeSeconds: seconds,
                cost: Money(nanos: Int64(nanos), currency: .usd),
                succeeded: succeeded
            )
        )
    }
}

/// The same value after a way through JSON.
package func throughJSON<Stored: Codable>(_ value: Stored) throws -> Stored {
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    return try JSONDecoder().decode(Stored.self, from: try encoder.encode(value))
}

/// Whether two numbers differ by no more than the tolerance, relative to the right one from 1 on.
package func isClose(_ left: Double, _ right: Double, _ tolerance: Double = 1e-12) -> Bool {
    abs(left - right) <= tolerance * max(1, abs(right))
}

extension EngineState {
    /// The generator's next draw, which stays to be drawn.
    package var nextDraw: Double {
        var generator = self.generator
        return generator.uniform()
    }
}
