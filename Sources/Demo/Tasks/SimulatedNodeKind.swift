package import Nodes
package import Placement
internal import TaskPlacement

/// A kind of node as the simulation has it: what it costs, how far it is and how it queues.
package struct SimulatedNodeKind: Sendable, Hashable {
    /// Which kind it simulates.
    package let kind: Node.Kind
    /// Tasks that one node works on at a time.
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
        kind: .edge,
        slots: 2,
        queue: 16,
        pricePerHour: 0.12,
        latencyMilliseconds: 2,
        queuedTaskSeconds: 0.06
    )
    /// A machine in a data center: average at everything.
    package static let cloud = Self(
        kind: .cloud,
        slots: 4,
        queue: 16,
        pricePerHour: 0.30,
        latencyMilliseconds: 40,
        queuedTaskSeconds: 0.03
    )
    /// A machine with an accelerator: quick at some work, dear at all.
    package static let gpu = Self(
        kind: .gpu,
        slots: 2,
        queue: 16,
        pricePerHour: 3.60,
        latencyMilliseconds: 60,
        queuedTaskSeconds: 0.04
    )

    /// In the order in which candidates are listed.
    package static let all = [Self.edge, .cloud, .gpu]

    /// Whether tasks that need a GPU may run there.
    package var hasGPU: Bool { self.kind == .gpu }
    /// The kind's word, which is the target's id in the domain `task`.
    package var name: String { self.kind.rawValue }

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
        TaskDomain.target(
            self.kind,
            taskTypes: SimulatedTaskType.all.map(\.name),
            pricePerHour: pricePerHour,
            slots: Double(self.slots),
            isEmulated: false
        )
    }
}
