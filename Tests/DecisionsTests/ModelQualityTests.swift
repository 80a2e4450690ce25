import BerthTesting
import Decisions
import Domains
import MetricRegistry
import Placement
import Telemetry
import Testing

/// Predictions against outcomes, computed by hand.
struct ModelQualityTests {
    /// The start of an hour.
    private static let start = Timestamp(microseconds: 1_800_000_000_000_000)
    private static let targets = ["near", "far"].map { Target(id: Target.ID($0), attributes: ["price": 1]) }

    /// What was predicted for the target `near`, and what became of it.
    private struct Case {
        var time = 2.0
        var cost = 0.01
        var success = 0.95
        var actualTime = 2.0
        var actualCost = 0.01
        var succeeded = true
        var isObserved = true
        /// Where it ran.
        var target = 0
        var model: String? = "small@v1.0.0"
        /// From the start.
        var seconds = 0.0
    }

    private static func decision(_ given: Case, _ number: Int) -> Decision {
        let at = Self.start.advanced(bySeconds: given.seconds)
        return Decision(
            id: Decision.ID(number: DecisionSequence.leastNumber(at: at) + Int64(number)),
            at: at,
            domain: "small",
            workload: Workload(key: Workload.Key("w"), attributes: [:]),
            constraints: .none,
            objective: .cost,
            policy: Policy(),
            model: given.model,
            programHash: nil,
            candidates: [1.0, 10].enumerated().map { index, factor in
                Candidate(
                    target: Self.targets[index],
                    features: FeatureVector([]),
                    prediction: Prediction(
                        timeSeconds: Estimate(
                            value: given.time * factor,
                            lower: given.time * factor / 2,
                            upper: given.time * factor * 2
                        ),
                        cost: Estimate(value: given.cost * factor, lower: 0, upper: 1),
                        successProbability: given.success,
                        logValue: factor,
                        logValueDeviation: 1,
                        situation: .newWorkload
                    ),
                    exclusion: nil,
                    propensity: 1
                )
            },
            chosen: 0,
            basis: .model,
            nearBest: 1,
            draws: [],
            explorationSpent: 0
        )
    }

    private static func quality(_ cases: [Case], hours: Int = 24, after seconds: Double = 7200) async throws
        -> (quality: ModelQuality, ids: [Decision.ID])
    {
        let log = MemoryDecisionLog()
        let runs = MemoryRunStore(decisions: log)
        let domain = try Domain(
            yaml: "{domain: small, features: {price: {from: target.price}}, identity: [workload.name]}",
            file: "small.yaml"
        )
        let settings = DecisionSettings(seed: 1, cacheSeconds: 0)
        let serving = DomainServing(
            domain: domain,
            targets: Self.targets,
            policy: domain.policy,
            history: LiveHistory(domain: domain, store: runs),
            availability: Availability(operators: [:]),
            explorationSpent: 0,
            settings: settings
        )
        let service = DecisionService(
            domains: [serving],
            log: log,
            control: MemoryControlStore(),
            runs: runs,
            measures: ServiceMeasures(MetricRegistry()),
            newestID: nil,
            settings: settings,
            now: { Self.start.advanced(bySeconds: seconds) }
        )
        let decisions = cases.enumerated().map { Self.decision($0.element, $0.offset) }
        try await log.append(decisions)
        let reports = try zip(cases, decisions).filter(\.0.isObserved).map { given, decision in
            RunReport(
                Run(
                    id: Run.ID(decision.id.description),
                    workload: decision.workload,
                    target: Self.targets[given.target],
                    startedAt: decision.at,
                    outcome: Outcome(
                        timeSeconds: given.actualTime,
                        cost: try #require(Money(given.actualCost, currency: .usd)),
                        succeeded: given.succeeded
                    )
                ),
                decision: decision.id
            )
        }
        _ = try await runs.append(reports, to: "small")
        return (try await service.quality(of: "small", hours: hours), decisions.map(\.id))
    }

    private func isClose(_ left: Double?, _ right: Double) -> Bool { left.map { abs($0 - right) < 1e-12 } ?? false }

