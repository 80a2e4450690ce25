import Foundation
import NIOHTTP1
import NodeServer
import Nodes
import Placement
import Testing
import Web

/// A node over real sockets of this machine.
@Suite(.timeLimit(.minutes(5)))
struct NodeServiceTests {
    /// Work that takes as long as it is let.
    private static let long: [String: Value] = ["rows": 50_000, "epochs": 200, "features": 64, "hidden": 128]

    @Test func `every task type runs and reports`() async throws {
        let configuration = RunningNode.configuration(kind: .gpu, allowedPrograms: ["/bin/echo"])
        try await RunningNode.with(configuration) { node in
            for type in TaskType.all {
                guard case .record(var payload) = type.example else { continue }
                if type == .command { payload["program"] = "/bin/echo" }
                if type == .mlTraining { payload["rows"] = 200 }
                if type == .dailyReport { payload["rows"] = 500 }
                let answer = try await node.order("t-\(type.name)", token: 3, type: type.name, payload)
                #expect(answer.status == 200, "\(answer.text)")
                #expect(answer.headers.first(name: "Content-Type") == "application/x-ndjson")
                #expect(try answer.events().first == .started)
                let report = try #require(try answer.report())
                #expect(report.status == .succeeded && report.token == 3, "\(answer.text)")
                #expect(!report.result.isMissing && report.executionSeconds > 0)
                // A GPU that computes on its CPU says so.
                #expect(report.emulated == [.accelerator])
                let known = try await node.send(.GET, "/tasks/t-\(type.name)").object()
                #expect(known["status"] == "finished")
            }
        }
    }

    @Test func `a training tells of each epoch while it goes on`() async throws {
        try await RunningNode.with { node in
            let events = try await node.order("t", type: "ml_training", ["rows": 200, "epochs": 4]).events()
            let shares = events.compactMap { if case .progress(let progress) = $0 { progress.share } else { nil } }
            #expect(shares == [0.25, 0.5, 0.75, 1])
        }
    }

