package import Nodes
package import Placement

/// The open tasks: those that wait, those that nodes have, and what may become of each.
///
/// A value that knows neither clock nor network: whoever owns it writes down what it answers before telling anybody.
/// Every order has a token that only grows, so that the result of an order that was given up is told from that of the
/// order after it, and a task ends once.
package struct TaskQueue: Sendable {
    /// The most open tasks; a submission beyond them is refused.
    package let capacity: Int
    /// How many nodes a task may lose before it is suspected of bringing them down.
    package static let mostLosses = 5
    /// Waiting this long counts like one step of priority, so that no task waits for ever.
    package static let secondsAStep = 10.0

    private var tasks: [TaskOrder.ID: OpenTask] = [:]
    private var keys: [String: TaskOrder.ID] = [:]
    /// By node what it has.
    private var ordered: [Node.ID: Set<TaskOrder.ID>] = [:]
    /// By node the most that it had at once since it last told of itself.
    private var peaks: [Node.ID: Int] = [:]
    /// By need and priority, in the order of arrival.
    private var lines: [TaskNeed: [TaskLine]] = [:]
    /// What the payloads take.
    private var bytes = 0

    /// The most bytes that payloads of open tasks take together; a submission beyond them is refused.
    package static let payloadBytes = 256 << 20

    /// - Parameters:
    ///   - capacity: At least 1.
    ///   - open: Tasks of an earlier run that had not ended, in the order of arrival.
    package init(capacity: Int, open: [OpenTask] = []) {
        precondition(capacity > 0, "a queue holds at least one task")
        self.capacity = capacity
        for task in open {
            self.tasks[task.submission.id] = task
            self.bytes += task.submission.payloadBytes
            if let key = task.submission.key { self.keys[key] = task.submission.id }
            switch task.phase {
            case .arriving, .queued, .placing:
                self.tasks[task.submission.id]?.phase = .queued
                self.line(of: task) { $0.append(task.submission.id) }
            case .ordered(let node): self.ordered[node, default: []].insert(task.submission.id)
            }
        }
    }

    /// Tasks that have not ended.
    package var count: Int { self.tasks.count }
    /// Tasks that wait for a node.
    package var waiting: Int { self.lines.values.reduce(0) { $0 + $1.reduce(0) { $0 + $1.count } } }

    package subscript(id: TaskOrder.ID) -> OpenTask? { self.tasks[id] }

    /// What a node has.
    package func tasks(of node: Node.ID) -> Set<TaskOrder.ID> { self.ordered[node] ?? [] }

    /// A node tells of itself.
    ///
    /// - Returns: The most tasks that it had at once since it did so before.
    package mutating func heard(_ node: Node.ID) -> Int {
        let count = self.tasks(of: node).count
        let peak = max(count, self.peaks[node] ?? 0)
        self.peaks[node] = count == 0 ? nil : count
        return peak
    }

    // MARK: Coming in

    package enum Admission: Sendable, Hashable {
        case accepted
        /// The same key came before, and its task is still open.
        case known(TaskOrder.ID)
        case full
    }

    /// Reserves a place for a task that is about to be written down; ``arrived(_:)`` or ``withdraw(_:)`` follows.
    package mutating func admit(_ submission: Submission) -> Admission {
        if let key = submission.key, let known = self.keys[key] { return .known(known) }
        guard self.tasks.count < self.capacity, self.bytes + submission.payloadBytes <= Self.payloadBytes else {
            return .full
        }
        self.tasks[submission.id] = OpenTask(submission, phase: .arriving)
        self.bytes += submission.payloadBytes
        if let key = submission.key { self.keys[key] = submission.id }
        return .accepted
    }

    /// An admitted task is written down, and waits.
    package mutating func arrived(_ id: TaskOrder.ID) {
        guard let task = self.tasks[id], task.phase == .arriving else { return }
        self.tasks[id]?.phase = .queued
        self.line(of: task) { $0.append(id) }
    }

    /// An admitted task could not be written down, and was never there.
    package mutating func withdraw(_ id: TaskOrder.ID) {
        guard let task = self.tasks[id], task.phase == .arriving else { return }
        self.forget(task)
    }

    // MARK: Going out

    /// The task to place next: the most urgent, where waiting makes urgent. It stays in the queue.
    ///
    /// - Parameter canPlace: Whether a node could take a task of a need now.
    package func next(at now: Timestamp, where canPlace: (TaskNeed) -> Bool = { _ in true }) -> OpenTask? {
        var best: (task: OpenTask, urgency: Double)?
        for (need, lines) in self.lines where lines.contains(where: { $0.count > 0 }) && canPlace(need) {
            for line in lines {
                guard let id = line.first, let task = self.tasks[id] else { continue }
                let waited = max(0, now.seconds(since: task.submission.at))
                let urgency = Double(task.submission.wishes.priority) + waited / Self.secondsAStep
                guard let first = best else {
                    best = (task, urgency)
                    continue
                }
                // Lines have no order among each other, so that equals are told apart by what they are.
                let (left, right) = (task.submission, first.task.submission)
                if urgency > first.urgency
                    || (urgency == first.urgency && (left.at, left.id) < (right.at, right.id))
                {
                    best = (task, urgency)
                }
            }
        }
        return best?.task
    }

    /// Takes a waiting task out of its line, to decide where it runs; ``assign(_:to:)`` or ``putBack(_:)`` follows.
    package mutating func take(_ id: TaskOrder.ID) {
        guard let task = self.tasks[id], task.phase == .queued else { return }
        self.line(of: task) { $0.remove(id) }
        self.tasks[id]?.phase = .placing
    }

    /// No node was found for a task: it waits again, where it stood.
    package mutating func putBack(_ id: TaskOrder.ID) {
        guard let task = self.tasks[id], task.phase == .placing else { return }
        self.tasks[id]?.phase = .queued
        self.line(of: task) { $0.putBack(id) }
    }

    /// Gives a task that waits, or is being placed, to a node.
    ///
    /// - Returns: The order; `nil` for a task that is not there any more, or that a node has.
    package mutating func assign(_ id: TaskOrder.ID, to node: Node.ID) -> TaskOrder? {
        guard var task = self.tasks[id], task.phase == .queued || task.phase == .placing else { return nil }
        self.line(of: task) { $0.remove(id) }
        task.phase = .ordered(node)
        task.token += 1
        self.tasks[id] = task
        self.ordered[node, default: []].insert(id)
        self.peaks[node] = max(self.peaks[node] ?? 0, self.tasks(of: node).count)
        return TaskOrder(
            task: id,
            token: task.token,
            type: task.submission.type,
            payload: task.submission.payload,
            timeoutSeconds: task.submission.timeoutSeconds
        )
    }

    /// A node has refused an order, so it never began: the task waits again, where it stood.
    ///
    /// - Returns: What became of it; `nil` for an order that is not the task's last.
    package mutating func refused(_ id: TaskOrder.ID, token: Int64) -> Loss? {
        guard let task = self.taken(id, token: token) else { return nil }
        if task.isCancelled { return self.end(task, .cancelled) }
        return self.wait(again: task)
    }

    // MARK: Ending

    /// A node tells how an order ended.
    ///
    /// - Returns: The task that ended by it; `nil` where the order is not the task's last, and its result is not taken.
    package mutating func report(_ report: TaskReport) -> OpenTask? {
        guard let task = self.taken(report.task, token: report.token) else { return nil }
        self.forget(task)
        return task
    }

    package enum Loss: Sendable, Hashable {
        case waitsAgain(OpenTask)
        case ended(OpenTask, TaskEnd)
    }

    /// A node is gone, with everything it had.
    ///
    /// - Returns: What became of each task, in the order of arrival.
    package mutating func lose(_ node: Node.ID) -> [Loss] {
        let tasks = self.tasks(of: node).compactMap { self.tasks[$0] }
        self.peaks[node] = nil
        return tasks.sorted { ($0.submission.at, $0.submission.id) < ($1.submission.at, $1.submission.id) }.compactMap {
            self.lost($0.submission.id, token: $0.token)
        }
    }

    /// What became of one order is not known: its node is gone, or does not know of it any more.
    ///
    /// - Returns: `nil` for an order that is not the task's last.
    package mutating func lost(_ id: TaskOrder.ID, token: Int64) -> Loss? {
        guard var task = self.taken(id, token: token), let node = task.node else { return nil }
        task.losses += 1
        guard task.submission.isIdempotent else { return self.end(task, .outcomeUnknown(node)) }
        if task.isCancelled { return self.end(task, .cancelled) }
        guard task.losses < Self.mostLosses else { return self.end(task, .abandoned(losses: task.losses)) }
        return self.wait(again: task)
    }

    package enum Cancellation: Sendable, Hashable {
        /// It waited, and has ended.
        case ended(OpenTask)
        /// This node has it and is to be asked; it ends with the node's report.
        case asks(Node.ID)
        /// It is not open.
        case notOpen
    }

    /// Somebody does not want a task any more; asking twice is asking once.
    package mutating func cancel(_ id: TaskOrder.ID) -> Cancellation {
        guard let task = self.tasks[id] else { return .notOpen }
        switch task.phase {
        case .arriving: return .notOpen
        case .queued, .placing:
            self.forget(task)
            return .ended(task)
        case .ordered(let node):
            self.tasks[id]?.isCancelled = true
            return .asks(node)
        }
    }

    // MARK: Parts

    /// The task that a node has by exactly this order.
    private func taken(_ id: TaskOrder.ID, token: Int64) -> OpenTask? {
        guard let task = self.tasks[id], task.token == token, task.node != nil else { return nil }
        return task
    }

    private mutating func wait(again task: OpenTask) -> Loss {
        var task = task
        self.release(task)
        task.phase = .queued
        self.tasks[task.submission.id] = task
        self.line(of: task) { $0.putBack(task.submission.id) }
        return .waitsAgain(task)
    }

    private mutating func end(_ task: OpenTask, _ end: TaskEnd) -> Loss {
        self.forget(task)
        return .ended(task, end)
    }

    private mutating func forget(_ task: OpenTask) {
        self.release(task)
        self.tasks[task.submission.id] = nil
        self.bytes -= task.submission.payloadBytes
        self.line(of: task) { $0.remove(task.submission.id) }
        if let key = task.submission.key { self.keys[key] = nil }
    }

    private mutating func release(_ task: OpenTask) {
        guard let node = task.node else { return }
        self.ordered[node]?.remove(task.submission.id)
        if self.ordered[node]?.isEmpty == true { self.ordered[node] = nil }
    }

    private mutating func line(of task: OpenTask, _ change: (inout TaskLine) -> Void) {
        let none = [TaskLine](repeating: TaskLine(), count: TaskWishes.scale.upperBound)
        change(&self.lines[task.submission.need, default: none][task.submission.wishes.priority - 1])
    }
}
