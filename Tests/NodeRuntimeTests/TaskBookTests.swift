import NodeRuntime
import Nodes
import Placement
import Testing

/// Admission, queue, tokens and memory, without time or threads.
struct TaskBookTests {
    private func book(slots: Int = 1, queue: Int = 2, remembered: Int = 10, bytes: Int = 1_000) -> TaskBook {
        TaskBook(
            TaskBook.Limits(
                slots: slots,
                queue: queue,
                remembered: remembered,
                rememberedBytes: bytes,
                rememberedNanoseconds: 100
            )
        )
    }

    private func attempt(_ task: String, _ token: Int64 = 1) -> TaskBook.Attempt {
        var book = self.book()
        _ = book.admit(order(task, token: token), at: 0)
        return book.latestAttempt(at: TaskOrder.ID(task)) ?? { preconditionFailure("it was admitted") }()
    }

    private func report(_ attempt: TaskBook.Attempt, seconds: Double = 1) -> TaskReport {
        TaskReport(
            task: attempt.task,
            token: attempt.token,
            status: .succeeded,
            result: .missing,
            error: nil,
            executionSeconds: seconds,
            queuedSeconds: 0,
            emulated: []
        )
    }

    private func admitted(_ order: TaskOrder, _ book: inout TaskBook, at now: UInt64) -> TaskBook.Admission {
        book.admit(order, at: now)
    }

    private func finished(
        _ attempt: TaskBook.Attempt,
        _ book: inout TaskBook,
        at now: UInt64
    ) -> [TaskBook.Attempt] {
        book.finish(attempt, self.report(attempt), bytes: 1, at: now)
    }

    private func withdrawn(_ attempt: TaskBook.Attempt, _ book: inout TaskBook) -> Bool {
        book.withdraw(attempt, self.report(attempt), bytes: 1, at: 1)
    }

    @Test func `slots fill first, then the queue, and then orders are refused`() {
        var book = self.book(slots: 2, queue: 1)
        #expect(self.admitted(order("a"), &book, at: 0) == .start(superseded: nil))
        #expect(self.admitted(order("b"), &book, at: 0) == .start(superseded: nil))
        #expect(self.admitted(order("c"), &book, at: 0) == .wait(superseded: nil))
        #expect(self.admitted(order("d"), &book, at: 0) == .full(retryAfterSeconds: 1))
        #expect((book.running, book.queued) == (2, 1))
        #expect(book.standing(of: self.attempt("c")) == .queued(ahead: 0))
        #expect(book.latestAttempt(at: TaskOrder.ID("d")) == nil)
    }

    @Test func `who waits longest gets the slot that becomes free`() {
        var book = self.book(slots: 1, queue: 3)
        for task in ["a", "b", "c"] { _ = book.admit(order(task), at: 0) }
        let first = self.attempt("a")
        #expect(self.finished(first, &book, at: 1) == [self.attempt("b")])
        #expect(book.standing(of: first) == .finished(self.report(first)))
        #expect(book.standing(of: self.attempt("b")) == .running)
        // Its end counts once.
        #expect(self.finished(first, &book, at: 1) == [])
        #expect((book.running, book.queued) == (1, 1))
    }

    @Test func `a long queue of long tasks asks to come back later`() {
        var book = self.book(slots: 1, queue: 3)
        for round in 0..<60 {
            let task = "warm-\(round)"
            _ = book.admit(order(task), at: 0)
            _ = book.finish(self.attempt(task), self.report(self.attempt(task), seconds: 7), bytes: 0, at: 0)
        }
        for task in ["a", "b", "c", "d"] { _ = book.admit(order(task), at: 0) }
        #expect(self.admitted(order("e"), &book, at: 0) == .full(retryAfterSeconds: 28))
    }

    @Test func `the same order again follows the first, whatever became of it`() {
        var book = self.book(slots: 1, queue: 0)
        _ = book.admit(order("a", token: 5), at: 0)
        #expect(self.admitted(order("a", token: 5), &book, at: 0) == .known)
        let first = self.attempt("a", 5)
        _ = book.finish(first, self.report(first), bytes: 1, at: 1)
        #expect(self.admitted(order("a", token: 5), &book, at: 2) == .known)
        #expect(book.running == 0)
    }

