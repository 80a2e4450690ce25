internal import Nodes
package import Placement
internal import Problems
internal import Synchronization

/// Takes tasks, has them placed, gives them to nodes, and sees each to its end.
///
/// A task is on the disk before its submission is answered, the order of one that must not run twice before the node hears
/// of it, an end before anybody is told. Whoever waits for a task may go away; whoever asks again finds it.
package final class TaskService: Sendable {
    /// What becomes of tasks.
    package let changes = TaskChanges()
    let store: any TaskStore
    let fleet: FleetService
    let placer: (any TaskPlacer)?
    let link: any NodeLink
    let measures: TaskMeasures
    let surroundings: Surroundings
    let open: Mutex<OpenTasks>
    /// Calls for a look at what waits.
    let kicks: AsyncStream<Void>
    let kick: AsyncStream<Void>.Continuation

    /// What the service asks its surroundings for.
    package struct Surroundings: Sendable {
        /// The time of submissions and ends.
        package let now: @Sendable () -> Timestamp
        /// What deadlines and pauses are waited for with.
        package let clock: any Clock<Duration>
        /// Makes a name that no task had before.
        package let makeID: @Sendable () -> TaskRecord.ID
        /// Told of what an operator should know.
        package let report: @Sendable (String) -> Void

        package init(
            now: @escaping @Sendable () -> Timestamp,
            clock: any Clock<Duration>,
            makeID: @escaping @Sendable () -> TaskRecord.ID,
            report: @escaping @Sendable (String) -> Void
        ) {
            self.now = now
            self.clock = clock
            self.makeID = makeID
            self.report = report
        }
    }

    struct OpenTasks {
        var queue: TaskQueue
        /// Tasks for which it is being decided where they run.
        var placing = 0
        /// Needs that nothing was found for; they are looked at again with the next tick.
        var resting: Set<TaskNeed> = []
        /// Cancelled tasks that began all the same, with their nodes, which are to be asked again.
        var overtaken: [(task: TaskRecord.ID, node: Node)] = []

        mutating func takeOvertaken() -> [(task: TaskRecord.ID, node: Node)] {
            defer { self.overtaken = [] }
            return self.overtaken
        }
    }

    /// - Parameters:
    ///   - placer: Without one, each task goes to the least loaded kind of node.
    ///   - open: What the store holds of tasks that have not ended.
    ///   - capacity: The most open tasks, at least 1.
    package init(
        store: any TaskStore,
        fleet: FleetService,
        placer: (any TaskPlacer)?,
        link: any NodeLink,
        measures: TaskMeasures,
        open: [TaskRecord],
        capacity: Int,
        surroundings: Surroundings
    ) {
        self.store = store
        self.fleet = fleet
        self.placer = placer
        self.link = link
        self.measures = measures
        self.surroundings = surroundings
        self.open = Mutex(OpenTasks(queue: TaskQueue(capacity: capacity, open: open)))
        (self.kicks, self.kick) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
    }

    // MARK: Working

    /// How often what waits is looked at, even when nothing has happened.
    static let tick = Duration.milliseconds(500)
    /// Every ten seconds followers are told how their tasks stand.
    private static let ticksAReminder = 20

    /// Works until it is cancelled. Tasks that nodes have go on there, and are followed again after the next start.
    package func run() async {
        await withDiscardingTaskGroup { group in
            group.addTask { await self.watch() }
            // The orders that nodes had when the service stopped.
            for (order, node) in self.open.withLock({ $0.queue.orders }) {
                group.addTask { await self.pickUp(order, on: node) }
            }
            self.kick.yield()
            for await _ in self.kicks {
                if Task.isCancelled { break }
                self.takeNext { task in
                    group.addTask {
                        guard let (order, node) = await self.place(task) else { return }
                        // Another may be decided now.
                        self.kick.yield()
                        await self.send(order, to: node)
                        self.kick.yield()
                    }
                }
                for (task, node) in self.open.withLock({ $0.takeOvertaken() }) {
                    group.addTask { await self.stop(task, on: node) }
                }
            }
            group.cancelAll()
        }
        self.changes.end()
    }

    private func watch() async {
        var ticks = 0
        while (try? await self.surroundings.clock.sleep(for: Self.tick)) != nil {
            self.look()
            ticks += 1
            if ticks.isMultiple(of: Self.ticksAReminder) {
                self.changes.remind { id in self.open.withLock { $0.queue[id] } }
            }
        }
    }
}
