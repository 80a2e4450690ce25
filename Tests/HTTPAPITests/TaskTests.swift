import BerthTesting
import HTTPAPI
import HTTPTypes
import Nodes
import Placement
import TaskDispatch
import Testing

@Suite(.timeLimit(.minutes(1))) struct TaskTests {
    private static let heartbeat = """
        {"node": {"id": "edge-1", "kind": "edge", "address": "http://127.0.0.1:8001", "slots": 2, "queueLimit": 2,
          "taskTypes": ["sensor_alert", "daily_report"], "profile": {"distanceMilliseconds": 5, "pricePerHourUSD": 3.6}},
         "reading": {"running": 0, "queued": 0, "cpuShare": null, "memoryShare": null, "isDraining": false,
          "at": "2026-01-01T00:00:00Z"}}
        """

    /// A node that reports this of every task.
    private static func reported(
        _ status: TaskReport.Status = .succeeded,
        error: String? = nil
    ) -> @Sendable (TaskOrder) -> OrderEnd {
        { order in
            .finished(
                TaskReport(
                    task: order.task,
                    token: order.token,
                    status: status,
                    result: .record(["alerts": .list([])]),
                    error: error,
                    executionSeconds: 0.25,
                    queuedSeconds: 0.125,
                    emulated: [.distance, .price]
                )
            )
        }
    }

    private static let sensor = #"{"taskType": "sensor_alert", "priority": 10, "latency": 9, "cost_sensitivity": 1}"#

    private func submit(
        _ service: TestService,
        _ body: String = Self.sensor,
        wait: String = "0"
    ) async throws -> TestAnswer {
        try await service.send("POST", "/api/submit-task?wait=\(wait)", body)
    }

    // MARK: Submitting

    @Test func `a task without nodes is taken, waits and says why`() async throws {
        let service = try await TestService()
        let answer = try await self.submit(service)
        #expect(answer.status == 202)
        let task = answer.json
        #expect(task["taskType"] == "sensor_alert" && task["status"] == "queued")
        #expect(task["priority"] == 10 && task["latency"] == 9 && task["cost_sensitivity"] == 1)
        #expect(task["requiresGPU"] == false && task["isIdempotent"] == true && task["timeoutSeconds"] == 300)
        #expect(task["explanation"] == "Waiting: no node is ready. It will run when one is.")
        #expect(task["attempts"] == 0 && task["submittedAt"] == "2026-01-01T00:00:00Z")
        for field in [
            "chosen_node", "node", "decisionId", "confidence", "predicted", "execution_time", "cost", "endedAt",
        ] {
            #expect(task[field] == .missing, "\(field)")
        }
        #expect(task["payload"]["spikeThreshold"] != .missing, "defaults are filled in")
        let id = try #require(task["task_id"].string)
        #expect(try await service.send("GET", "/api/tasks/\(id)").json == task)
    }

    @Test func `a task that a node runs is answered with its end`() async throws {
        let service = try await TestService()
        service.nodes.answer(Self.reported())
        try await service.working {
            _ = try await service.send("POST", "/api/v1/nodes", Self.heartbeat)
            let answer = try await self.submit(service, wait: "60")
            #expect(answer.status == 200)
            let task = answer.json
            #expect(task["status"] == "succeeded" && task["chosen_node"] == "EDGE" && task["node"] == "edge-1")
            #expect(task["execution_time"] == 0.25 && task["queued_time"] == 0.125 && task["total_time"] == 0)
            #expect(task["cost"] == 0.00025 && task["emulated"] == .list(["distance", "price"]))
            #expect(task["attempts"] == 1 && task["losses"] == 0 && task["error"] == .missing)
            #expect(task["result"]["alerts"] == .list([]))
            #expect(task["explanation"].string?.contains("least loaded") == true)
            let id = try #require(task["task_id"].string)
            #expect(try await service.send("GET", "/api/tasks/\(id)").json == task)
            let events = try await service.events("/api/tasks/\(id)/events") { _ in false }
            #expect(events.map(\.name) == ["task"] && events.first?.data == task)
            let node = try await service.send("GET", "/api/node-status").json["nodes"][0]
            #expect(node["ordered"] == 0 && node["breaker"] == "closed")
        }
    }

    @Test func `a task whose work fails is an answer, not a fault of the request`() async throws {
        let service = try await TestService()
        service.nodes.answer(Self.reported(.failed, error: "the sensor is off"))
        try await service.working {
            _ = try await service.send("POST", "/api/v1/nodes", Self.heartbeat)
            let answer = try await self.submit(service, wait: "60")
            #expect(answer.status == 200 && answer.json["status"] == "failed")
            #expect(answer.json["error"] == "the sensor is off")
        }
    }

    @Test func `every example of the task types is taken`() async throws {
        let service = try await TestService()
        let types = try await service.send("GET", "/api/task-types").json["taskTypes"].elements
        #expect(types.compactMap(\.["name"].string) == TaskType.all.map(\.name))
        for type in types {
            let body = JSON.text(.record(["taskType": type["name"], "payload": type["example"]]))
            let answer = try await self.submit(try await TestService(), body)
            #expect(answer.status == 202, "\(body): \(answer.text)")
        }
        let fields = try #require(types.first { $0["name"] == "daily_report" })["fields"].elements
        let rows = try #require(fields.first { $0["name"] == "rows" })
        #expect(rows["kind"] == "wholeNumber" && rows["required"] == false && rows["default"].double != nil)
        #expect(rows["minimum"].double != nil && rows["maximum"].double != nil)
    }

    @Test(arguments: [
        (#"{"taskType": "sensor_alert", "priority": 11}"#, 400, "priority", "from 1 to 10"),
        (#"{"taskType": "sensor_alert", "priority": 1.5}"#, 400, "priority", "from 1 to 10"),
        (#"{"taskType": "sensor_alert", "priority": "high"}"#, 400, "priority", "from 1 to 10"),
        (#"{"taskType": "sensor_alert", "latency": 0}"#, 400, "latency", "from 1 to 10"),
        (#"{"taskType": "sensor_alert", "cost_sensitivity": -3}"#, 400, "cost_sensitivity", "from 1 to 10"),
        (#"{"taskType": "sensor_alert", "requiresGPU": "yes"}"#, 400, "requiresGPU", "true or false"),
        (#"{"taskType": "sensor_alarm"}"#, 400, "taskType", "did you mean 'sensor_alert'?"),
        (#"{"taskType": 7}"#, 400, "taskType", "a string"), (#"{"priority": 5}"#, 400, "taskType", ""),
        (#"{"taskType": "sensor_alert", "payload": []}"#, 400, "payload", "an object"),
        (
            #"{"taskType": "sensor_alert", "payload": {"spikeTreshold": 3}}"#, 400, "payload.spikeTreshold",
            "spikeThreshold"
        ),
        (#"{"taskType": "daily_report", "payload": {"rows": 0}}"#, 400, "payload.rows", ""),
        (#"{"taskType": "fraud_detection", "payload": {}}"#, 400, "payload.amount", "nothing"),
        (#"{"taskType": "sensor_alert", "timeoutSeconds": 0}"#, 400, "timeoutSeconds", ""),
        (#"{"taskType": "sensor_alert", "idempotencyKey": ""}"#, 400, "idempotencyKey", ""),
        (#"{"taskType": "sensor_alert", "prioritty": 5}"#, 400, "prioritty", "did you mean 'priority'?"),
        (#"{"taskType": "sensor_alert""#, 400, "", "line 1"),
        (
            #"{"taskType": "daily_report", "payload": {"rows": 10}, "idempotencyKey": "k"#
                + String(repeating: " ", count: 5_000) + #""}"#,
            400, "idempotencyKey", ""
        ),
        (
            #"{"taskType": "daily_report", "payload": {"rows": 10}}"# + String(repeating: " ", count: 5_000), 413,
            "payload", "at most 4096"
        ),
    ])
    func `what cannot be a task is refused with its field`(
        body: String,
        status: Int,
        field: String,
        words: String
    ) async throws {
        let service = try await TestService()
        let answer = try await self.submit(service, body)
        #expect(answer.status == status, "\(answer.text)")
        if !field.isEmpty { #expect(answer.json["field"].string == field, "\(answer.text)") }
        #expect(answer.text.contains(words), "\(answer.text)")
        #expect(try await service.send("GET", "/api/task-history").json["tasks"] == .list([]))
    }

    @Test func `a body larger than any payload, or of another kind, is refused`() async throws {
        let service = try await TestService()
        let body =
            #"{"taskType": "image_classification", "payload": {"png": ""#
            + String(repeating: "A", count: 5 << 20) + #""}}"#
        #expect(try await self.submit(service, body).status == 413)
        #expect(try await service.send("POST", "/api/submit-task", "a=1", type: "text/plain").status == 415)
    }

    @Test(arguments: ["-1", "61", "1.5", "soon", ""])
    func `waiting has bounds`(wait: String) async throws {
        let answer = try await self.submit(try await TestService(), wait: wait)
        #expect(answer.status == 400 && answer.json["field"] == "wait")
    }

    @Test func `a full queue answers 429 and when to try again`() async throws {
        let service = try await TestService()
        for _ in 0..<4 { #expect(try await self.submit(service).status == 202) }
        let refused = try await self.submit(service)
        #expect(refused.status == 429 && refused.headers[.retryAfter] == "1")
        #expect(refused.json["type"] == "urn:berth:problem:full")
        #expect(try await service.send("GET", "/api/task-history").json["tasks"].elements.count == 4)
    }

    @Test func `the same key again is the same task`() async throws {
        let service = try await TestService()
        let body = #"{"taskType": "sensor_alert", "idempotencyKey": "order-7"}"#
        let first = try await self.submit(service, body)
        let second = try await self.submit(service, body)
        #expect(first.json["task_id"] == second.json["task_id"] && second.json["idempotencyKey"] == "order-7")
        #expect(try await service.send("GET", "/api/task-history").json["tasks"].elements.count == 1)
    }

    // MARK: Cancelling

    @Test func `a task that waits is cancelled, once and again`() async throws {
        let service = try await TestService()
        let id = try #require(try await self.submit(service).json["task_id"].string)
        for _ in 0..<2 {
            let answer = try await service.send("DELETE", "/api/tasks/\(id)")
            #expect(answer.status == 200 && answer.json["status"] == "cancelled")
            #expect(answer.json["endedAt"] != .missing && answer.json["chosen_node"] == .missing)
        }
    }

    @Test func `a task that has ended otherwise is not cancelled`() async throws {
        let service = try await TestService()
        service.nodes.answer(Self.reported())
        try await service.working {
            _ = try await service.send("POST", "/api/v1/nodes", Self.heartbeat)
            let id = try #require(try await self.submit(service, wait: "60").json["task_id"].string)
            let answer = try await service.send("DELETE", "/api/tasks/\(id)")
            #expect(answer.status == 409 && answer.json["type"] == "urn:berth:problem:conflict")
        }
    }

    @Test(arguments: [("GET", ""), ("DELETE", ""), ("GET", "/events")])
    func `a task that is not there is told`(method: String, path: String) async throws {
        let answer = try await TestService().send(method, "/api/tasks/nobody\(path)")
        #expect(answer.status == 404 && answer.json["value"] == "nobody")
    }

    // MARK: Lists

    @Test func `the history is filtered and paged, the newest first`() async throws {
        let service = try await TestService()
        service.nodes.answer(Self.reported())
        try await service.working {
            _ = try await service.send("POST", "/api/v1/nodes", Self.heartbeat)
            for type in ["sensor_alert", "daily_report", "sensor_alert"] {
                let answer = try await self.submit(service, #"{"taskType": "\#(type)"}"#, wait: "60")
                #expect(answer.status == 200)
                service.clock.set(service.clock.value.advanced(bySeconds: 60))
            }
            _ = try await self.submit(service, #"{"taskType": "ml_training"}"#)
            func types(_ query: String) async throws -> [String] {
                let answer = try await service.send("GET", "/api/task-history\(query)")
                #expect(answer.status == 200, "\(answer.text)")
                let tasks = answer.json["tasks"].elements
                #expect(tasks.allSatisfy { $0["payload"] == .missing && $0["result"] == .missing })
                return tasks.compactMap(\.["taskType"].string)
            }
            #expect(try await types("") == ["ml_training", "sensor_alert", "daily_report", "sensor_alert"])
            #expect(try await types("?status=queued") == ["ml_training"])
            #expect(try await types("?status=succeeded&taskType=sensor_alert").count == 2)
            #expect(try await types("?kind=edge&node=edge-1").count == 3)
            #expect(try await types("?kind=gpu").isEmpty)
            #expect(try await types("?node=edge-9").isEmpty)
            #expect(try await types("?from=2026-01-01T00:01:00Z&until=2026-01-01T00:02:00Z") == ["daily_report"])
            let page = try await service.send("GET", "/api/task-history?limit=3").json
            let next = try #require(page["next"].string)
            #expect(page["tasks"].elements.count == 3)
            let rest = try await service.send("GET", "/api/task-history?limit=3&before=\(next)").json
            #expect(rest["tasks"].elements.count == 1 && rest["next"] == .missing)
        }
    }

    @Test(arguments: [
        ("limit=0", "limit"), ("limit=1001", "limit"), ("status=done", "status"), ("kind=fog", "kind"),
        ("taskType=sensor_alarm", "taskType"), ("from=yesterday", "from"), ("until=1", "until"),
        ("before=0", "before"), ("before=x", "before"), ("node=", "node"), ("color=red", "color"),
    ])
    func `filters that are not known are refused`(query: String, field: String) async throws {
        let answer = try await TestService().send("GET", "/api/task-history?\(query)")
        #expect(answer.status == 400 && answer.json["field"].string == field, "\(answer.text)")
        #expect(answer.json["allowed"].elements.count > 0)
    }

    // MARK: Events

    @Test func `live events tell at once how everything is, then what changes, then that the line lives`() async throws
    {
        let service = try await TestService()
        _ = try await service.send("POST", "/api/v1/nodes", Self.heartbeat)
        let id = try #require(try await self.submit(service).json["task_id"].string)
        let watching = Task {
            try await service.events("/api/v1/live") { events in events.count { $0.name.isEmpty } == 1 }
        }
        // The first three were told before anybody sleeps.
        await service.waits.sleeper(for: .seconds(1))
        _ = try await service.send("DELETE", "/api/tasks/\(id)")
        for _ in 0..<11 { await service.waits.pass(.seconds(1)) }
        let events = try await watching.value
        #expect(events.map(\.name) == ["nodes", "tasks", "health", "tasks", ""])
        #expect(events[0].data == (try await service.send("GET", "/api/node-status").json))
        #expect(events[2].data == (try await service.send("GET", "/health").json))
        let schema = try #require(Description.shared).schema
        for news in [events[1].data, events[3].data] {
            #expect(schema.faults(of: news, against: schema.resolve("#/components/schemas/TaskNews")) == [])
        }
        #expect(events[1].data["queued"] == 1 && events[1].data["tasks"][0]["status"] == "queued")
        #expect(events[3].data["queued"] == 0 && events[3].data["tasks"][0]["status"] == "cancelled")
    }

    @Test func `live events end when the service stops`() async throws {
        let service = try await TestService()
        let watching = Task { try await service.events("/api/v1/live") { _ in false } }
        await service.waits.sleeper(for: .seconds(1))
        service.health.enter(.stopping)
        await service.waits.pass(.seconds(1))
        #expect(try await watching.value.map(\.name) == ["nodes", "tasks", "health"])
    }

    @Test func `one task is followed to its end`() async throws {
        let service = try await TestService()
        let id = try #require(try await self.submit(service).json["task_id"].string)
        let (came, comes) = AsyncStream.makeStream(of: Void.self)
        let watching = Task {
            try await service.events("/api/tasks/\(id)/events") { events in
                if !events.isEmpty { comes.yield() }
                return false
            }
        }
        for await _ in came { break }
        service.nodes.answer(Self.reported())
        try await service.working {
            _ = try await service.send("POST", "/api/v1/nodes", Self.heartbeat)
            let events = try await watching.value
            #expect(events.map(\.data["status"].string) == ["queued", "running", "succeeded"])
            #expect(events.last?.data == (try await service.send("GET", "/api/tasks/\(id)").json))
        }
    }
}
