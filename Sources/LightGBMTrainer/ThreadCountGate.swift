import Foundation

/// Lets trainings with the same number of threads run together and makes others wait their turn.
///
/// LightGBM keeps the number of threads in one variable of the process, which every booster sets, and sizes its buffers
/// by it. A training that raises the number while another one runs would let that one write beyond its buffers, so only
/// trainings that agree on the number may overlap. Turns are taken in order of arrival.
final class ThreadCountGate: @unchecked Sendable {
    // Sendable because the four variables are read and written only while `condition` is locked, and nothing else is
    // mutable.
    private let condition = NSCondition()
    private var lastTicket = 0
    private var waiting: [Int] = []
    private var running = 0
    private var threads = 0

    /// How often a waiting training looks whether its task was cancelled; nothing else depends on it.
    private static let cancellationCheckSeconds = 0.1

    /// The gate of this process, because what it guards exists once per process.
    static let shared = ThreadCountGate()

    /// Runs `body` once its number of threads may be used.
    ///
    /// - Throws: `CancellationError` when the current task is cancelled while it waits, or what `body` throws.
    func withThreads<Value>(_ count: Int, _ body: () throws -> Value) throws -> Value {
        try self.enter(count)
        defer { self.leave() }
        return try body()
    }

    /// How many trainings wait for their turn.
    var waitingCount: Int {
        self.condition.withLock { self.waiting.count }
    }

    private func enter(_ count: Int) throws {
        try self.condition.withLock {
            self.lastTicket += 1
            let ticket = self.lastTicket
            self.waiting.append(ticket)
            defer {
                self.waiting.removeAll { $0 == ticket }
                self.condition.broadcast()
            }
            while !(self.waiting.first == ticket && (self.running == 0 || self.threads == count)) {
                try Task.checkCancellation()
                _ = self.condition.wait(until: Date(timeIntervalSinceNow: Self.cancellationCheckSeconds))
            }
            self.running += 1
            self.threads = count
        }
    }

    private func leave() {
        self.condition.withLock {
            self.running -= 1
            self.condition.broadcast()
        }
    }
}
