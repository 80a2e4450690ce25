import Nodes
import Placement
import Synchronization
import TaskDispatch

/// Decides what a test says, and keeps what it is told.
final class ScriptedPlacer: TaskPlacer {
    struct Question: Sendable {
        let task: Submission
        let fleet: [Node.Kind: KindStanding]
        fileprivate let answer: CheckedContinuation<Result<KindChoice?, any Error>, Never>

        /// - Parameter kind: `nil` where none may run it.
        func decide(_ kind: Node.Kind?) {
            self.answer.resume(
                returning: .success(
                    kind.map {
                        KindChoice(
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
    private let learnt: AsyncStream<TaskRun>
    private let learns: AsyncStream<TaskRun>.Continuation
    private let failure = Mutex<(any Error)?>(nil)
    private let isPatient = Mutex(false)
    private let lessons: AsyncStream<CheckedContinuation<Void, Never>>
    private let lesson: AsyncStream<CheckedContinuation<Void, Never>>.Continuation

    init() {
        (self.questions, self.asked) = AsyncStream.makeStream(of: Question.self, bufferingPolicy: .unbounded)
        (self.learnt, self.learns) = AsyncStream.makeStream(bufferingPolicy: .unbounded)
        (self.lessons, self.lesson) = AsyncStream.makeStream(bufferingPolicy: .unbounded)
    }

    /// The next task to decide about.
    func question() async throws -> Question {
        var questions = self.questions.makeAsyncIterator()
        guard let question = await questions.next() else { throw CancellationError() }
        return question
    }

    /// The next run that was learnt; a task may end before.
    func run() async throws -> TaskRun {
        var learnt = self.learnt.makeAsyncIterator()
        guard let run = await learnt.next() else { throw CancellationError() }
        return run
    }

    /// Lets learning fail.
    func forget(with error: any Error) { self.failure.withLock { $0 = error } }

    func place(_ task: Submission, on fleet: [Node.Kind: KindStanding]) async throws -> KindChoice? {
        try await withCheckedContinuation { continuation in
            self.asked.yield(Question(task: task, fleet: fleet, answer: continuation))
        }.get()
    }

    /// Lets learning wait for the test, and notice then that it was cancelled.
    func learnSlowly() { self.isPatient.withLock { $0 = true } }

    /// The next run that is about to be learnt.
    func heldLesson() async throws -> CheckedContinuation<Void, Never> {
        var lessons = self.lessons.makeAsyncIterator()
        guard let lesson = await lessons.next() else { throw CancellationError() }
        return lesson
    }

    func learn(_ run: TaskRun) async throws {
        if self.isPatient.withLock({ $0 }) {
            await withCheckedContinuation { self.lesson.yield($0) }
            try Task.checkCancellation()
        }
        if let failure = self.failure.withLock({ $0 }) { throw failure }
        self.learns.yield(run)
    }
}
