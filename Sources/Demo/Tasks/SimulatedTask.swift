package import Placement
internal import TaskDispatch

/// A task as the simulation knows it: what is told of it, and what the told things do not say.
package struct SimulatedTask: Sendable {
    /// With every attribute that a service would be told, its key being the domain's.
    package let workload: Workload
    /// What it asks to be done.
    package let type: SimulatedTaskType
    /// What the work takes on a cloud slot in the median.
    package let workSeconds: Double
    /// The kinds that may take it, with their state at that moment.
    package let offers: [Offer]

    /// A kind of node at the moment that the task comes in.
    package struct Offer: Sendable {
        /// Where it could run.
        package let kind: SimulatedNodeKind
        /// Percent, and whole milliseconds, as they are told.
        package let load: Double
        /// Round trip to the node, in milliseconds.
        package let latencyMilliseconds: Double
        /// USD for an hour of a slot, as it is told at that moment.
        package let pricePerHour: Double

        var standing: KindStanding {
            KindStanding(
                load: self.load,
                latencySeconds: self.latencyMilliseconds / 1000,
                room: self.load < 100 ? 1 : 0
            )
        }

        /// The kind as a target, with the attributes that do not change from task to task.
        package var target: Target { self.kind.target(pricePerHour: self.pricePerHour) }
    }
}