    @Test func `an older token is refused, a newer one takes the place of the older`() {
        var book = self.book(slots: 1, queue: 1)
        _ = book.admit(order("a", token: 5), at: 0)
        #expect(self.admitted(order("a", token: 4), &book, at: 0) == .stale(seen: 5))
        // The older attempt is at work: the newer waits until it has stopped.
        #expect(self.admitted(order("a", token: 6), &book, at: 0) == .wait(superseded: self.attempt("a", 5)))
        // The queue is full, but a waiting attempt leaves its own place.
        #expect(self.admitted(order("a", token: 7), &book, at: 0) == .wait(superseded: self.attempt("a", 6)))
        #expect(book.queued == 1)
        let first = self.attempt("a", 5)
        #expect(self.finished(first, &book, at: 1) == [self.attempt("a", 7)])
        #expect(self.admitted(order("a", token: 6), &book, at: 1) == .stale(seen: 7))
    }

    @Test func `cancelling says what has to be done, twice the same`() {
        var book = self.book(slots: 1, queue: 1)
        _ = book.admit(order("a"), at: 0)
        _ = book.admit(order("b"), at: 0)
        let (first, second) = (self.attempt("a"), self.attempt("b"))
        #expect(book.cancel(TaskOrder.ID("a")) == .stop(first))
        #expect(book.cancel(TaskOrder.ID("a")) == .stop(first))
        #expect(book.cancel(TaskOrder.ID("b")) == .withdraw(second))
        #expect(self.withdrawn(second, &book))
        #expect(!self.withdrawn(second, &book))
        #expect(book.cancel(TaskOrder.ID("b")) == .ended(self.report(second)))
        #expect(book.cancel(TaskOrder.ID("z")) == .unknown)
        // What is at work cannot be withdrawn.
        #expect(!self.withdrawn(first, &book))
        #expect((book.running, book.queued) == (1, 0))
    }

    @Test func `a drained book takes nothing and finishes the rest`() {
        var book = self.book(slots: 1, queue: 1)
        _ = book.admit(order("a"), at: 0)
        _ = book.admit(order("b"), at: 0)
        book.drain()
        #expect(self.admitted(order("c"), &book, at: 0) == .draining)
        #expect(self.admitted(order("a"), &book, at: 0) == .known)
        let (first, second) = (self.attempt("a"), self.attempt("b"))
        #expect(self.finished(first, &book, at: 1) == [second])
        #expect(!book.isIdle)
        _ = book.finish(second, self.report(second), bytes: 1, at: 2)
        #expect(book.isIdle)
    }

    @Test func `only what waits is overdue in the queue`() {
        var book = self.book(slots: 1, queue: 2)
        _ = book.admit(order("a", timeoutSeconds: 1), at: 0)
        _ = book.admit(order("b", timeoutSeconds: 1), at: 0)
        _ = book.admit(order("c", timeoutSeconds: 3), at: 0)
        #expect(book.overdue(at: 999_999_999) == [])
        #expect(book.overdue(at: 1_000_000_000) == [self.attempt("b")])
        #expect(book.times(of: self.attempt("c"))?.deadline == 3_000_000_000)
    }

    @Test func `ended tasks are forgotten by age, by number and by size`() {
        func known(_ book: TaskBook) -> [String] {
            ["a", "b", "c"].filter { book.latestAttempt(at: TaskOrder.ID($0)) != nil }
        }
        func ended(_ book: TaskBook, at times: [UInt64], bytes: Int) -> TaskBook {
            var book = book
            for (task, time) in zip(["a", "b", "c"], times) {
                _ = book.admit(order(task), at: time)
                _ = book.finish(self.attempt(task), self.report(self.attempt(task)), bytes: bytes, at: time)
            }
            return book
        }
        #expect(known(ended(self.book(), at: [0, 50, 99], bytes: 1)) == ["a", "b", "c"])
        #expect(known(ended(self.book(), at: [0, 50, 100], bytes: 1)) == ["b", "c"])
        #expect(known(ended(self.book(remembered: 1), at: [0, 0, 0], bytes: 1)) == ["c"])
        #expect(known(ended(self.book(bytes: 20), at: [0, 0, 0], bytes: 10)) == ["b", "c"])
    }
}