    @Test func `each hour has its errors, its intervals and its Brier score`() async throws {
        let (quality, _) = try await Self.quality([
            // Half as long and as costly as it was; at the interval's end.
            Case(actualTime: 4, actualCost: 0.02),
            // Three times as much; the interval begins at 1.5.
            Case(time: 3, cost: 0.03, success: 0.85, actualTime: 1, seconds: 1),
            Case(succeeded: false, seconds: 2),
            Case(success: 1, seconds: 3600),
            Case(success: 0.2, succeeded: false, seconds: 7199),
        ])
        #expect(quality.decisions == 5)
        #expect(quality.hours.map(\.at) == [Self.start, Self.start.advanced(bySeconds: 3600)])
        let (first, second) = (quality.hours[0], quality.hours[1])
        #expect(first.decisions == 3)
        #expect(self.isClose(first.timeError, (0.5 + 2) / 2))
        #expect(self.isClose(first.costError, (0.5 + 2) / 2))
        #expect(first.timeWithinInterval == 0.5)
        #expect(self.isClose(first.success, 2.0 / 3))
        #expect(self.isClose(first.successBrier, (0.05 * 0.05 + 0.15 * 0.15 + 0.95 * 0.95) / 3))
        #expect(second.timeError == 0)
        #expect(second.success == 0.5)
        #expect(self.isClose(second.successBrier, 0.2 * 0.2 / 2))
    }

    @Test func `an hour of failures alone has no errors of time and cost`() async throws {
        let hour = try #require(try await Self.quality([Case(succeeded: false)]).quality.hours.first)
        #expect(hour.timeError == nil && hour.costError == nil && hour.timeWithinInterval == nil)
        #expect(hour.success == 0)
    }

    @Test func `probabilities are compared with what happened, in tenths`() async throws {
        let (quality, _) = try await Self.quality([
            Case(success: 0), Case(success: 0.85), Case(success: 0.9), Case(success: 0.95, succeeded: false),
            Case(success: 1),
        ])
        try #require(quality.calibration.map(\.from) == [0, 0.8, 0.9])
        #expect(quality.calibration.map(\.until) == [0.1, 0.9, 1])
        #expect(quality.calibration.map(\.count) == [1, 1, 3])
        #expect(self.isClose(quality.calibration[2].predicted, (0.9 + 0.95 + 1) / 3))
        #expect(self.isClose(quality.calibration[2].actual, 2.0 / 3))
        #expect(quality.calibration[0].actual == 1)
    }

    @Test func `a run elsewhere is held against the prediction for there`() async throws {
        let (quality, ids) = try await Self.quality([Case(), Case(actualTime: 20, actualCost: 0.1, target: 1)])
        #expect(quality.points.map(\.decision) == ids.reversed())
        #expect(quality.points[0].target == Target.ID("far"))
        #expect(quality.points[0].predictedTime == 20 && quality.points[0].actualTime == 20)
        #expect(quality.points[0].predictedCost == 0.1 && quality.points[0].actualCost == 0.1)
        #expect(quality.hours[0].timeError == 0)
    }

    @Test func `what was not observed, had no model or is older does not count`() async throws {
        let (quality, _) = try await Self.quality(
            [Case(seconds: -1), Case(isObserved: false), Case(model: nil), Case(succeeded: false, seconds: 5)],
            hours: 2
        )
        #expect(quality.decisions == 1)
        #expect(quality.points.isEmpty)
        #expect(quality.from == Self.start)
        #expect(quality.until == Self.start.advanced(bySeconds: 7200))
    }

    @Test func `only the newest are read, and it is said since when`() async throws {
        let count = DecisionService.qualityDecisions + 50
        let (quality, ids) = try await Self.quality((0..<count).map { Case(seconds: Double($0)) })
        #expect(quality.decisions == DecisionService.qualityDecisions)
        #expect(quality.from == Self.start.advanced(bySeconds: 50))
        #expect(quality.points.count == 500)
        #expect(quality.points.first?.decision == ids.last)
    }
}
