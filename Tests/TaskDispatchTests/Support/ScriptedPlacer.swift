import Nodes
import Placement
import Synchronization
import TaskDispatch

/// Decides what a test says, and keeps what it is told.
final class ScriptedPlacer: TaskPlacer {
    struct Question: Sendable {
        let task: Submission
        let fleet: [Node.Kind: KindStanding]
        fileprivate let answer: CheckedContinuation<Result<TaskPlacement?, any Error>, Never>

        /// - Parameter kind: `nil` where none may run it.
        func decide(_ kind: Node.Kind?) {
            self.answer.resume(
                returning: .success(
                    kind.map {
                        TaskPlacement(
                            decision: Decision.ID("d-7"),
                            kind: $0,
                            confidence: 0.75,
                            predicted: nil
                        )
                    }
                )
            )
        }

        func fail(_ error: any Error) { self.answer.resume(returning: .failure(error)) }
    }

    private let questions: AsyncStream<Question>
    private let asked: AsyncStream<Question>.Continuation
    private let learnt = Mutex<[TaskRun]>([])
    private let failure = Mutex<(any Error)?>(nil)

    init() {
        (self.questions, self.asked) = AsyncStream.makeStream(of: Question.self, bufferingPolicy: .unbounded)
    }

    /// The next task to decide about.
    func question() async throws -> Question {
        var questions = self.questions.makeAsyncIterator()
        guard let question = await questions.next() else { throw CancellationError() }
        return question
    }

    var runs: [TaskRun] { self.learnt.withLock { $0 } }

    /// Lets learning fail.
    func forget(with error: any Error) { self.failure.withLock { $0 = error } }

    func place(_ task: Submission, on fleet: [Node.Kind: KindStanding]) async throws -> TaskPlacement? {
        try await withCheckedContinuation { continuation in
            self.asked.yield(Question(task: task, fleet: fleet, answer: continuation))
        }.get()
    }

    func learn(_ run: TaskRun) async throws {
        if let failure = self.failure.withLock({ $0 }) { throw failure }
        self.learnt.withLock { $0.append(run) }
    }
}
