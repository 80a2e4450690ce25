import BerthTesting
import Foundation
import Testing

/// Tasks on real nodes, over real HTTP.
@Suite(.timeLimit(.minutes(5)))
struct TaskTests {
    private static let png =
        "iVBORw0KGgoAAAANSUhEUgAAAAIAAAABCAAAAADRSSBWAAAAC0lEQVR4nGNg+A8AAQIBAEK+vGgAAAAASUVORK5CYII="

    @Test func `a task is submitted, run, looked at, listed, and followed`() async throws {
        let service = try await ServedBerth(in: try Berth())
        let node = try await service.node("edge", ["--price-per-hour", "3.6", "--slots", "2"])
        let task = try await service.submit(
            #"{"taskType": "sensor_alert", "priority": 10, "latency": 10, "payload": {"readings": "#
                + #"[20.1, 20.3, 20.2, 20.1, 20.2, 20.3, 20.1, 20.2, 35.9, 20.2], "sensor": "kiln-7"}}"#
        )
        #expect(task["status"] as? String == "succeeded" && task["chosen_node"] as? String == "EDGE", "\(task)")
        #expect(task["node"] as? String == "edge" && task["emulated"] as? [String] == ["price"])
        let seconds = try #require(task["execution_time"] as? Double)
        let cost = try #require(task["cost"] as? Double)
        // Kept in billionths of a dollar.
        #expect(seconds > 0 && abs(cost - seconds * 3.6 / 3600) <= 1e-9)
        let id = try #require(task["task_id"] as? String)
        #expect(UUID(uuidString: id) != nil)
        #expect((task["explanation"] as? String)?.isEmpty == false)
        let decision = try #require(task["decisionId"] as? String)
        #expect(try await service.get("/api/v1/decisions/\(decision)").status == 200)
        #expect(try await service.task(id)["result"] as? NSDictionary == task["result"] as? NSDictionary)
        let picture = try await service.submit(
            #"{"taskType": "image_classification", "payload": {"png": "\#(Self.png)"}}"#
        )
        #expect(picture["status"] as? String == "succeeded", "\(picture)")
        let list = try await service.ask("GET", "/api/task-history?limit=1&taskType=sensor_alert")
        #expect((list["tasks"] as? [[String: Any]])?.first?["task_id"] as? String == id)
        let types = try await service.ask("GET", "/api/task-types")["taskTypes"] as? [[String: Any]]
        #expect(types?.count == 6)
        let events = try await service.get("/api/tasks/\(id)/events")
        #expect(events.headers["content-type"] == "text/event-stream" && events.text.hasPrefix("event: task\ndata: {"))
        let live = try RawConnection(port: service.port)
        try live.send("GET /api/v1/live HTTP/1.1\r\nHost: berth\r\n\r\n")
        let told = try live.receive(until: "event: health\ndata: {")
        #expect(told.contains("event: nodes\ndata: {") && told.contains(#""task_id":"\#(id)""#))
        node.terminate()
        #expect(try await node.answer().status == 0)
        try await service.stop()
    }

    private static let megabytes = String(repeating: "x", count: 6_000_000)

