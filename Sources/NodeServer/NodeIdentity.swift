package import NodeRuntime
package import Nodes
package import Placement
internal import Synchronization

/// What a node says of itself: who it is, which it knows for sure once it listens, and how busy it is.
package final class NodeIdentity: Sendable {
    private let current: Mutex<Node>
    private let runner: TaskRunner
    private let meter: MachineMeter
    private let now: @Sendable () -> Timestamp
    private let shares = Mutex<Shares?>(nil)
    package let version: String

    private struct Shares {
        let cpu: Double?
        let memory: Double?
        let at: Timestamp
    }

    /// Seconds for which a measurement of the machine is good: processors are measured over the time in between, and
    /// over a shorter one they are either idle or busy.
    private static let measuredSeconds = 0.9

    package init(
        node: Node,
        runner: TaskRunner,
        meter: MachineMeter,
        version: String,
        now: @escaping @Sendable () -> Timestamp
    ) {
        self.current = Mutex(node)
        self.runner = runner
        self.meter = meter
        self.version = version
        self.now = now
    }

    package var node: Node { self.current.withLock { $0 } }

    /// The address is known.
    package func become(_ node: Node) { self.current.withLock { $0 = node } }

    /// Who the node is and how busy it is now.
    package var heartbeat: NodeHeartbeat {
        let occupancy = self.runner.occupancy
        let now = self.now()
        let shares = self.machine(at: now)
        let reading = NodeReading(
            running: occupancy.running,
            queued: occupancy.queued,
            cpuShare: shares.cpu,
            memoryShare: shares.memory,
            isDraining: occupancy.isDraining,
            at: now
        )
        return NodeHeartbeat(node: self.node, reading: reading)
    }

    private func machine(at now: Timestamp) -> Shares {
        self.shares.withLock { known in
            if let known, now < known.at.advanced(bySeconds: Self.measuredSeconds), known.at <= now { return known }
            let (cpu, memory) = self.meter.read()
            let shares = Shares(cpu: cpu, memory: memory, at: now)
            known = shares
            return shares
        }
    }
}
