import Resilience
import Synchronization
import Testing

@Suite(.timeLimit(.minutes(1))) struct RaceTests {
    struct Broken: Error {}

    /// A clock whose sleepers wake when it is told to ring, or are cancelled.
    struct Bell: Clock {
        let rings: AsyncStream<Void>
        let ring: AsyncStream<Void>.Continuation

        init() { (self.rings, self.ring) = AsyncStream<Void>.makeStream() }

        var now: ContinuousClock.Instant { .now }
        var minimumResolution: Duration { .zero }

        func sleep(until deadline: ContinuousClock.Instant, tolerance: Duration?) async throws {
            for await _ in self.rings { return }
            throw CancellationError()
        }
    }

    /// Waits until it is cancelled.
    static func forever() async {
        let (never, _) = AsyncStream<Void>.makeStream()
        for await _ in never {}
    }

    @Test func `work that ends in time is done`() async {
        let end = await race(against: .seconds(60), on: Bell()) { 7 }
        #expect(end.answer == 7)
    }

    @Test func `when time is up, the work is cancelled and has ended`() async {
        let bell = Bell()
        let hasEnded = Mutex(false)
        let isCancelled = Mutex(false)
        bell.ring.yield()
        let end = await race(against: .seconds(60), on: bell) {
            await Self.forever()
            isCancelled.withLock { $0 = Task.isCancelled }
            hasEnded.withLock { $0 = true }
        }
        guard case .late = end else { return #expect(Bool(false), "\(end)") }
        #expect(isCancelled.withLock { $0 })
        #expect(hasEnded.withLock { $0 })
    }

    @Test func `who calls the work off first decides, even where it takes long to stop`() async {
        let bell = Bell()
        let (calls, call) = AsyncStream<Void>.makeStream()
        call.yield()
        let end = await race(against: .seconds(60), on: bell, until: calls) {
            await Self.forever()
            // Its time is up only now.
            bell.ring.yield()
        }
        guard case .calledOff = end else { return #expect(Bool(false), "\(end)") }
    }

    @Test func `what the work throws is thrown`() async {
        await #expect(throws: Broken.self) {
            try await race(against: .seconds(60), on: Bell()) { () throws(Broken) -> Int in throw Broken() }
        }
    }

    @Test func `a caller who is cancelled does not wait`() async {
        let waiting = Task { await race(against: .seconds(60), on: Bell()) { await Self.forever() } }
        waiting.cancel()
        switch await waiting.value {
        case .done, .calledOff: break
        case .late: #expect(Bool(false), "its time was not up")
        }
    }
}
