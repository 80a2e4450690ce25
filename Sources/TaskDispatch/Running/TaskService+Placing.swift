package import Nodes
internal import Placement
internal import Synchronization

extension TaskService {
    /// Decisions that go on at once: few, so that each sees what those before it have taken.
    private static let placingLimit = 8

    /// Looks at what waits, takes what a node has room for, and hands each to `place`.
    func takeNext(_ place: (TaskRecord) -> Void) {
        let now = self.surroundings.now()
        let nodes = self.askable(at: now)
        guard !nodes.isEmpty else { return }
        let taken = self.open.withLock { open in
            var rooms: [TaskNeed: Int] = [:]
            var taken: [TaskRecord] = []
            while open.placing < Self.placingLimit {
                let next = open.queue.next(at: now) { need in
                    if open.resting.contains(need) { return false }
                    let room =
                        rooms[need]
                        ?? nodes.lazy.filter { need.isMet(by: $0.node) }
                        .reduce(0) { $0 + $1.room(ordered: open.queue.tasks(of: $1.node.id).count) }
                    rooms[need] = room
                    return room > open.placing
                }
                guard let next else { break }
                open.queue.take(next.id)
                open.placing += 1
                taken.append(next)
            }
            return taken
        }
        for task in taken { place(task) }
    }

    /// The nodes that may be given orders, whether they have room or not.
    private func askable(at now: Timestamp) -> [FleetNode] {
        self.fleet.nodes.filter { $0.status == .ready && $0.mayBeAsked(at: now) }
    }

    /// Takes a node's heartbeat.
    ///
    /// - Returns: The node as it is known now.
    /// - Throws: ``FleetFull``.
    package func hear(_ heartbeat: NodeHeartbeat) throws(FleetFull) -> FleetNode {
        let ordered = self.open.withLock { $0.queue.heard(heartbeat.node.id) }
        let (node, isChanged) = try self.fleet.hear(heartbeat, ordered: ordered)
        if isChanged { self.look() }
        return node
    }

    /// Looks again at everything that waits, also at what nothing was found for: a node has come or changed.
    package func look() {
        self.open.withLock { $0.resting = [] }
        self.kick.yield()
    }

    /// Decides where a task runs, and gives it to a node.
    ///
    /// - Returns: The order, with the node; `nil` where the task waits again or is not there any more.
    func place(_ task: TaskRecord) async -> (order: TaskOrder, node: Node)? {
        defer { self.open.withLock { $0.placing -= 1 } }
        let submission = task.submission
        guard let placement = await self.placement(of: submission) else {
            self.putBack(submission, isResting: true)
            return nil
        }
        let nodes = self.askable(at: self.surroundings.now()).filter {
            $0.node.kind == placement.kind && submission.need.isMet(by: $0.node)
        }
        let assigned = self.open.withLock { open -> (TaskOrder, Node)? in
            let node = nodes.map { (state: $0, ordered: open.queue.tasks(of: $0.node.id).count) }
                .filter { $0.state.room(ordered: $0.ordered) > 0 }
                .min { Self.isBefore(($0.state.node, $0.ordered), ($1.state.node, $1.ordered)) }?.state.node
            return node.flatMap { node in
                open.queue.assign(submission.id, to: node.id, as: placement).map { ($0, node) }
            }
        }
        guard let (order, node) = assigned else {
            // The room that the decision saw is gone.
            self.putBack(submission, isResting: false)
            return nil
        }
        self.fleet.asked(node.id)
        return (order, node)
    }

    /// Whether a node has fewer tasks for each slot than another, as many as they were ordered to do and one more.
    private static func isBefore(_ left: (node: Node, ordered: Int), _ right: (node: Node, ordered: Int)) -> Bool {
        let crowding = (
            Double(left.ordered + 1) / Double(left.node.slots), Double(right.ordered + 1) / Double(right.node.slots)
        )
        return crowding.0 != crowding.1 ? crowding.0 < crowding.1 : left.node.id < right.node.id
    }

    private func putBack(_ submission: Submission, isResting: Bool) {
        self.open.withLock { open in
            open.queue.putBack(submission.id)
            if isResting { open.resting.insert(submission.need) }
        }
        self.kick.yield()
    }

    private func placement(of submission: Submission) async -> KindChoice? {
        let standings = self.standings(for: submission.need)
        guard !standings.isEmpty else { return nil }
        guard let placer = self.placer else { return Self.leastLoaded(standings) }
        do {
            let placement = try await placer.place(submission, on: standings)
            // One that has no room would be decided again and again until it has.
            return placement.flatMap { (standings[$0.kind]?.room ?? 0) > 0 ? $0 : nil }
        } catch is CancellationError {
            return nil
        } catch {
            // Work is placed even where nothing can be decided.
            self.measures.undecided()
            self.surroundings.report("no decision could be made for a task: \(error)")
            return Self.leastLoaded(standings)
        }
    }

    private static func leastLoaded(_ standings: [Node.Kind: KindStanding]) -> KindChoice? {
        standings.filter { $0.value.room > 0 }
            .min { ($0.value.load, $0.key.rawValue) < ($1.value.load, $1.key.rawValue) }
            .map { KindChoice(decision: nil, kind: $0.key, confidence: nil, predicted: nil) }
    }

    /// How the ready nodes stand that meet a need.
    private func standings(for need: TaskNeed) -> [Node.Kind: KindStanding] {
        let nodes = self.askable(at: self.surroundings.now()).filter { need.isMet(by: $0.node) }
        let ordered = self.open.withLock { open in nodes.map { open.queue.tasks(of: $0.node.id).count } }
        return Dictionary(grouping: zip(nodes, ordered), by: \.0.node.kind).mapValues { KindStanding(nodes: $0) }
    }
}

extension KindStanding {
    /// - Parameter nodes: Nodes of one kind, at least one, each with the tasks that it was ordered to do.
    fileprivate init(nodes: [(FleetNode, Int)]) {
        let latencies = nodes.compactMap(\.0.latencySeconds)
        self.init(
            load: nodes.reduce(0) { $0 + $1.0.load(ordered: $1.1) } / Double(nodes.count),
            latencySeconds: latencies.isEmpty ? nil : latencies.reduce(0, +) / Double(latencies.count),
            room: nodes.reduce(0) { $0 + $1.0.room(ordered: $1.1) }
        )
    }
}
