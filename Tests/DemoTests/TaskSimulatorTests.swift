import Demo
import Domains
import Foundation
import Placement
import RunMapping
import Statistics
import Tables
import Testing

@Suite struct TaskSimulatorTests {
    private static func domain() throws -> Domain {
        let file = Support.packageRoot.appending(path: "domains/task.yaml")
        return try Domain(yaml: String(contentsOf: file, encoding: .utf8), file: "task.yaml")
    }

    private static func tasks(_ count: Int, seed: UInt64 = 5) throws -> [SimulatedTask] {
        let domain = try Self.domain()
        return try TaskSimulator(seed: seed).tasks(count: count) { try domain.workload($0).key }
    }

    @Test func `the same seed gives the same tasks, however many are asked for`() throws {
        let (few, many) = (try Self.tasks(50), try Self.tasks(80))
        #expect(few.map(\.workload) == many.prefix(50).map(\.workload))
        #expect(try Self.tasks(50, seed: 6).map(\.workload) != few.map(\.workload))
    }

    @Test func `a task is told within its scales and only where it may run`() throws {
        for task in try Self.tasks(500) {
            let attributes = task.workload.attributes
            for name in ["priority", "latency", "cost_sensitivity"] {
                let scale = try #require(attributes[name]?.number)
                #expect((1...10).contains(scale) && scale == scale.rounded())
            }
            for offer in task.offers {
                #expect((0..<100).contains(offer.load) && offer.latencyMilliseconds >= 1)
                #expect(attributes["\(offer.kind.name)_load"] == .number(offer.load))
                #expect(offer.kind.hasGPU || attributes["requiresGPU"] == .flag(false))
            }
        }
        let domain = try Self.domain()
        let schema = WorkloadSchema(of: domain)
        for task in try Self.tasks(50) { try schema.check(task.workload.attributes) }
    }

    @Test func `a history written as CSV is read back through the domain file`() throws {
        let domain = try Self.domain()
        let tasks = try Self.tasks(300)
        let bytes = try TaskHistoryCSV.bytes(
            of: tasks,
            simulator: TaskSimulator(seed: 5),
            startingAt: Support.start,
            secondsBetween: 60
        )
        let mapping = try #require(domain.history)
        let read = try mapping.runs(from: Table(csv: bytes, file: "tasks.csv"), sides: [:], badRows: .refuse)
        let runs = read.runs.map(\.run)
        let expected = tasks.enumerated().flatMap { number, task in task.offers.map { (number, task, $0) } }
        #expect(runs.count == expected.count)
        for (run, (number, task, offer)) in zip(runs, expected) {
            #expect(run.workload.attributes == task.workload.attributes)
            #expect(run.target == offer.target)
            #expect(run.startedAt == Support.start.advanced(bySeconds: 60 * Double(number)))
            #expect(run.outcome.timeSeconds >= offer.latencyMilliseconds / 2_000)
            // A cost of a few nano-units would say nothing; these say it to a tenth.
            #expect(run.outcome.cost.nanos >= 5)
        }
        #expect(runs.contains { !$0.outcome.succeeded })
    }

    @Test func `loads and scales do not make a workload another one, its size does`() throws {
        let domain = try Self.domain()
        func key(_ change: [String: Value]) throws -> Workload.Key {
            let job: [String: Value] = [
                "taskType": "daily_report", "priority": 2, "edge_load": 3, "payload": .record(["rows": 1_000]),
            ]
            return try domain.workload(job.merging(change) { $1 }).key
        }
        #expect(try key([:]) == key(["priority": 9, "edge_load": 80, "payload": .record(["rows": 1_010])]))
        #expect(try key([:]) != key(["payload": .record(["rows": 4_000])]))
        #expect(try key([:]) != key(["taskType": "sensor_alert"]))
    }

    @Test func `odds agree with how the outcomes came out`() throws {
        let simulator = TaskSimulator(seed: 5)
        let domain = try Self.domain()
        var generator = SeededGenerator(seed: 1)
        var stated = 0.0
        var hits = 0.0
        let tasks = try Self.tasks(400).filter { $0.offers.count > 1 }
        for task in tasks {
            let objective = try domain.objective(of: task.workload)
            let odds = TaskOdds(task, objective: objective, simulator: simulator, draws: 100, using: &generator)
            let choice = try #require(odds.wins.first.indices.max { odds.wins.first[$0] < odds.wins.first[$1] })
            stated += odds.bayesAccuracy / Double(tasks.count)
            let best = simulator.outcomes(of: task, using: &generator).best(objective)
            hits += best == choice ? 1 / Double(tasks.count) : 0
            #expect(odds.truths.allSatisfy { $0.timeSeconds > 0 && $0.cost > 0 && $0.successProbability > 0.9 })
        }
        // Three standard errors of a share of 300 are 0.04.
        #expect(abs(stated - hits) < 0.04, "\(stated) stated, \(hits) found")
    }

    @Test func `an idle slot waits for nobody, and a full queue for all of it`() throws {
        let score = { (load: Double) -> Double in
            var generator = SeededGenerator(seed: 2)
            let task = try #require(
                try Self.tasks(2_000).first {
                    $0.type.name == "fraud_detection"
                        && $0.offers.contains { $0.kind == .edge && abs($0.load - load) < 3 }
                }
            )
            let place = try #require(task.offers.firstIndex { $0.kind == .edge })
            return TaskSimulator(seed: 2).outcomes(of: task, using: &generator)[place].timeSeconds
        }
        #expect(try score(0) < 0.02)
        #expect(try score(90) > 0.2)
    }
}
