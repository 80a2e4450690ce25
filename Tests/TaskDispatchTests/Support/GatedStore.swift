import BerthTesting
import Placement
import Synchronization
import TaskDispatch

/// A store in memory whose orders wait for the test.
final class GatedStore: TaskStore {
    let memory = MemoryTaskStore()
    private let isOpen = Mutex(false)
    private let held: AsyncStream<CheckedContinuation<Void, Never>>
    private let holds: AsyncStream<CheckedContinuation<Void, Never>>.Continuation

    init() {
        (self.held, self.holds) = AsyncStream.makeStream(bufferingPolicy: .unbounded)
    }

    /// The next order that is about to be written down.
    func heldOrder() async throws -> CheckedContinuation<Void, Never> {
        var held = self.held.makeAsyncIterator()
        guard let order = await held.next() else { throw CancellationError() }
        return order
    }

    /// Holds no further order.
    func letThrough() { self.isOpen.withLock { $0 = true } }

    func order(_ task: TaskRecord) async throws {
        if !self.isOpen.withLock({ $0 }) { await withCheckedContinuation { self.holds.yield($0) } }
        try await self.memory.order(task)
    }

    func add(_ submission: Submission) async throws -> TaskRecord.ID? { try await self.memory.add(submission) }
    func wait(_ task: TaskRecord) async throws { try await self.memory.wait(task) }
    func end(_ task: TaskRecord) async throws { try await self.memory.end(task) }
    func open() async throws -> [TaskRecord] { await self.memory.open() }
    func task(_ id: TaskRecord.ID) async throws -> TaskRecord? { await self.memory.task(id) }
    func tasks(_ query: TaskQuery) async throws -> TaskPage { await self.memory.tasks(query) }
}
