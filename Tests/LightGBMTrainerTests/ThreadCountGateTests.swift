import BerthTesting
import Foundation
import Testing

@testable import LightGBMTrainer

@Suite("Thread count gate")
struct ThreadCountGateTests {
    /// Waits for another thread to get somewhere.
    private static func wait(until isSo: () -> Bool) async throws {
        try await eventually("the other thread", isSo: isSo)
    }

    @Test("lets trainings with the same number of threads in together")
    func together() throws {
        let gate = ThreadCountGate()
        let inner = try gate.withThreads(2) { try gate.withThreads(2) { "both inside" } }
        #expect(inner == "both inside")
        #expect(gate.waitingCount == 0)
    }

    @Test("lets another number of threads in when the last training has left")
    func apart() async throws {
        let gate = ThreadCountGate()
        let first = Holder(of: gate, threads: 1)
        try await Self.wait { first.isInside }
        let second = Holder(of: gate, threads: 2)
        try await Self.wait { gate.waitingCount == 1 }
        #expect(!second.isInside)
        first.leave()
        try await Self.wait { second.isInside }
        #expect(gate.waitingCount == 0)
        second.leave()
    }

    @Test("takes turns in order of arrival, so that no number of threads starves")
    func order() async throws {
        let gate = ThreadCountGate()
        let first = Holder(of: gate, threads: 1)
        try await Self.wait { first.isInside }
        let second = Holder(of: gate, threads: 2)
        try await Self.wait { gate.waitingCount == 1 }
        let third = Holder(of: gate, threads: 1)
        try await Self.wait { gate.waitingCount == 2 }
        first.leave()
        try await Self.wait { second.isInside }
        #expect(!third.isInside)
        second.leave()
        try await Self.wait { third.isInside }
        third.leave()
    }

    @Test("a waiting training leaves the queue when its task is cancelled")
    func cancelled() async throws {
        let gate = ThreadCountGate()
        let first = Holder(of: gate, threads: 1)
        try await Self.wait { first.isInside }
        let second = Task {
            withUnsafeCurrentTask { $0?.cancel() }
            try gate.withThreads(2) { _ = Issue.record("entered beside one thread") }
        }
        await #expect(throws: CancellationError.self) { try await second.value }
        #expect(gate.waitingCount == 0)
        first.leave()
        let third = Holder(of: gate, threads: 3)
        try await Self.wait { third.isInside }
        third.leave()
    }
}

/// A thread of its own that enters the gate and stays until it is told to leave.
///
/// Not a task: a task that blocks would take one of the few threads that the tests share.
private final class Holder: Sendable {
    private let inside = LockedFlag()
    private let mayLeave = LockedFlag()

    init(of gate: ThreadCountGate, threads: Int) {
        let (inside, mayLeave) = (self.inside, self.mayLeave)
        Thread.detachNewThread {
            do {
                try gate.withThreads(threads) {
                    inside.raise()
                    mayLeave.waitUntilRaised()
                }
            } catch {
                Issue.record(error)
            }
        }
    }

    var isInside: Bool { self.inside.isRaised }

    func leave() { self.mayLeave.raise() }
}

/// Something that happened once, seen by several threads.
private final class LockedFlag: @unchecked Sendable {
    // Sendable because `raised` is only touched while `condition` is locked.
    private let condition = NSCondition()
    private var raised = false

    var isRaised: Bool { self.condition.withLock { self.raised } }

    func raise() {
        self.condition.withLock {
            self.raised = true
            self.condition.broadcast()
        }
    }

    func waitUntilRaised() {
        self.condition.withLock {
            while !self.raised { self.condition.wait() }
        }
    }
}
