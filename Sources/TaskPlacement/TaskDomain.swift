package import Nodes
internal import Placement

/// What decisions of the domain of tasks may look at: the one list of attributes from which workloads and targets are
/// made, a flat history is written, and to which `domains/task.yaml` is held by a test.
package enum TaskDomain {
    /// The domain's name, in its file and on every record.
    package static let name = "task"

    /// An attribute of a workload or target.
    package struct Attribute: Sendable, Hashable {
        /// In workloads and targets, and in the expressions of the domain file.
        package let name: String
        /// Its column in a flat history.
        package let column: String

        init(_ name: String, column: String? = nil) {
            self.name = name
            self.column = column ?? name
        }
    }

    // MARK: Workloads

    /// The name of the task's type.
    package static let taskType = Attribute("taskType", column: "task_type")
    /// How urgent the task is, 1 to 10.
    package static let priority = Attribute("priority")
    /// How much a quick answer matters, 1 to 10.
    package static let latency = Attribute("latency")
    /// How much the price counts, 1 to 10.
    package static let costSensitivity = Attribute("cost_sensitivity")
    /// Whether only nodes with a GPU will do.
    package static let requiresGPU = Attribute("requiresGPU", column: "requires_gpu")
    /// A record of the payload's ``sizes(of:)``, in a history as JSON.
    package static let payload = Attribute("payload")

    /// Percent of a kind's slots and queues that are taken, in whole numbers.
    package static func load(_ kind: Node.Kind) -> Attribute { Attribute("\(kind.rawValue)_load") }

    /// Milliseconds to a kind and back, in whole numbers; missing before they were measured.
    package static func distance(_ kind: Node.Kind) -> Attribute { Attribute("\(kind.rawValue)_latency_ms") }

    /// What was asked for, beside the payload.
    package static let asked = [Self.taskType, Self.priority, Self.latency, Self.costSensitivity, Self.requiresGPU]
    /// How the fleet is at the moment, kind by kind.
    package static let fleet = Node.Kind.allCases.flatMap { [Self.load($0), Self.distance($0)] }

    /// The fields of `payload` that tasks of a type may have, in the declaration's order.
    package static func sizes(of type: TaskType) -> [String] {
        type.fields.map { field in
            switch field.shape {
            case .flag, .number, .wholeNumber: field.name
            case .text, .word: Self.bytes(field.name)
            case .numbers, .texts: Self.count(field.name)
            }
        }
    }

    /// The bytes of a text.
    static func bytes(_ field: String) -> String { "\(field)Bytes" }
    /// The elements of a list.
    static func count(_ field: String) -> String { "\(field)Count" }

    // MARK: Targets

    /// The word for the kind of node.
    package static let kind = Attribute("kind")
    /// Whether nodes of the kind take tasks that need a GPU.
    package static let gpu = Attribute("gpu", column: "target_gpu")
    /// USD; missing where no node of the kind states one.
    package static let pricePerHour = Attribute("pricePerHour", column: "usd_per_hour")
    /// Names with a comma before and behind each, so that one is found by `contains`.
    package static let taskTypes = Attribute("taskTypes", column: "task_types")
    /// Tasks that a node of the kind works on at a time, on average.
    package static let slots = Attribute("slots")
    /// Whether something of its nodes is pretended and not measured.
    package static let emulated = Attribute("emulated")

    /// What describes a kind of node.
    package static let target = [
        Self.kind, Self.gpu, Self.pricePerHour, Self.taskTypes, Self.slots, Self.emulated,
    ]
}
