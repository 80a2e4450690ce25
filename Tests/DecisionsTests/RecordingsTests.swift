import Placement
import Synchronization
import Testing

@testable import Decisions

/// Decisions that are told before they are recorded.
@Suite(.timeLimit(.minutes(1))) struct RecordingsTests {
    /// A write that says when it begins and goes on until it is let go.
    private final class Write: Sendable {
        let begun: AsyncStream<Void>
        private let begin: AsyncStream<Void>.Continuation
        private let gate: AsyncStream<Void>
        private let open: AsyncStream<Void>.Continuation

        init() {
            (self.begun, self.begin) = AsyncStream.makeStream()
            (self.gate, self.open) = AsyncStream.makeStream()
        }

        func letGo() { self.open.finish() }

        func run() async {
            self.begin.yield()
            for await _ in self.gate {}
        }
    }

    private final class Events: Sendable {
        private let list = Mutex<[String]>([])
        var all: [String] { self.list.withLock { $0 } }
        func add(_ event: String) { self.list.withLock { $0.append(event) } }
    }

    private static let decision = Decision.ID("d-1")

    @Test func `a decision is waited for until it is written down`() async {
        let recordings = Recordings()
        let write = Write()
        await recordings.start(Self.decision) { await write.run() }
        await recordings.wait(for: Decision.ID("another"))
        let events = Events()
        async let waited: Void = {
            await recordings.wait(for: Self.decision)
            events.add("found")
        }()
        for await _ in write.begun { break }
        events.add("let go")
        write.letGo()
        await waited
        #expect(events.all == ["let go", "found"])
        await recordings.wait(for: Self.decision)
    }

    @Test func `a stop waits for what is on its way, and what is decided later is written down before it is told`()
        async
    {
        let recordings = Recordings()
        let (first, late) = (Write(), Write())
        let events = Events()
        let (drains, drain) = AsyncStream.makeStream(of: Void.self)
        await recordings.start(Self.decision) {
            await first.run()
            events.add("recorded")
        }
        async let drained: Void = {
            drain.yield()
            await recordings.drain()
            events.add("drained")
        }()
        for await _ in first.begun { break }
        for await _ in drains { break }
        first.letGo()
        await drained
        #expect(events.all == ["recorded", "drained"])
        async let told: Void = {
            await recordings.start(Decision.ID("d-2")) {
                await late.run()
                events.add("late")
            }
            events.add("told")
        }()
        for await _ in late.begun { break }
        late.letGo()
        await told
        #expect(events.all.suffix(2) == ["late", "told"])
        await recordings.drain()
    }

    @Test func `a stop that comes while nobody decides ends at once`() async { await Recordings().drain() }
}