    @Test func `what is wrong is told, and a PNG that is none fails its task`() async throws {
        let service = try await ServedBerth(in: try Berth())
        let node = try await service.node("edge")
        for (body, status, words) in [
            (#"{"taskType": "sensor_alert", "priority": 11}"#, 400, "a whole number from 1 to 10"),
            (#"{"taskType": "sensor_alert", "latency": 0}"#, 400, "a whole number from 1 to 10"),
            (#"{"taskType": "sensor_alarm"}"#, 400, "did you mean 'sensor_alert'?"),
            (#"{"taskType": "daily_report", "payload": {"rows": 0}}"#, 400, "payload.rows is 0"),
            (#"{"taskType": "sensor_alert", "payload": {"sensor": "\#(Self.megabytes)"}}"#, 413, "at most"),
        ] {
            let answer = try await service.post("/api/submit-task", body)
            #expect(answer.status == status && answer.text.contains(words), "\(answer.status) \(answer.text)")
        }
        let failed = try await service.submit(
            #"{"taskType": "image_classification", "payload": {"png": "bm8gcGljdHVyZQ=="}}"#
        )
        #expect(failed["status"] as? String == "failed", "\(failed)")
        #expect((failed["error"] as? String)?.contains("PNG") == true)
        let id = try #require(failed["task_id"] as? String)
        #expect(try await service.send("DELETE", "/api/tasks/\(id)").status == 409)
        #expect(try await service.get("/api/tasks/nobody").status == 404)
        #expect(try await service.history().count == 1)
        withExtendedLifetime(node) {}
    }

    @Test func `a running task is cancelled, and asking twice is asking once`() async throws {
        let service = try await ServedBerth(in: try Berth())
        let node = try await service.node("edge", ["--slots", "1"])
        let id = try #require(try await service.submit(Self.long, wait: 0)["task_id"] as? String)
        try await eventually("the start of the task") { try await service.task(id)["status"] as? String == "running" }
        for _ in 0..<2 { #expect(try await service.send("DELETE", "/api/tasks/\(id)").status == 200) }
        #expect(try await service.ended(id)["status"] as? String == "cancelled")
        #expect(try await service.send("DELETE", "/api/tasks/\(id)").status == 200)
        withExtendedLifetime(node) {}
    }

    /// Work of a minute or more.
    private static let long =
        #"{"taskType": "ml_training", "payload": {"rows": 50000, "epochs": 200, "features": 64, "hidden": 128}}"#

    @Test func `with all nodes down tasks wait and say so, and run when one is back`() async throws {
        let service = try await ServedBerth(in: try Berth())
        let node = try await service.node("edge")
        try await node.kill9()
        try await service.wait(for: "edge", toBe: "lost")
        var ids: [String] = []
        for _ in 0..<5 {
            let task = try await service.submit(#"{"taskType": "fraud_detection", "payload": {"amount": 9}}"#, wait: 0)
            #expect(task["status"] as? String == "queued")
            #expect((task["explanation"] as? String)?.contains("no node is ready") == true)
            ids.append(try #require(task["task_id"] as? String))
        }
        #expect(try await service.ask("GET", "/health")["status"] as? String == "degraded")
        let again = try await node.again()
        for id in ids { #expect(try await service.ended(id)["status"] as? String == "succeeded") }
        withExtendedLifetime(again) {}
    }

    @Test func `a service that is killed with a full queue and a running task loses nothing and repeats nothing`()
        async throws
    {
        let berth = try Berth()
        let environment = ["BERTH_TASKS_OPEN": "30"]
        let service = try await ServedBerth(in: berth, environment: environment)
        let log = berth.path("ran")
        let node = try await service.node("edge", ["--slots", "1", "--queue", "0", "--allow-command", "/bin/sh"])
        // One that must not run twice is under way; the others wait.
        func command(_ name: String, _ then: String = "") -> String {
            #"{"taskType": "command", "idempotencyKey": "\#(name)", "payload": {"program": "/bin/sh", "#
                + #""arguments": ["-c", "echo \#(name) >> \#(log)\#(then)"]}}"#
        }
        let gate = berth.path("gate")
        let first = try await service.submit(
            command("t0", "; until test -e \(gate); do :; done"),
            wait: 0
        )
        try await eventually("the first command") { FileManager.default.fileExists(atPath: log) }
        var ids = [try #require(first["task_id"] as? String)]
        for number in 1..<30 {
            ids.append(try #require(try await service.submit(command("t\(number)"), wait: 0)["task_id"] as? String))
        }
        let refused = try await service.post("/api/submit-task", command("late"))
        #expect(refused.status == 429 && refused.headers["retry-after"] != nil)
        service.signal(SIGKILL)
        _ = try await service.ended()

        let port = String(service.port)
        let again = try await ServedBerth(in: berth, ["--http", "127.0.0.1:\(port)"], environment: environment)
        #expect(try await again.history().count == 30)
        #expect(try await again.submit(command("t7"), wait: 0)["task_id"] as? String == ids[7], "the key is known")
        try "".write(toFile: gate, atomically: true, encoding: .utf8)
        for id in ids {
            let task = try await again.ended(id)
            #expect(task["status"] as? String == "succeeded" && task["attempts"] as? Int == 1, "\(task)")
        }
        let ran = try String(contentsOfFile: log, encoding: .utf8).split(separator: "\n").map(String.init)
        #expect(ran.sorted() == (0..<30).map { "t\($0)" }.sorted())
        #expect(try await again.metric("berth_tasks_total") == 30)
        withExtendedLifetime(node) {}
    }
}
