package import Placement
internal import Statistics

/// Decisions for tests that are about something else.
package enum SampleDecisions {
    /// A decision among four targets as the sandbox domain makes them, one second after the one before.
    ///
    /// - Parameter number: At least 1.
    package static func decision(
        _ number: Int64,
        domain: String = "sandbox",
        workload: String? = nil,
        chosen: Int? = 1,
        features: Int = 53,
        explorationCost: Double = 0,
        targetTable: String? = nil
    ) -> Decision {
        var generator = SeededGenerator(seed: UInt64(number))
        let shared = (0..<features).map { _ in Self.feature(&generator) }
        return Decision(
            id: Decision.ID(number: ((Self.moment(number).microseconds / 1000) << 21) + number),
            at: Self.moment(number),
            domain: domain,
            domainHash: String(repeating: "cd", count: 32),
            workload: Workload(
                key: Workload.Key(workload ?? "python/\(number % 7)"),
                attributes: [
                    "language": "python", "memoryMB": 512, "cpu": 1, "gpu": false, "timeoutSeconds": 30,
                    "code": .text("print(\(number))"), "dependencies": .list(["numpy"]),
                ]
            ),
            constraints: .none,
            objective: .costTime,
            policy: Policy(),
            caller: .local,
            model: "sandbox v1.2.0",
            programHash: String(repeating: "ab", count: 32),
            asked: ["sandbox v1.2.0"],
            targetTable: targetTable,
            candidates: Self.targets.indices.map { Self.candidate($0, shared: shared, &generator) },
            chosen: chosen,
            basis: explorationCost > 0 ? .exploration : .model,
            nearBest: generator.uniform(),
            asGoodAsRules: 0.75,
            draws: [generator.uniform()],
            explorationSpent: 0.25,
            explorationCost: explorationCost
        )
    }

    /// So many seconds into 2026.
    package static func moment(_ number: Int64) -> Timestamp {
        Timestamp(microseconds: 1_767_225_600_000_000 + number * 1_000_000)
    }

    /// Four sandboxes.
    package static let targets: [Target] = ["e2b", "modal", "daytona", "fly"].map { name in
        Target(
            id: Target.ID(name),
            attributes: [
                "provider": .text(name), "sandbox": .text(name), "startupSeconds": 0.15, "billsActiveCPU": false,
                "pricePerVCPUHour": 0.0504, "pricePerGiBHour": 0.0162, "maxMemoryMB": 8192, "maxVCPU": 8, "gpu": false,
            ]
        )
    }

    private static func candidate(_ index: Int, shared: [Double], _ generator: inout SeededGenerator) -> Candidate {
        var features = shared
        // A third of a sandbox's features tell of the target.
        for column in features.indices where column % 3 == 0 { features[column] = Self.feature(&generator) }
        let time = generator.uniform() * 3
        let cost = generator.uniform() / 1000
        return Candidate(
            target: Self.targets[index],
            features: FeatureVector(features),
            prediction: Prediction(
                timeSeconds: Estimate(value: time, lower: time / 2, upper: time * 3),
                cost: Estimate(value: cost, lower: cost / 2, upper: cost * 3),
                successProbability: 0.9 + generator.uniform() / 10,
                logValue: generator.uniform() - 8,
                logValueDeviation: generator.uniform(),
                situation: .known,
                selectionProbability: generator.uniform()
            ),
            exclusion: nil,
            propensity: index == 1 ? 0.985 : 0.005
        )
    }

    /// Mostly counts and flags, some logarithms, some missing.
    private static func feature(_ generator: inout SeededGenerator) -> Double {
        let draw = generator.uniform()
        if draw < 0.1 { return .nan }
        return draw < 0.75 ? (generator.uniform() * 40).rounded() : generator.uniform() * 10
    }
}
