import BerthTesting
import Decisions
import Dispatch
import Placement
import Resilience
import Synchronization
import Telemetry
import Testing

@testable import Persistence

/// Long reads wait for each other, and nobody else for them.
struct WaitingLineTests {
    private let data = TemporaryData()

    /// How many are inside at once.
    private final class Tally: Sendable {
        private let count = Mutex((now: 0, most: 0))
        var most: Int { self.count.withLock { $0.most } }

        func enter() {
            self.count.withLock { count in
                count.now += 1
                count.most = max(count.most, count.now)
            }
        }

        func leave() { self.count.withLock { $0.now -= 1 } }
    }

    @Test func `however many read long, who reads shortly finds a connection`() async throws {
        let database = try self.data.database()
        let store = SQLiteRunStore(database, now: { SampleRuns.received })
        _ = try await store.append([RunReport(SampleRuns.run(0))], to: "sandbox")
        let reading = AsyncStream.makeStream(of: Void.self)
        let end = DispatchSemaphore(value: 0)
        let tally = Tally()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<12 {
                group.addTask {
                    try await database.readInLine { _ in
                        tally.enter()
                        reading.continuation.yield()
                        end.wait()
                        tally.leave()
                    }
                }
            }
            var started = reading.stream.makeAsyncIterator()
            for _ in 0..<2 { await started.next() }
            #expect(try await store.summary(of: "sandbox").count == 1)
            for _ in 0..<12 { end.signal() }
            try await group.waitForAll()
        }
        #expect(tally.most == 2)
    }

    @Test func `who is cancelled leaves the line, and the next one moves up`() async throws {
        let line = WaitingLine(width: 1)
        let (inside, leave) = (AsyncStream.makeStream(of: Void.self), AsyncStream.makeStream(of: Void.self))
        let first = Task {
            try await line.run {
                inside.continuation.yield()
                for await _ in leave.stream { break }
            }
        }
        for await _ in inside.stream { break }
        let second = Task { try await line.run {} }
        let third = Task { try await line.run { "here" } }
        second.cancel()
        await #expect(throws: CancellationError.self) { try await second.value }
        leave.continuation.yield()
        #expect(try await third.value == "here")
        try await first.value
    }
}
