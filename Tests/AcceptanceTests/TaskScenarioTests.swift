import BerthTesting
import Foundation
import Testing

/// The four scenarios that orchestrators of workloads are shown with, on real nodes, decided by a forest that has learnt
/// from simulated tasks.
@Suite(.timeLimit(.minutes(10)))
struct TaskScenarioTests {
    /// How many times as far as in the simulation everything is: what a busy machine adds to a distance is then little
    /// beside it.
    private static let scale = 10.0
    /// Below this a measured distance is that of the edge, whatever the machine adds.
    private static let nearMilliseconds = 100.0

    /// A near node, a farther one with more slots, and the dear one.
    private static let profiles = [
        ("edge", ["--slots", "2", "--queue", "4", "--distance-ms", "20", "--price-per-hour", "0.24"]),
        ("cloud", ["--slots", "4", "--queue", "4", "--distance-ms", "400", "--price-per-hour", "0.3"]),
        ("gpu", ["--slots", "2", "--queue", "4", "--distance-ms", "600", "--price-per-hour", "3.6"]),
    ]

    @Test func `scenarios of GPU routing, low latency, batch and load balancing`() async throws {
        let service = try await ServedBerth(in: try await Self.trained())
        _ = try await service.ask(
            "PUT",
            "/api/v1/domains/task/policy",
            #"{"strategy": "hybrid", "exploration": {"share": 0, "budget": 0}}"#
        )
        var nodes: [RunningNode] = []
        for (kind, flags) in Self.profiles { nodes.append(try await service.node(kind, flags)) }
        // Berth measures every five seconds how far away they are, and believes the median of five.
        var distances: [String: Double] = [:]
        try await eventually(
            "a distance of each node, the edge's below \(Self.nearMilliseconds) ms; they are \(distances)"
        ) {
            distances = try await service.nodes().compactMapValues { $0["latencyMS"] as? Double }
            return distances.count == Self.profiles.count
                && distances["edge"].map { $0 < Self.nearMilliseconds } ?? false
        }

        // S4-42
        let training = try await service.submit(
            #"{"taskType": "ml_training", "priority": 7, "latency": 4, "requiresGPU": true, "#
                + #""payload": {"rows": 500, "epochs": 5}}"#
        )
        try self.expect(training, on: "GPU")
        let confidence = try #require(training["confidence"] as? Double)
        #expect(confidence > 0.90)
        // S4-43, several times: a machine that is busy with other tests may stall one of them.
        var seconds: [Double] = []
        for _ in 0..<5 {
            let alert = try await service.submit(#"{"taskType": "sensor_alert", "priority": 10, "latency": 10}"#)
            try self.expect(alert, on: "EDGE")
            seconds.append(try #require(alert["execution_time"] as? Double))
        }
        #expect(seconds.sorted()[2] < 0.2, "\(seconds)")
        // S4-44
        let report = try await service.submit(
            #"{"taskType": "daily_report", "priority": 2, "latency": 2, "cost_sensitivity": 9, "#
                + #""payload": {"rows": 50000}}"#
        )
        try self.expect(report, on: "CLOUD")
        let cost = try #require(report["cost"] as? Double)
        let reportSeconds = try #require(report["execution_time"] as? Double)
        // A tenth of what the same seconds cost on a GPU, or less.
        #expect(cost > 0 && cost <= reportSeconds * 3.6 / 3600 / 10)
        // S4-45
        let answers = try await withThrowingTaskGroup(of: HTTPAnswer.self) { group in
            for number in 1...50 {
                let wishes = #""taskType": "fraud_detection", "priority": 6, "latency": 6"#
                group.addTask {
                    try await service.post(
                        "/api/submit-task?wait=60",
                        #"{\#(wishes), "payload": {"amount": \#(number)}}"#
                    )
                }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        let tasks = try answers.map { try $0.object() }
        for task in tasks { #expect(task["status"] as? String == "succeeded", "\(task)") }
        let shares = Dictionary(grouping: tasks.compactMap { $0["chosen_node"] as? String }, by: \.self)
            .mapValues(\.count)
        #expect(shares.count >= 2, "\(shares)")
        #expect(Set(tasks.compactMap { $0["task_id"] as? String }).count == 50)
        print("50 fraud detections at once went to", shares.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value)" })
        withExtendedLifetime(nodes) {}
    }

    private func expect(_ task: [String: Any], on kind: String) throws {
        #expect(task["status"] as? String == "succeeded", "\(task)")
        #expect(task["chosen_node"] as? String == kind, "\(task)")
        #expect(task["node"] as? String == kind.lowercased())
        let explanation = try #require(task["explanation"] as? String)
        #expect(explanation.contains(kind.lowercased()))
    }

    /// The history with all distances multiplied.
    private static func farther(_ csv: String) throws -> String {
        let lines = csv.split(separator: "\n").map(String.init)
        let columns = try #require(lines.first).split(separator: ",").map(String.init)
        let rows = try lines.dropFirst().map { line in
            // Only the payload and the task types, between the distances and the duration, have commas of their own.
            var cells = line.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
            let kind = try #require(line.firstMatch(of: /",(edge|cloud|gpu),/)).1
            let duration = cells.count - (columns.count - (try #require(columns.firstIndex(of: "duration_ms"))))
            for name in ["edge", "cloud", "gpu"] {
                let column = try #require(columns.firstIndex(of: "\(name)_latency_ms"))
                let milliseconds = try #require(Double(cells[column]))
                cells[column] = "\(milliseconds * Self.scale)"
                guard name == kind else { continue }
                cells[duration] = "\(try #require(Double(cells[duration])) + milliseconds * (Self.scale - 1))"
            }
            return cells.joined(separator: ",")
        }
        return ([lines[0]] + rows).joined(separator: "\n") + "\n"
    }

    /// A folder with a forest that has learnt from simulated tasks.
    private static func trained() async throws -> Berth {
        let berth = try Berth()
        let places = ["--domains", Berth.domains, "--data-dir", "data"]
        let csv = try await berth.start(
            ["demo", "--csv", "--domain", "task", "--runs", "1500", "--seed", "7", "--domains", Berth.domains]
        ).answer()
        try #require(csv.status == 0, "\(csv.messages)")
        try berth.write("tasks.csv", try Self.farther(csv.output))
        for command in [
            ["runs", "import", "--domain", "task", "tasks.csv"],
            ["train", "--domain", "task", "--seed", "1", "--set", "rounds=60"],
        ] {
            let answer = try await berth.start(command + places).answer()
            try #require(answer.status == 0, "\(answer.messages)")
        }
        return berth
    }
}
