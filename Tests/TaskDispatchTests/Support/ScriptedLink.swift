import Nodes
import Placement
import Synchronization
import TaskDispatch

/// Nodes that do what a test tells them.
final class ScriptedLink: NodeLink {
    /// An order that a node was given, until its end.
    final class Run: Sendable {
        let order: TaskOrder
        let node: Node
        /// Tells an event.
        let tell: @Sendable (TaskEvent) -> Void
        private let state = Mutex(Stage.open)

        private enum Stage {
            case open
            case awaited(CheckedContinuation<OrderEnd, Never>)
            case ended(OrderEnd)
        }

        fileprivate init(_ order: TaskOrder, _ node: Node, _ tell: @escaping @Sendable (TaskEvent) -> Void) {
            self.order = order
            self.node = node
            self.tell = tell
        }

        /// Ends it, unless it has ended, or nobody follows it any more.
        func end(_ end: OrderEnd) {
            let awaited = self.state.withLock { state -> CheckedContinuation<OrderEnd, Never>? in
                defer { if case .ended = state {} else { state = .ended(end) } }
                if case .awaited(let continuation) = state { return continuation }
                return nil
            }
            awaited?.resume(returning: end)
        }

        func finish(_ status: TaskReport.Status = .succeeded) { self.end(.finished(self.report(status))) }

        func report(_ status: TaskReport.Status = .succeeded) -> TaskReport {
            TaskReport(
                task: self.order.task,
                token: self.order.token,
                status: status,
                result: .record(["by": .text(self.node.id.description)]),
                error: status == .succeeded ? nil : "it did not work",
                executionSeconds: 0.5,
                queuedSeconds: 0.25,
                emulated: self.node.emulated
            )
        }

        fileprivate func ended() async -> OrderEnd {
            await withTaskCancellationHandler {
                await withCheckedContinuation { continuation in
                    let end = self.state.withLock { state -> OrderEnd? in
                        if case .ended(let end) = state { return end }
                        state = .awaited(continuation)
                        return nil
                    }
                    if let end { continuation.resume(returning: end) }
                }
            } onCancel: {
                self.end(.broken(reason: "it is not followed any more"))
            }
        }
    }

    struct Question: Sendable, Hashable {
        let task: TaskOrder.ID
        let node: Node.ID
    }

    struct Sent: Sendable, Hashable {
        let task: TaskOrder.ID
        let node: Node.ID
        let token: Int64
    }

    private struct Script {
        var answer: @Sendable (Question) async -> OrderInquiry = { _ in .silent }
        var ends: [Node.ID: OrderEnd] = [:]
        var sent: [Sent] = []
    }

    private let state = Mutex(Script())
    private let runs: AsyncStream<Run>
    private let begun: AsyncStream<Run>.Continuation
    private let cancellations: AsyncStream<Question>
    private let cancelled: AsyncStream<Question>.Continuation

    init() {
        (self.runs, self.begun) = AsyncStream.makeStream(of: Run.self, bufferingPolicy: .unbounded)
        (self.cancellations, self.cancelled) = AsyncStream.makeStream(of: Question.self, bufferingPolicy: .unbounded)
    }

    // MARK: For the test

    /// The next order that a node is given.
    func run() async throws -> Run {
        var runs = self.runs.makeAsyncIterator()
        guard let run = await runs.next() else { throw CancellationError() }
        return run
    }

    /// The next request to stop a task.
    func cancellation() async throws -> Question {
        var cancellations = self.cancellations.makeAsyncIterator()
        guard let question = await cancellations.next() else { throw CancellationError() }
        return question
    }

    /// How questions for tasks are answered from now on; until then nobody answers.
    func answer(_ answer: @escaping @Sendable (Question) async -> OrderInquiry) {
        self.state.withLock { $0.answer = answer }
    }

    func answer(_ answer: OrderInquiry) { self.answer { _ in answer } }

    /// How every further order of a node ends at once; `nil` for the test to say.
    func end(_ node: String, _ end: OrderEnd?) { self.state.withLock { $0.ends[Node.ID(node)] = end } }

    /// All orders so far.
    var sent: [Sent] { self.state.withLock { $0.sent } }

    // MARK: For the service

    func run(_ order: TaskOrder, on node: Node, progress: @escaping @Sendable (TaskEvent) -> Void) async -> OrderEnd {
        let end = self.state.withLock { state in
            state.sent.append(Sent(task: order.task, node: node.id, token: order.token))
            return state.ends[node.id]
        }
        let run = Run(order, node, progress)
        if let end { run.end(end) }
        self.begun.yield(run)
        return await run.ended()
    }

    func inquire(_ task: TaskOrder.ID, on node: Node) async -> OrderInquiry {
        await self.state.withLock { $0.answer }(Question(task: task, node: node.id))
    }

    func cancel(_ task: TaskOrder.ID, on node: Node) async {
        self.cancelled.yield(Question(task: task, node: node.id))
    }
}
