package import Nodes
package import Placement
package import TaskDispatch

extension TaskDomain {
    /// The attributes of a task as a workload: what was asked for, and how the fleet is.
    ///
    /// - Parameters:
    ///   - sizes: What is told of the payload, as ``sizes(in:)`` makes it.
    ///   - fleet: Percent and milliseconds are rounded to whole numbers: finer ones tell a model nothing. A kind that is
    ///     missing counts as full.
    package static func workload(
        _ type: String,
        wishes: TaskWishes,
        sizes: [String: Value],
        fleet: [Node.Kind: KindStanding]
    ) -> [String: Value] {
        var attributes: [String: Value] = [
            Self.taskType.name: .text(type), Self.priority.name: .number(Double(wishes.priority)),
            Self.latency.name: .number(Double(wishes.latency)),
            Self.costSensitivity.name: .number(Double(wishes.costSensitivity)),
            Self.requiresGPU.name: .flag(wishes.requiresGPU), Self.payload.name: .record(sizes),
        ]
        for kind in Node.Kind.allCases {
            attributes[Self.load(kind).name] = .number(fleet[kind]?.load.rounded() ?? 100)
            if let latency = fleet[kind]?.latencySeconds {
                attributes[Self.distance(kind).name] = .number((latency * 1000).rounded())
            }
        }
        return attributes
    }

    /// What is told of a payload: numbers and truth values as they are, texts and lists as how much they hold. It is what
    /// the work depends on, and nothing private.
    package static func sizes(in payload: Value) -> [String: Value] {
        guard case .record(let fields) = payload else { return [:] }
        var sizes: [String: Value] = [:]
        for (name, value) in fields {
            switch value {
            case .number, .flag: sizes[name] = value
            case .text(let text): sizes[Self.bytes(name)] = .number(Double(text.utf8.count))
            case .list(let elements): sizes[Self.count(name)] = .number(Double(elements.count))
            case .record, .missing: break
            }
        }
        return sizes
    }

    /// A kind of node as a target.
    ///
    /// - Parameters:
    ///   - pricePerHour: USD of an hour of a slot; `nil` where none is known.
    ///   - slots: Of one node, the mean over the nodes.
    ///   - isEmulated: Whether something of one of the nodes is pretended.
    package static func target(
        _ kind: Node.Kind,
        taskTypes: [String],
        pricePerHour: Double?,
        slots: Double,
        isEmulated: Bool
    ) -> Target {
        var attributes: [String: Value] = [
            Self.kind.name: .text(kind.rawValue), Self.gpu.name: .flag(kind == .gpu),
            Self.taskTypes.name: .text("," + taskTypes.map { $0 + "," }.joined()), Self.slots.name: .number(slots),
            Self.emulated.name: .flag(isEmulated),
        ]
        if let pricePerHour { attributes[Self.pricePerHour.name] = .number(pricePerHour) }
        return Target(id: Target.ID(kind.rawValue), attributes: attributes)
    }
}
