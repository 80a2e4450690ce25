package import Nodes
package import Placement

/// The open tasks: those that wait, those that nodes have, and what may become of each.
///
/// A value that knows neither clock nor network, and the one place that holds the records of open tasks: whoever owns it
/// carries out the ``TaskAction``s that it returns, and writes down what they say before telling anybody. Every order has
/// a token that only grows, so that the result of an order that was given up is told from that of the order after it, and
/// a task ends once.
package struct TaskQueue: Sendable {
    /// The most open tasks; a submission beyond them is refused.
    package let capacity: Int
    /// How many nodes a task may lose before it is suspected of bringing them down.
    package static let mostLosses = 5
    /// Waiting this long counts like one step of priority, so that no task waits for ever.
    package static let secondsAStep = 10.0

    /// Where an open task is on its way.
    package enum Phase: Sendable, Hashable {
        /// It is being written down.
        case arriving
        case queued
        /// It is being decided where it runs.
        case placing
        /// Its node has it.
        case ordered
    }

    private struct Entry {
        var task: TaskRecord
        var phase: Phase
        /// Whether somebody asked for its end while a node had it.
        var isCancelled = false
        /// Whether it could not be written down, and a node has it already: nobody waits for what that tells.
        var isWithdrawn = false

        var id: TaskRecord.ID { self.task.id }
    }

    private var entries: [TaskRecord.ID: Entry] = [:]
    /// Tasks that have ended and whose end is being written down, as they stood before.
    private var ending: [TaskRecord.ID: TaskRecord] = [:]
    private var keys: [String: TaskRecord.ID] = [:]
    /// By node what it has.
    private var ordered: [Node.ID: Set<TaskRecord.ID>] = [:]
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
    package init(capacity: Int, open: [TaskRecord] = []) {
        precondition(capacity > 0, "a queue holds at least one task")
        self.capacity = capacity
        for task in open {
            self.enter(Entry(task: task, phase: task.node == nil ? .queued : .ordered))
            if let node = task.node {
                self.ordered[node, default: []].insert(task.id)
            } else {
                self.line(of: task) { $0.append(task.id) }
            }
        }
    }

    // MARK: Reading

    /// Tasks that have not ended.
    package var count: Int { self.entries.count }
    /// Tasks waiting for a node.
    package var waiting: Int { self.lines.values.reduce(0) { $0 + $1.reduce(0) { $0 + $1.count } } }

    /// A task as everybody may see it: from its arrival until its end is written down.
    package subscript(id: TaskRecord.ID) -> TaskRecord? {
        if let entry = self.entries[id] { return entry.phase == .arriving || entry.isWithdrawn ? nil : entry.task }
        return self.ending[id]
    }

    /// `nil` for a task that is not open.
    package func phase(of id: TaskRecord.ID) -> Phase? { self.entries[id]?.phase }

    /// What a node has.
    package func tasks(of node: Node.ID) -> Set<TaskRecord.ID> { self.ordered[node] ?? [] }

    /// The orders that nodes have, with the node.
    package var orders: [(order: TaskOrder, node: Node.ID)] {
        self.entries.values.compactMap { entry in
            guard entry.phase == .ordered, let node = entry.task.node else { return nil }
            return (TaskOrder(entry.task), node)
        }
    }

    /// Whether an order is its task's last, and has not been given up.
    package func isCurrent(_ order: TaskOrder) -> Bool { self.entry(of: order.task, token: order.token) != nil }

    /// Whether an order that is its task's last is to be stopped.
    package func isCancelled(_ order: TaskOrder) -> Bool {
        self.entry(of: order.task, token: order.token)?.isCancelled ?? false
    }

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

    /// Whether there is a place for a task.
    package enum Admission: Sendable, Hashable {
        case accepted
        /// The same key came before, and its task is still open.
        case known(TaskRecord.ID)
        case full
    }

    /// Reserves a place for a task that is about to be written down; ``arrived(_:)`` or ``withdraw(_:)`` follows.
    package mutating func admit(_ submission: Submission) -> Admission {
        if let key = submission.key, let known = self.keys[key] { return .known(known) }
        guard self.entries.count < self.capacity, self.bytes + submission.payloadBytes <= Self.payloadBytes else {
            return .full
        }
        self.enter(Entry(task: TaskRecord(submission), phase: .arriving))
        return .accepted
    }

    /// An admitted task is written down, and waits; or waits while it is written down.
    ///
    /// - Returns: The task, to tell of it.
    @discardableResult
    package mutating func arrived(_ id: TaskRecord.ID) -> TaskRecord? {
        guard let entry = self.entries[id], entry.phase == .arriving else { return nil }
        self.entries[id]?.phase = .queued
        self.line(of: entry.task) { $0.append(id) }
        return entry.task
    }

    /// A task could not be written down, and was never there. Where a node has it already, that may go on, and nobody
    /// hears of it.
    package mutating func withdraw(_ id: TaskRecord.ID) {
        self.ending[id] = nil
        guard let entry = self.entries[id] else { return }
        if entry.phase == .ordered {
            self.entries[id]?.isWithdrawn = true
            self.entries[id]?.isCancelled = true
        } else {
            self.forget(entry)
        }
    }

    // MARK: Going out

    /// The task to place next: the most urgent, where waiting makes urgent. It stays in the queue.
    ///
    /// - Parameter canPlace: Whether a node could take a task of a need now.
    package func next(at now: Timestamp, where canPlace: (TaskNeed) -> Bool = { _ in true }) -> TaskRecord? {
        var best: (task: TaskRecord, urgency: Double)?
        for (need, lines) in self.lines where lines.contains(where: { $0.count > 0 }) && canPlace(need) {
            for line in lines {
                guard let id = line.first, let task = self.entries[id]?.task else { continue }
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

    /// Takes a waiting task out of its line, to decide where it runs; ``assign(_:to:as:)`` or ``putBack(_:)`` follows.
    package mutating func take(_ id: TaskRecord.ID) {
        guard let entry = self.entries[id], entry.phase == .queued else { return }
        self.line(of: entry.task) { $0.remove(id) }
        self.entries[id]?.phase = .placing
    }

    /// No node was found for a task: it waits again, where it stood.
    package mutating func putBack(_ id: TaskRecord.ID) {
        guard let entry = self.entries[id], entry.phase == .placing else { return }
        self.entries[id]?.phase = .queued
        self.line(of: entry.task) { $0.putBack(id) }
    }

    /// Gives a task that waits, or is being placed, to a node.
    ///
    /// - Parameter choice: The decision by which it goes there.
    /// - Returns: The order; `nil` for a task that is not there any more, or that a node has.
    package mutating func assign(_ id: TaskRecord.ID, to node: Node.ID, as choice: KindChoice) -> TaskOrder? {
        guard var entry = self.entries[id], entry.phase == .queued || entry.phase == .placing else { return nil }
        self.line(of: entry.task) { $0.remove(id) }
        entry.phase = .ordered
        entry.task.placement = choice
        entry.task.node = node
        entry.task.attempts += 1
        self.entries[id] = entry
        self.ordered[node, default: []].insert(id)
        self.peaks[node] = max(self.peaks[node] ?? 0, self.tasks(of: node).count)
        return TaskOrder(entry.task)
    }

    /// A node tells how far an order has come.
    ///
    /// - Returns: The task, to tell of it; `nil` for an order that is not the task's last.
    package mutating func advanced(_ order: TaskOrder, to progress: TaskProgress) -> TaskRecord? {
        guard self.isCurrent(order) else { return nil }
        self.entries[order.task]?.task.progress = progress
        return self[order.task]
    }

    /// A node has refused an order, so it never began: the task waits again, where it stood.
    ///
    /// - Returns: `nil` for an order that is not the task's last.
    package mutating func refused(_ id: TaskRecord.ID, token: Int64, at now: Timestamp) -> TaskAction? {
        guard let entry = self.entry(of: id, token: token) else { return nil }
        if entry.isCancelled { return self.end(entry, TaskEnd(.cancelled, at: now)) }
        return self.wait(again: entry)
    }

    // MARK: Ending

    /// A node tells how an order ended.
    ///
    /// - Parameter pricePerHour: Of a slot of the node; `nil` where it has none.
    /// - Returns: `nil` where the order is not the task's last, and its result is not taken.
    package mutating func report(_ report: TaskReport, pricePerHour: Money?, at now: Timestamp) -> TaskAction? {
        guard let entry = self.entry(of: report.task, token: report.token) else { return nil }
        return self.end(entry, .reported(report, pricePerHour: pricePerHour, at: now))
    }

    /// A node is gone, with everything it had.
    ///
    /// - Returns: What becomes of each task, in the order of arrival.
    package mutating func lose(_ node: Node.ID, at now: Timestamp) -> [TaskAction] {
        let tasks = self.tasks(of: node).compactMap { self.entries[$0]?.task }
        self.peaks[node] = nil
        return tasks.sorted { ($0.submission.at, $0.id) < ($1.submission.at, $1.id) }.compactMap {
            self.lost($0.id, token: $0.attempts, at: now)
        }
    }

    /// What became of one order is not known: its node is gone, or does not know of it any more.
    ///
    /// - Returns: `nil` for an order that is not the task's last.
    package mutating func lost(_ id: TaskRecord.ID, token: Int64, at now: Timestamp) -> TaskAction? {
        guard var entry = self.entry(of: id, token: token), let node = entry.task.node else { return nil }
        entry.task.losses += 1
        guard entry.task.submission.isIdempotent else {
            return self.end(entry, .outcomeUnknown(on: node, at: now))
        }
        if entry.isCancelled { return self.end(entry, TaskEnd(.cancelled, at: now)) }
        guard entry.task.losses < Self.mostLosses else {
            return self.end(entry, .abandoned(losses: entry.task.losses, at: now))
        }
        return self.wait(again: entry)
    }

    /// What a wish to stop a task comes to.
    package enum Cancellation: Sendable, Hashable {
        /// It waited, and has ended.
        case ended(TaskAction)
        /// This node has it and is to be asked; it ends with the node's report.
        case asks(Node.ID)
        /// It is not open.
        case notOpen
    }

    /// Somebody does not want a task any more; asking twice is asking once.
    package mutating func cancel(_ id: TaskRecord.ID, at now: Timestamp) -> Cancellation {
        guard let entry = self.entries[id], entry.phase != .arriving else { return .notOpen }
        if entry.phase == .ordered, let node = entry.task.node {
            self.entries[id]?.isCancelled = true
            return .asks(node)
        }
        return self.end(entry, TaskEnd(.cancelled, at: now)).map { .ended($0) } ?? .notOpen
    }

    /// Whether the end of a task is still to be written down: it has ended, and was not withdrawn meanwhile.
    package func isEnding(_ id: TaskRecord.ID) -> Bool { self.ending[id] != nil }

    /// The end of a task is written down: it is the store's from now on.
    ///
    /// - Returns: Whether there is something to tell; not so for a task that was withdrawn meanwhile.
    @discardableResult
    package mutating func written(_ id: TaskRecord.ID) -> Bool { self.ending.removeValue(forKey: id) != nil }

    // MARK: Parts

    /// The task that a node has by exactly this order.
    private func entry(of id: TaskRecord.ID, token: Int64) -> Entry? {
        guard let entry = self.entries[id], entry.phase == .ordered, entry.task.attempts == token else { return nil }
        return entry
    }

    private mutating func enter(_ entry: Entry) {
        self.entries[entry.id] = entry
        self.bytes += entry.task.submission.payloadBytes
        if let key = entry.task.submission.key { self.keys[key] = entry.id }
    }

    private mutating func wait(again entry: Entry) -> TaskAction {
        var entry = entry
        self.release(entry.task)
        entry.phase = .queued
        entry.task.node = nil
        entry.task.progress = nil
        self.entries[entry.id] = entry
        self.line(of: entry.task) { $0.putBack(entry.id) }
        return .waitAgain(entry.task)
    }

    private mutating func end(_ entry: Entry, _ end: TaskEnd) -> TaskAction? {
        self.forget(entry)
        // One that could not be written down was never there.
        guard !entry.isWithdrawn else { return nil }
        var task = entry.task
        self.ending[entry.id] = task
        task.progress = nil
        task.end = end
        return .end(task)
    }

    private mutating func forget(_ entry: Entry) {
        self.release(entry.task)
        self.entries[entry.id] = nil
        self.bytes -= entry.task.submission.payloadBytes
        self.line(of: entry.task) { $0.remove(entry.id) }
        if let key = entry.task.submission.key { self.keys[key] = nil }
    }

    private mutating func release(_ task: TaskRecord) {
        guard let node = task.node else { return }
        self.ordered[node]?.remove(task.id)
        if self.ordered[node]?.isEmpty == true { self.ordered[node] = nil }
    }

    private mutating func line(of task: TaskRecord, _ change: (inout TaskLine) -> Void) {
        let none = [TaskLine](repeating: TaskLine(), count: TaskWishes.scale.upperBound)
        change(&self.lines[task.submission.need, default: none][task.submission.wishes.priority - 1])
    }
}

extension TaskOrder {
    /// The last order of a task.
    fileprivate init(_ task: TaskRecord) {
        self.init(
            task: task.id,
            token: task.attempts,
            type: task.submission.type,
            payload: task.submission.payload,
            timeoutSeconds: task.submission.timeoutSeconds
        )
    }
}
