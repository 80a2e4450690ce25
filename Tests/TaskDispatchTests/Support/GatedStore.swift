import BerthTesting
import Placement
import Synchronization
import TaskDispatch

/// A store in memory whose orders wait for the test, and whose submissions do where it asks for that.
final class GatedStore: TaskStore {
    let memory = MemoryTaskStore()
    private let isOpen = Mutex(false)
    private let held: AsyncStream<CheckedContinuation<Void, Never>>
    private let holds: AsyncStream<CheckedContinuation<Void, Never>>.Continuation
    private let takesSubmissions = Mutex(true)
    private let heldSubmissions: AsyncStream<CheckedContinuation<Void, any Error>>
    private let submissionHolds: AsyncStream<CheckedContinuation<Void, any Error>>.Continuation

    init() {
        (self.held, self.holds) = AsyncStream.makeStream(bufferingPolicy: .unbounded)
        (self.heldSubmissions, self.submissionHolds) = AsyncStream.makeStream(bufferingPolicy: .unbounded)
    }

    func holdSubmissions(_ isHeld: Bool) { self.takesSubmissions.withLock { $0 = !isHeld } }

    /// The next submission that is about to be written down.
    func heldSubmission() async throws -> CheckedContinuation<Void, any Error> {
        var held = self.heldSubmissions.makeAsyncIterator()
        guard let submission = await held.next() else { throw CancellationError() }
        return submission
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

    func add(_ submission: Submission) async throws -> TaskRecord.ID? {
        if !self.takesSubmissions.withLock({ $0 }) {
            try await withCheckedThrowingContinuation { self.submissionHolds.yield($0) }
        }
        return try await self.memory.add(submission)
    }

    func wait(_ task: TaskRecord) async throws { try await self.memory.wait(task) }
    func end(_ task: TaskRecord) async throws { try await self.memory.end(task) }
    func open() async throws -> [TaskRecord] { await self.memory.open() }
    func task(_ id: TaskRecord.ID) async throws -> TaskRecord? { await self.memory.task(id) }
    func tasks(_ query: TaskQuery) async throws -> TaskPage { await self.memory.tasks(query) }
}
