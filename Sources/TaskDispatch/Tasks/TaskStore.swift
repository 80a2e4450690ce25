package import Nodes
package import Placement

/// Where tasks are kept. What it says is written is on the disk.
package protocol TaskStore: Sendable {
    /// Keeps a new task.
    ///
    /// - Returns: The task that came with the same key before, in whose place nothing is kept; `nil` for a new one.
    func add(_ submission: Submission) async throws -> TaskRecord.ID?
    /// A node is about to be given the task.
    func order(_ task: TaskRecord) async throws
    /// The task waits again.
    func wait(_ task: TaskRecord) async throws
    /// The task has ended.
    ///
    /// - Throws: ``TaskNotAdded`` while the task itself is still on its way to the store.
    func end(_ task: TaskRecord) async throws

    /// Those that have not ended, in the order of arrival.
    func open() async throws -> [TaskRecord]
    /// The whole task; `nil` where it is not known.
    func task(_ id: TaskRecord.ID) async throws -> TaskRecord?
    /// The tasks that match, the newest first, without payloads and results.
    func tasks(_ query: TaskQuery) async throws -> TaskPage
}

/// A task is not in the store, or not yet.
package struct TaskNotAdded: Error, Sendable, Hashable, CustomStringConvertible {
    /// The task that is not there.
    package let id: TaskRecord.ID

    package init(id: TaskRecord.ID) { self.id = id }

    package var description: String { "the task '\(self.id)' is not stored" }
}

/// What removes old tasks.
package protocol TaskArchive: Sendable {
    /// - Returns: How many ended tasks were removed, at most `limit`.
    func removeTasks(endedBefore moment: Timestamp, limit: Int) async throws -> Int
}

/// Which tasks to list, the newest first.
package struct TaskQuery: Sendable, Hashable {
    /// `nil` for all.
    package var statuses: Set<TaskRecord.Status>?
    /// Of this type; `nil` for all.
    package var type: String?
    /// On nodes of this kind; `nil` for all, those that have no node too.
    package var kind: Node.Kind?
    /// On this node; `nil` for all, those that have no node too.
    package var node: Node.ID?
    /// Submitted at this time or later.
    package var from: Timestamp?
    /// Submitted before it.
    package var until: Timestamp?
    /// A page's ``TaskPage/next``.
    package var before: Int64?
    /// The most tasks of a page, at least 1.
    package var limit: Int

    package init(
        statuses: Set<TaskRecord.Status>? = nil,
        type: String? = nil,
        kind: Node.Kind? = nil,
        node: Node.ID? = nil,
        from: Timestamp? = nil,
        until: Timestamp? = nil,
        before: Int64? = nil,
        limit: Int
    ) {
        self.statuses = statuses
        self.type = type
        self.kind = kind
        self.node = node
        self.from = from
        self.until = until
        self.before = before
        self.limit = limit
    }
}

/// Some tasks, without payloads and results.
package struct TaskPage: Sendable, Hashable {
    /// The newest first, at most the query's limit.
    package let tasks: [TaskRecord]
    /// Where the next page begins; `nil` on the last.
    package let next: Int64?

    package init(tasks: [TaskRecord], next: Int64?) {
        self.tasks = tasks
        self.next = next
    }
}
