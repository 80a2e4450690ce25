package import Nodes
internal import Placement

/// How a node is run.
package struct NodeConfiguration: Sendable, Hashable {
    /// What the node is good for.
    package var kind: Node.Kind
    /// Where it listens.
    package var address: SocketAddress
    /// `nil` for the kind and the port.
    package var name: String?
    /// Where others reach the node, such as `http://10.0.0.7:8001`; `nil` for the address it listens on.
    package var advertised: String?
    /// Tasks that it works on at a time, 1 or more.
    package var slots: Int
    /// Tasks that may wait for a slot, 0 or more.
    package var queueLimit: Int
    /// The orchestrator's address; `nil` for a node that nobody is told of.
    package var join: String?
    /// What it pretends to be.
    package var profile: NodeProfile
    /// Full paths of programs that `command` may run.
    package var allowedPrograms: [String]
    /// How long a stop waits for tasks before it stops them.
    package var drainSeconds: Double

    package init(
        kind: Node.Kind,
        address: SocketAddress,
        name: String?,
        advertised: String?,
        slots: Int,
        queueLimit: Int,
        join: String?,
        profile: NodeProfile,
        allowedPrograms: [String],
        drainSeconds: Double
    ) {
        self.kind = kind
        self.address = address
        self.name = name
        self.advertised = advertised
        self.slots = slots
        self.queueLimit = queueLimit
        self.join = join
        self.profile = profile
        self.allowedPrograms = allowedPrograms
        self.drainSeconds = drainSeconds
    }

    /// The ports on which nodes of a kind listen unless told otherwise.
    package static func usualPort(of kind: Node.Kind) -> Int {
        switch kind {
        case .edge: 8001
        case .cloud: 8002
        case .gpu: 8003
        }
    }

    /// The node that this describes.
    ///
    /// - Parameter port: On which it really listens.
    func node(listeningOn port: Int, taskTypes: [String]) -> Node {
        let address = SocketAddress(host: self.address.host, port: port)
        return Node(
            id: Node.ID(self.name ?? "\(self.kind.rawValue)-\(port)"),
            kind: self.kind,
            address: self.advertised ?? "http://\(address)",
            taskTypes: taskTypes,
            slots: self.slots,
            queueLimit: self.queueLimit,
            profile: self.profile
        )
    }

    /// - Throws: ``ConfigurationFaults``, every fault there is.
    package func check() throws(ConfigurationFaults) {
        var faults: [String] = []
        func require(_ isRight: Bool, _ fault: String) { if !isRight { faults.append(fault) } }
        func number(_ value: Double?, _ range: ClosedRange<Double>, _ flag: String) {
            guard let value, !range.contains(value) else { return }
            faults.append("\(flag) is \(value); allowed: \(range.lowerBound) to \(range.upperBound)")
        }
        require(Node.slotCounts.contains(self.slots), "--slots is \(self.slots); allowed: 1 to 1024")
        require(
            Node.queueLimits.contains(self.queueLimit),
            "--queue is \(self.queueLimit); allowed: 0 to 100000"
        )
        if let name = self.name {
            require(
                Node.isName(name),
                "--name is '\(name)'; allowed: 1 to 64 of A-Z a-z 0-9 . _ -"
            )
        }
        for (flag, url) in [("--join", self.join), ("--advertise", self.advertised)] {
            guard let url else { continue }
            let isRight = url.hasPrefix("http://") && SocketAddress(Self.authority(of: url)) != nil
            require(isRight, "\(flag) is '\(url)'; expected an address such as http://127.0.0.1:8080")
        }
        number(self.profile.distanceMilliseconds, NodeProfile.distances, "--distance-ms")
        number(self.profile.slowdown, NodeProfile.slowdowns, "--slowdown")
        number(self.profile.pricePerHour?.units, NodeProfile.hourlyPricesUSD, "--price-per-hour")
        number(self.drainSeconds, 0...86_400, "--drain-seconds")
        for program in self.allowedPrograms {
            require(
                program.hasPrefix("/"),
                "--allow-command is '\(program)'; expected a full path such as /usr/bin/uname"
            )
        }
        guard faults.isEmpty else { throw ConfigurationFaults(faults: faults) }
    }

    private static func authority(of url: String) -> String {
        let rest = url.dropFirst("http://".count)
        return String(rest.hasSuffix("/") ? rest.dropLast() : rest)
    }
}
