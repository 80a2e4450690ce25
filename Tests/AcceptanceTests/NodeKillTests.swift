import BerthTesting
import Foundation
import Synchronization
import Testing

/// Nodes that are killed under load lose no task, and none completes twice.
///
/// `BERTH_KILL_ROUNDS=100 swift test --filter NodeKillTests` is the long form.
@Suite(.timeLimit(.minutes(60)))
struct NodeKillTests {
    private static let kinds = ["edge", "cloud", "gpu"]

    /// Clients that submit tasks, one after the other, until they are told to stop.
    private final class Load: Sendable {
        private let service: ServedBerth
        /// Where commands write their name when they run.
        private let log: String
        private let isOver = Mutex(false)
        private let submitted = Mutex<[String: Bool]>([:])

        init(_ service: ServedBerth, log: String) {
            self.service = service
            self.log = log
        }

        func stop() { self.isOver.withLock { $0 = true } }

        /// - Returns: By id of each task whether it may run twice.
        func run(clients: Int) async throws -> [String: Bool] {
            try await withThrowingDiscardingTaskGroup { group in
                for client in 0..<clients {
                    group.addTask {
                        var turn = 0
                        while !self.isOver.withLock({ $0 }) {
                            try await self.submit("c\(client)-\(turn)", client + turn)
                            turn += 1
                        }
                    }
                }
            }
            return self.submitted.withLock { $0 }
        }

        private func submit(_ name: String, _ number: Int) async throws {
            let wishes = [
                #""latency": 10"#, #""latency": 2, "cost_sensitivity": 9"#, #""requiresGPU": true"#,
            ][number % 3]
            let isCommand = number % 7 == 0
            let work =
                isCommand
                ? #""command", "payload": {"program": "/bin/sh", "arguments": ["-c", "echo \#(name) >> \#(self.log); "#
                    + #"i=0; while test $i -lt 100000; do i=$((i+1)); done"]}"#
                : [
                    #""daily_report", "payload": {"rows": 2000}"#,
                    #""ml_training", "payload": {"rows": 200, "epochs": 5}"#,
                    #""fraud_detection", "payload": {"amount": 99}"#, #""sensor_alert""#,
                ][number % 4]
            let body = #"{"taskType": \#(work), \#(wishes), "idempotencyKey": "\#(name)"}"#
            var task = try await self.service.submit(body)
            let id = try #require(task["task_id"] as? String)
            self.submitted.withLock { $0[id] = !isCommand }
            while ["queued", "running"].contains(task["status"] as? String) { task = try await self.service.ended(id) }
        }
    }

    /// Kills a node while it has tasks, and starts it again.
    ///
    /// - Returns: The node once more, and how long its tasks took until they had ended.
    private func kill(
        _ node: RunningNode,
        _ kind: String,
        of service: ServedBerth,
        untilLost: Bool
    ) async throws -> (RunningNode, Duration, tasks: Int) {
        let held: [String] = try await eventually("a task on the node \(kind)") {
            let held = try await service.history("&status=running&node=\(kind)").keys.sorted()
            return held.isEmpty ? nil : held
        }
        let clock = ContinuousClock()
        let start = clock.now
        try await node.kill9()
        if untilLost { try await service.wait(for: kind, toBe: "lost") }
        let again = try await node.again()
        for id in held { _ = try await service.ended(id) }
        let seconds = clock.now - start
        try await service.wait(for: kind, toBe: "ready")
        return (again, seconds, held.count)
    }

    @Test func `killed nodes lose no task, and nothing completes twice`() async throws {
        let rounds = ProcessInfo.processInfo.environment["BERTH_KILL_ROUNDS"].flatMap { Int($0) } ?? 6
        let berth = try Berth()
        let service = try await ServedBerth(in: berth)
        var nodes: [String: RunningNode] = [:]
        for (kind, price) in zip(Self.kinds, ["0.5", "0.3", "3.6"]) {
            let options = ["--slots", "2", "--queue", "4", "--price-per-hour", price, "--allow-command", "/bin/sh"]
            nodes[kind] = try await service.node(kind, options)
        }
        let load = Load(service, log: berth.path("ran"))
        async let work = load.run(clients: 12)
        var recoveries: [Duration] = []
        var held = 0
        for round in 0..<rounds {
            let kind = Self.kinds[round % Self.kinds.count]
            let node = try #require(nodes[kind])
            // Some come back before they are missed, others after they were given up.
            let killed = try await self.kill(node, kind, of: service, untilLost: round % 5 == 4)
            nodes[kind] = killed.0
            recoveries.append(killed.1)
            held += killed.tasks
        }
        load.stop()
        let submitted = try await work
        let tasks = try await service.history()

        let lost = submitted.keys.filter { tasks[$0] == nil || tasks[$0]?["endedAt"] is NSNull }
        #expect(lost.isEmpty)
        #expect(tasks.count == submitted.count)
        func ids(_ status: String) -> [String] {
            tasks.filter { $0.value["status"] as? String == status }.keys.sorted()
        }
        let unknown = ids("outcome-unknown")
        let others = tasks.values.filter { !["succeeded", "outcome-unknown"].contains($0["status"] as? String) }
        #expect(unknown.allSatisfy { submitted[$0] == false }, "only what must not run twice ends so")
        // Nothing fails by being killed; what was killed runs again.
        #expect(others.isEmpty, "\(others)")
        // Each end was counted as it was written: as many ends as tasks, so that none ended twice.
        #expect(try await service.metric("berth_tasks_total") == Double(tasks.count))
        let ran = try String(contentsOfFile: berth.path("ran"), encoding: .utf8).split(separator: "\n")
        #expect(Set(ran).count == ran.count, "no command ran twice")
        let commands = submitted.values.count { !$0 }
        #expect(commands - unknown.count <= ran.count && ran.count <= commands, "those that succeeded ran")
        let again = tasks.values.count { ($0["losses"] as? Int ?? 0) > 0 && $0["status"] as? String == "succeeded" }
        #expect(try await service.nodes().values.allSatisfy { $0["ordered"] as? Int == 0 })

        let sorted = recoveries.sorted()
        print(
            "killed \(rounds) nodes that had \(held) tasks, under \(tasks.count) tasks: \(lost.count) lost,",
            "\(ran.count - Set(ran).count) commands ran twice, \(again) ran again elsewhere and succeeded once,",
            "\(unknown.count) of \(commands) commands ended as outcome-unknown;",
            "the tasks of a killed node had ended after \(Self.seconds(sorted[sorted.count / 2])) s (median),",
            "\(Self.seconds(sorted[sorted.count - 1])) s (longest)"
        )
        try await service.stop()
    }

    private static func seconds(_ duration: Duration) -> String {
        String(format: "%.2f", duration / .seconds(1))
    }
}
