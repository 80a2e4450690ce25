import Domains
import Expressions
import Features
import Foundation
import Nodes
import Placement
import RunMapping
import TaskDispatch
import TaskPlacement
import Testing

struct TaskDomainTests {
    private static let file = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "domains/task.yaml")

    private static func domain() throws -> Domain {
        try Domain(yaml: String(contentsOf: Self.file, encoding: .utf8), file: "task.yaml")
    }

    @Test func `the domain file reads of a workload what the list has, and nothing else`() throws {
        let domain = try Self.domain()
        #expect(domain.name == TaskDomain.name)
        let listed = TaskDomain.asked + TaskDomain.fleet + [TaskDomain.payload]
        #expect(WorkloadSchema(of: domain).attributes == listed.map(\.name).sorted())
        let mapped = try #require(domain.history).target
        #expect(
            Set((mapped.identifying + mapped.describing).map(\.name)) == Set(TaskDomain.target.map(\.name))
        )
    }

    @Test func `the domain file names fields of payloads that some task type declares`() throws {
        let text = try String(contentsOf: Self.file, encoding: .utf8)
        let named = Set(text.matches(of: /workload\.payload\.(\w+)/).map { String($0.1) })
        #expect(!named.isEmpty)
        #expect(named.subtracting(TaskType.all.flatMap(TaskDomain.sizes)) == [])
    }

    @Test func `how much there is to do is the same in the feature and in the identity`() throws {
        let text = try String(contentsOf: Self.file, encoding: .utf8)
            .split(whereSeparator: \.isWhitespace).joined(separator: " ")
        let work = try #require(text.firstMatch(of: /from: &work >- (.+?) as: log1p/)).1
        #expect(text.ranges(of: "floor(log2(1 + \(work)))").count == 1)
    }

    @Test func `what a workload is told of a payload is what its type declares`() throws {
        for type in TaskType.all {
            let payload = Value.record(try type.check(type.example).values)
            #expect(Set(TaskDomain.sizes(in: payload).keys).subtracting(TaskDomain.sizes(of: type)) == [])
        }
        #expect(
            TaskDomain.sizes(in: .record(["text": "grüße", "list": .list([1, 2]), "flag": .flag(true), "number": 4]))
                == ["textBytes": 7, "listCount": 2, "flag": .flag(true), "number": 4]
        )
        #expect(TaskDomain.sizes(in: .missing) == [:])
    }

    @Test func `a kind that cannot take a task counts as full, and figures are whole numbers`() throws {
        let attributes = TaskDomain.workload(
            "daily_report",
            wishes: TaskWishes(priority: 2, latency: 3, costSensitivity: 9),
            sizes: ["rows": 500],
            fleet: [
                .edge: KindStanding(load: 12.4, latencySeconds: 0.003_6, room: 3),
                .gpu: KindStanding(load: 0, latencySeconds: nil, room: 1),
            ]
        )
        #expect(
            attributes == [
                "taskType": "daily_report", "priority": 2, "latency": 3, "cost_sensitivity": 9,
                "requiresGPU": .flag(false), "payload": .record(["rows": 500]), "edge_load": 12,
                "edge_latency_ms": 4, "cloud_load": 100, "gpu_load": 0,
            ]
        )
        try WorkloadSchema(of: try Self.domain()).check(attributes)
    }

    @Test func `a kind of node as a target`() {
        let target = TaskDomain.target(
            .gpu,
            taskTypes: ["daily_report", "ml_training"],
            pricePerHour: nil,
            slots: 2.5,
            isEmulated: true
        )
        #expect(target.id == Target.ID("gpu"))
        #expect(
            target.attributes == [
                "kind": "gpu", "gpu": .flag(true), "taskTypes": ",daily_report,ml_training,", "slots": 2.5,
                "emulated": .flag(true),
            ]
        )
    }
}
