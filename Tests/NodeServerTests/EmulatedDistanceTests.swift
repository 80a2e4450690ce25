import Synchronization
import Testing

@testable import NodeServer

struct EmulatedDistanceTests {
    @Test(arguments: [
        (0, 40), (15, 25), (40, 0), (90, 0),
    ])
    func `what has travelled waits for the rest of its way only`(passed: UInt64, left: Int) {
        let found = EmulatedDistance.left(of: .nanoseconds(40), since: 1_000, now: 1_000 + passed)
        #expect(found == .nanoseconds(left))
    }

    /// Keeps how long it was asked to wait, and does not.
    private final class Waits: Clock {
        struct Instant: InstantProtocol {
            var offset: Duration
            func advanced(by duration: Duration) -> Instant { Instant(offset: self.offset + duration) }
            func duration(to other: Instant) -> Duration { other.offset - self.offset }
            static func < (left: Instant, right: Instant) -> Bool { left.offset < right.offset }
        }

        private let asked = Mutex<[Duration]>([])
        var now: Instant { Instant(offset: .zero) }
        var minimumResolution: Duration { .nanoseconds(1) }
        var all: [Duration] { self.asked.withLock { $0 } }

        func sleep(until deadline: Instant, tolerance: Duration?) async throws {
            self.asked.withLock { $0.append(deadline.offset) }
        }
    }

    @Test func `half of the distance is travelled each way, and nothing without one`() async throws {
        let waits = Waits()
        let far = EmulatedDistance(milliseconds: 30, clock: waits, nanoseconds: { 10_000_000 })
        try await far.travel()
        // Five milliseconds ago, then so long ago that it has arrived.
        try await far.travel(since: 5_000_000)
        try await EmulatedDistance(milliseconds: 10, clock: waits, nanoseconds: { 10_000_000 }).travel(since: 0)
        try await EmulatedDistance(milliseconds: nil, clock: waits, nanoseconds: { 0 }).travel()
        #expect(waits.all == [.milliseconds(15), .milliseconds(10)])
    }
}
