package import Placement

/// A kind of node as the simulation has it: what it costs, how far it is and how it queues.
package struct SimulatedNodeKind: Sendable, Hashable {
    /// The target's id in the domain `task`.
    package let name: String
    /// Whether tasks that need a GPU may run there.
    package let hasGPU: Bool
    /// Slots and places in the queue of one node.
    package let slots: Int
    /// Tasks that wait at one node at most.
    package let queue: Int
    /// USD for an hour of a slot, at list.
    package let pricePerHour: Double
    /// The median of the network's latency, there and back.
    package let latencyMilliseconds: Double
    /// What a task in the queue takes on average, whatever its type.
    package let queuedTaskSeconds: Double

    /// A small machine nearby: cheap, quick to reach, slow at work.
    package static let edge = Self(
        name: "edge",
        hasGPU: false,
        slots: 2,
        queue: 16,
        pricePerHour: 0.12,
        latencyMilliseconds: 2,
        queuedTaskSeconds: 0.06
    )
    /// A machine in a data center: average at everything.
    package static let cloud = Self(
        name: "cloud",
        hasGPU: false,
        slots: 4,
        queue: 16,
        pricePerHour: 0.30,
        latencyMilliseconds: 40,
        queuedTaskSeconds: 0.03
    )
    /// A machine with an accelerator: quick at some work, dear at all.
    package static let gpu = Self(
        name: "gpu",
        hasGPU: true,
        slots: 2,
        queue: 16,
        pricePerHour: 3.60,
        latencyMilliseconds: 60,
        queuedTaskSeconds: 0.04
    )

    /// In the order in which candidates are listed.
    package static let all = [Self.edge, .cloud, .gpu]

    /// The id of the target that the kind is.
    package var id: Target.ID { Target.ID(self.name) }

    /// Seconds until a slot is free, in the median: with fewer tasks than slots none, then each task before one's own
    /// takes its turn.
    ///
    /// - Parameter load: Percent of slots and queue that is taken, 0 to 100.
    func waitSeconds(load: Double) -> Double {
        let taken = load / 100 * Double(self.slots + self.queue)
        return max(0, taken - Double(self.slots) + 1) / Double(self.slots) * self.queuedTaskSeconds
    }

    /// The kind as a target of the domain.
    package func target(pricePerHour: Double) -> Target {
        Target(
            id: self.id,
            attributes: [
                "kind": .text(self.name), "gpu": .flag(self.hasGPU), "pricePerHour": .number(pricePerHour),
                "taskTypes": .text("," + SimulatedTaskType.all.map { "\($0.name)," }.joined()),
                "slots": .number(Double(self.slots)), "emulated": .flag(false),
            ]
        )
    }
}