    @Test func `health says who the node is and how busy`() async throws {
        try await RunningNode.with(RunningNode.configuration(slots: 3, queue: 5)) { node in
            let answer = try await node.send(.GET, "/health")
            let health = try answer.object()
            #expect(answer.status == 200 && health["status"] == "ready" && health["load"] == 0)
            guard case .record(let fields)? = health["node"] else { return }
            #expect(fields["id"] == "here" && fields["slots"] == 3 && fields["address"] == .text(node.address))
            #expect(
                fields["taskTypes"]
                    == .list(
                        TaskType.all.filter { $0 != .command }.map { .text($0.name) }.sorted {
                            ($0.text ?? "") < ($1.text ?? "")
                        }
                    )
            )
        }
    }

    @Test func `metrics tell who the node is, what it does, and what it refused`() async throws {
        let profile = NodeProfile(distanceMilliseconds: nil, slowdown: 1, pricePerHour: nil)
        try await RunningNode.with(RunningNode.configuration(slots: 1, queue: 1, profile: profile)) { node in
            let fresh = try await node.send(.GET, "/metrics")
            #expect(fresh.status == 200)
            #expect(fresh.headers.first(name: "Content-Type") == "text/plain; version=0.0.4; charset=utf-8")
            for line in [
                #"berth_node_info{node="here",kind="edge",version="test"} 1"#,
                #"berth_node_emulated{trait="speed"} 1"#, #"berth_node_emulated{trait="price"} 0"#,
                "berth_node_slots 1", "berth_node_queue_limit 1", "berth_node_running_tasks 0",
                "berth_node_taken_ratio 0", "berth_node_draining 0",
                #"berth_node_refusals_total{reason="full"} 0"#,
                #"berth_node_tasks_total{task_type="sensor_alert",status="succeeded"} 0"#,
            ] { #expect(fresh.text.contains(line + "\n"), "\(line) in \(fresh.text)") }
            async let first = node.order("a", type: "ml_training", Self.long)
            try await node.wait(for: "a", toBe: "running")
            async let second = node.order("b", type: "sensor_alert")
            try await node.wait(for: "b", toBe: "queued")
            #expect(try await node.order("c", type: "sensor_alert").status == 429)
            #expect(try await node.order("d", type: "fraud_detect").status == 404)
            // What is no order is no refusal of one.
            #expect(try await node.send(.GET, "/tasks/nobody").status == 404)
            let busy = try await node.send(.GET, "/metrics").text
            for line in [
                "berth_node_running_tasks 1", "berth_node_queued_tasks 1", "berth_node_taken_ratio 1",
                #"berth_node_refusals_total{reason="full"} 1"#,
                #"berth_node_refusals_total{reason="unknown-task-type"} 1"#,
            ] { #expect(busy.contains(line + "\n"), "\(line) in \(busy)") }
            #expect(!busy.contains(#"reason="unknown-task"}"#))
            _ = try await node.send(.DELETE, "/tasks/a")
            _ = try await (first, second)
            let ended = try await node.send(.GET, "/metrics").text
            for line in [
                #"berth_node_tasks_total{task_type="ml_training",status="cancelled"} 1"#,
                #"berth_node_tasks_total{task_type="sensor_alert",status="succeeded"} 1"#,
                #"berth_node_execution_seconds_count{task_type="sensor_alert"} 1"#,
            ] { #expect(ended.contains(line + "\n"), "\(line) in \(ended)") }
            #expect(try await node.send(.POST, "/metrics").status == 405)
        }
    }

    @Test func `slots fill, the queue fills, then orders are refused with a time to come back`() async throws {
        try await RunningNode.with(RunningNode.configuration(slots: 1, queue: 1)) { node in
            async let first = node.order("a", type: "ml_training", Self.long)
            try await node.wait(for: "a", toBe: "running")
            async let second = node.order("b", type: "sensor_alert")
            try await node.wait(for: "b", toBe: "queued")
            let refused = try await node.order("c", type: "sensor_alert")
            #expect(refused.status == 429 && refused.headers.first(name: "Retry-After") != nil)
            #expect(refused.text.contains("urn:berth:problem:full"))
            #expect(try await node.send(.GET, "/health").object()["load"] == 100)
            // Stopping the first lets the second run.
            #expect(try await node.send(.DELETE, "/tasks/a").status == 200)
            #expect(try await first.report()?.status == .cancelled)
            #expect(try await second.report()?.status == .succeeded)
            let again = try await node.send(.DELETE, "/tasks/a")
            #expect(again.status == 200 && again.text.contains(#""status":"finished""#))
        }
    }

    @Test func `a deadline stops real work`() async throws {
        try await RunningNode.with { node in
            let report = try await node.order("a", type: "ml_training", Self.long, timeoutSeconds: 0.05).report()
            #expect(report?.status == .timedOut)
        }
    }

    @Test func `the same order follows the first, an older token is refused, a newer one replaces it`() async throws {
        try await RunningNode.with(RunningNode.configuration(slots: 1)) { node in
            async let first = node.order("a", token: 5, type: "ml_training", Self.long)
            try await node.wait(for: "a", toBe: "running")
            let stale = try await node.order("a", token: 4, type: "ml_training", Self.long)
            #expect(stale.status == 409 && stale.text.contains("the token 5"))
            async let same = node.order("a", token: 5, type: "ml_training", Self.long)
            let newer = try await node.order("a", token: 6, type: "sensor_alert")
            #expect(try newer.report()?.token == 6 && newer.report()?.status == .succeeded)
            #expect(try await first.report()?.status == .cancelled)
            // Either it followed the older attempt to its end, or it came after the newer one.
            let late = try await same
            #expect(late.status == 409 || (try? late.report()?.status) == .cancelled)
        }
    }

    @Test func `a drained node finishes and takes nothing further`() async throws {
        try await RunningNode.with(RunningNode.configuration(slots: 1)) { node in
            async let first = node.order("a", type: "ml_training", ["rows": 5_000, "epochs": 10])
            try await node.wait(for: "a", toBe: "running")
            let drained = try await node.send(.POST, "/drain")
            #expect(drained.status == 202 && drained.text.contains(#""status":"draining""#))
            let refused = try await node.order("b", type: "sensor_alert")
            #expect(refused.status == 503)
            #expect(try await first.report()?.status == .succeeded)
            #expect(try await node.send(.GET, "/health").object()["status"] == "draining")
        }
    }

    @Test(
        arguments: [
            (#"{"task"#, 400, nil), ("[]", 400, "body"),
            (#"{"task": "a", "token": 1, "type": "x", "timeoutSeconds": 1, "extra": 1}"#, 400, "extra"),
            (#"{"task": "a b", "token": 1, "type": "x", "timeoutSeconds": 1}"#, 400, "task"),
            (#"{"task": "a", "token": 1.5, "type": "x", "timeoutSeconds": 1}"#, 400, "token"),
            (#"{"task": "a", "token": -1, "type": "x", "timeoutSeconds": 1}"#, 400, "token"),
            (#"{"task": "a", "token": 1, "timeoutSeconds": 1}"#, 400, "type"),
            (#"{"task": "a", "token": 1, "type": "x", "timeoutSeconds": 0}"#, 400, "timeoutSeconds"),
            (#"{"task": "a", "token": 1, "type": "fraud_detect", "timeoutSeconds": 1}"#, 404, "type"),
            (#"{"task": "a", "token": 1, "type": "command", "timeoutSeconds": 1}"#, 404, "type"),
            (#"{"task": "a", "token": 1, "type": "fraud_detection", "timeoutSeconds": 1}"#, 400, "payload.amount"),
            (
                #"{"task": "a", "token": 1, "type": "sensor_alert", "timeoutSeconds": 1, "payload": {"readings": [1, "x"]}}"#,
                400, "payload.readings[1]"
            ),
            (
                #"{"task": "a", "token": 1, "type": "image_classification", "timeoutSeconds": 1, "payload": {"png": "R0lG"}}"#,
                422, "payload.png"
            ),
        ] as [(String, Int, String?)]
    )
    func `a bad order is refused with the field at fault`(body: String, status: Int, field: String?) async throws {
        try await RunningNode.with { node in
            let answer = try await node.send(.POST, "/tasks", body)
            #expect(answer.status == status, "\(answer.text)")
            #expect(answer.headers.first(name: "Content-Type") == "application/problem+json")
            #expect(try answer.object()["field"] == field.map { .text($0) })
            #expect(try await node.send(.GET, "/tasks/a").status == 404)
        }
    }

    @Test func `wrong paths, methods, kinds of body and sizes have their answers`() async throws {
        try await RunningNode.with { node in
            #expect(try await node.send(.GET, "/nothing").status == 404)
            let method = try await node.send(.PUT, "/tasks/a", "{}")
            #expect(method.status == 405 && method.headers.first(name: "Allow") == "GET, DELETE")
            #expect(try await node.send(.POST, "/tasks", "{}", type: "text/plain").status == 415)
            let large = try await node.send(.POST, "/tasks", String(repeating: " ", count: 5 << 20))
            #expect(large.status == 413)
            #expect(try await node.send(.DELETE, "/tasks/nobody").status == 404)
            let long = try await node.order("a", type: "fraud_detect")
            #expect(long.text.contains("did you mean 'fraud_detection'?"))
        }
    }

    @Test func `an emulated distance delays the answer and is named in it`() async throws {
        let profile = NodeProfile(distanceMilliseconds: 120, slowdown: nil, pricePerHour: nil)
        try await RunningNode.with(RunningNode.configuration(profile: profile)) { node in
            let clock = ContinuousClock()
            let start = clock.now
            let report = try await node.order("a", type: "sensor_alert").report()
            #expect(clock.now - start >= .milliseconds(120))
            #expect(report?.emulated == [.distance])
            #expect((report?.executionSeconds ?? 1) < 60)
        }
    }

    // MARK: The limits that the service has

    @Test func `one connection too many is answered 503, and the others go on`() async throws {
        try await RunningNode.with(limits: HTTPLimits(connections: 1)) { node in
            try await RawConnection.with(node) { first in
                try await first.write("GET /health HTTP/1.1\r\nHost: node\r\n\r\n")
                #expect(try await first.read().hasPrefix("HTTP/1.1 200"))
                try await RawConnection.with(node) { second in
                    let refused = try await second.read(until: "\r\n\r\n")
                    #expect(refused.hasPrefix("HTTP/1.1 503 Service Unavailable\r\n"), "\(refused)")
                    #expect(refused.lowercased().contains("retry-after: 1\r\n"))
                }
                try await first.write("GET /health HTTP/1.1\r\nHost: node\r\n\r\n")
                #expect(try await first.read().hasPrefix("HTTP/1.1 200"))
            }
        }
    }

    @Test func `a request that does not come in whole in time is cut off`() async throws {
        try await RunningNode.with(limits: HTTPLimits(readSeconds: 1)) { node in
            try await RawConnection.with(node) { connection in
                let head = "POST /tasks HTTP/1.1\r\nHost: node\r\nContent-Type: application/json\r\n"
                try await connection.write(head + "Content-Length: 100\r\n\r\n{")
                // Nothing is answered; the connection ends.
                #expect(try await connection.read() == "")
            }
        }
    }

    @Test func `a body that is too large is refused before it is sent`() async throws {
        try await RunningNode.with { node in
            let announced = try await RawConnection.with(node) { connection in
                let head = "POST /tasks HTTP/1.1\r\nHost: node\r\nContent-Type: application/json\r\n"
                try await connection.write(head + "Content-Length: \(64 << 20)\r\n\r\n")
                return try await connection.read(until: "requestId")
            }
            #expect(announced.hasPrefix("HTTP/1.1 413"), "\(announced)")
            #expect(announced.contains("urn:berth:problem:too-large"))
        }
    }

    @Test func `every answer carries an id, the client's own where it sent one, and requests are counted`() async throws
    {
        try await RunningNode.with { node in
            let unknown = try await node.send(.GET, "/heath")
            #expect(unknown.status == 404 && unknown.text.contains("did you mean '/health'?"))
            #expect(unknown.headers.first(name: "X-Request-Id") != nil)
            #expect(try unknown.object()["requestId"]?.text == unknown.headers.first(name: "X-Request-Id"))
            let metrics = try await node.send(.GET, "/metrics").text
            #expect(metrics.contains(#"berth_http_requests_total{method="",route="",status="404"} 1"#), "\(metrics)")
        }
    }

    @Test func `a node has connections for all that it takes`() {
        func connections(_ slots: Int, _ queue: Int) -> Int {
            NodeService.limits(
                of: Node(
                    id: Node.ID("n"),
                    kind: .edge,
                    address: "http://127.0.0.1:1",
                    taskTypes: [],
                    slots: slots,
                    queueLimit: queue,
                    profile: .measured
                )
            ).connections
        }
        #expect(connections(2, 4) == HTTPLimits().connections)
        #expect(connections(1_000, 4_000) > 5_000)
    }
}
