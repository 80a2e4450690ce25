import NodeRuntime
import Nodes
import Synchronization
import Testing

struct SupervisionTests {
    /// A clock that every look at it moves on by a nanosecond.
    private final class Steps: Sendable {
        private let count = Mutex<UInt64>(0)
        func look() -> UInt64 {
            self.count.withLock { count in
                count += 1
                return count
            }
        }
        func pass(_ nanoseconds: UInt64) { self.count.withLock { $0 += nanoseconds } }
    }

    @Test func `a slower processor is paid for in proportion to the work`() throws {
        let steps = Steps()
        let supervision = Supervision(slowdown: 3, nanoseconds: steps.look, report: { _ in })
        let start = steps.look()
        steps.pass(100)
        try supervision.check()
        let passed = steps.look() - start
        #expect((300...315).contains(passed), "\(passed)")
    }

    @Test func `without a slowdown nothing is paid`() throws {
        let steps = Steps()
        let supervision = Supervision(slowdown: 1, nanoseconds: steps.look, report: { _ in })
        let start = steps.look()
        try supervision.check()
        #expect(steps.look() == start + 1)
    }

    @Test func `a stopped task is told so, also while it pays`() async {
        let steps = Steps()
        let supervision = Supervision(slowdown: 3, nanoseconds: steps.look, report: { _ in })
        await withTaskGroup(of: Void.self) { group in
            group.cancelAll()
            group.addTask { #expect(throws: CancellationError.self) { try supervision.check() } }
        }
    }

    @Test func `progress stays between nothing and all`() {
        let seen = Mutex<[Double]>([])
        let supervision = Supervision(slowdown: 1, nanoseconds: { 0 }) { progress in
            seen.withLock { $0.append(progress.share) }
        }
        for share in [-1, 0.5, 2] { supervision.progress(share, "") }
        #expect(seen.withLock { $0 } == [0, 0.5, 1])
    }
}
