package import Placement
internal import RealModule
package import Statistics
internal import TaskDispatch
internal import TaskPlacement

/// Simulated tasks on nodes of three kinds: a pure function of its seed.
///
/// Time = network + waiting + work × multiplier, each with log-normal noise; cost = work × multiplier × price. What of the
/// work is not told by the payload is the same on every kind. docs/tasks.md has the tables. What comes out says
/// *simulated* in its run ids, and in a column of its CSV.
package struct TaskSimulator: Sendable {
    /// Of every draw: the same seed gives the same tasks.
    package let seed: UInt64

    package init(seed: UInt64) { self.seed = seed }

    /// Standard deviations of logarithms.
    static let workSpread = 0.10
    static let executionSpread = 0.08
    static let networkSpread = 0.08
    static let waitSpread = 0.20
    static let failureShare = 0.005
    /// Below this nothing can be measured.
    static let leastLatencyMilliseconds = 1.0

    // MARK: Tasks

    /// Tasks of all types in equal shares, the first of them the same however many are asked for.
    ///
    /// - Parameter domainKey: The key of a workload with these attributes, as the domain makes it.
    package func tasks(
        count: Int,
        stream: String = "tasks",
        domainKey: ([String: Value]) throws -> Workload.Key
    ) rethrows -> [SimulatedTask] {
        var generator = SeededGenerator(seed: self.seed, stream: stream)
        var tasks: [SimulatedTask] = []
        tasks.reserveCapacity(count)
        for _ in 0..<count { tasks.append(try Self.task(domainKey, &generator)) }
        return tasks
    }

    /// Share of the tasks whose scales are anything from 1 to 10.
    private static let oddShare = 0.25

    private static func task(
        _ domainKey: ([String: Value]) throws -> Workload.Key,
        _ generator: inout SeededGenerator
    ) rethrows -> SimulatedTask {
        let type = SimulatedTaskType.all[generator.index(below: SimulatedTaskType.all.count)]
        let isOdd = generator.uniform() < Self.oddShare
        func scale(_ usual: ClosedRange<Int>) -> Int {
            let range = isOdd ? TaskWishes.scale : usual
            return range.lowerBound + generator.index(below: range.count)
        }
        let (sizes, work) = type.payload(&generator)
        let wishes = TaskWishes(
            priority: scale(type.priority),
            latency: scale(type.latency),
            costSensitivity: scale(type.costSensitivity),
            requiresGPU: generator.uniform() < type.gpuShare
        )
        let offers = SimulatedNodeKind.all.map { Self.offer(of: $0, &generator) }
        let attributes = TaskDomain.workload(
            type.name,
            wishes: wishes,
            sizes: sizes,
            fleet: Dictionary(uniqueKeysWithValues: offers.map { ($0.kind.kind, $0.standing) })
        )
        return SimulatedTask(
            workload: Workload(key: try domainKey(attributes), attributes: attributes),
            type: type,
            workSeconds: work,
            offers: offers.filter { $0.load < 100 && ($0.kind.hasGPU || !wishes.requiresGPU) }
        )
    }

    /// Half of the kinds have room; the others are anything up to full.
    private static func offer(
        of kind: SimulatedNodeKind,
        _ generator: inout SeededGenerator
    ) -> SimulatedTask.Offer {
        let isIdle = generator.uniform() < 0.5
        let load = (isIdle ? 12 : 100) * generator.uniform()
        let latency = kind.latencyMilliseconds * Double.exp(0.2 * generator.normal())
        let price = kind.pricePerHour * (0.85 + 0.3 * generator.uniform())
        return SimulatedTask.Offer(
            kind: kind,
            load: load.rounded(),
            latencyMilliseconds: max(Self.leastLatencyMilliseconds, latency.rounded()),
            pricePerHour: (1_000 * price).rounded() / 1_000
        )
    }

    // MARK: Outcomes

    /// What the task takes on each of its kinds, in their order: once, with the same work everywhere.
    package func outcomes(of task: SimulatedTask, using generator: inout SeededGenerator) -> [TaskOutcome] {
        let work = task.workSeconds * Double.exp(Self.workSpread * generator.normal())
        return task.offers.map { offer in
            let execution =
                work * task.type.multipliers[offer.kind] * Double.exp(Self.executionSpread * generator.normal())
            let network =
                offer.latencyMilliseconds / 1_000 * Double.exp(Self.networkSpread * generator.normal())
            let wait =
                offer.kind.waitSeconds(load: offer.load) * Double.exp(Self.waitSpread * generator.normal())
            let succeeded = generator.uniform() >= Self.failureShare
            // One that fails breaks off half-way.
            let done = succeeded ? execution : execution / 2
            return TaskOutcome(
                timeSeconds: network + wait + done,
                cost: done * offer.pricePerHour / 3_600,
                succeeded: succeeded
            )
        }
    }
}

/// How one simulated attempt ended, not rounded to what money and a CSV can say.
package struct TaskOutcome: Sendable, Hashable {
    /// From the request to the end of the attempt, in seconds.
    package let timeSeconds: Double
    /// In USD.
    package let cost: Double
    /// Whether the attempt gave a result.
    package let succeeded: Bool

    /// What the objective makes small; infinite where it failed.
    package func value(_ objective: Objective) -> Double {
        guard self.succeeded else { return .infinity }
        return Double.pow(self.cost, objective.costExponent) * Double.pow(self.timeSeconds, objective.timeExponent)
    }
}
