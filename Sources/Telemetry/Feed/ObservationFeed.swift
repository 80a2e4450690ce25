internal import Synchronization

/// Hands what is committed to consumers in memory: in the order of the numbers, each observation once, before whoever
/// reported it is answered.
///
/// The log tells of each commit; the next caller of ``deliver()`` hands on what has gathered, for all that wait. A consumer
/// that fails holds up nobody: it is left where it stands, and brought the rest from the log at later deliveries. So it is
/// where more has gathered than the capacity, which no slowness can exceed. Consumers start with the first commit that
/// they hear of; what was there before is in the state that they were made with.
///
/// A consumer that takes its time, or whose state outlives the process, is an ``ObservationReader``'s.
package final class ObservationFeed: Sendable {
    /// Observations that wait for a delivery; of more, none are held.
    package static let usualCapacity = 65_536
    /// What one delivery brings of what a consumer has not taken when it should have: it costs some milliseconds, in which
    /// reporters wait.
    private static let pageLimit = 1_000
    /// After repeated failures a consumer is tried at every so manyth delivery.
    private static let longestPause = 256

    private let log: any ObservationLog
    private let consumers: [any ObservationConsumer]
    private let measures: ConsumerMeasures
    private let capacity: Int
    private let state: Mutex<State>

    private struct State {
        /// Committed and not yet handed on, without gaps.
        var pending: [Observation] = []
        /// Of the last commit.
        var newest: Int64 = 0
        /// Handed on up to here; `nil` before the first commit.
        var delivered: Int64?
        var isDelivering = false
        /// Callers that wait for a delivery up to a number; whoever is woken looks again.
        var deliveries: [CheckedContinuation<Void, Never>] = []
        /// Who waits for an observation beyond a number, by place.
        var readers: [Int: (number: Int64, continuation: CheckedContinuation<Void, any Error>)] = [:]
        var nextReader = 0
        var standings: [Standing]

        init(consumers: Int) { self.standings = Array(repeating: Standing(), count: consumers) }
    }

    /// How far a consumer is.
    private struct Standing {
        /// The last that it took; `nil` before the first delivery.
        var number: Int64?
        /// Failures in a row.
        var failures = 0
        /// Deliveries for which it is left alone.
        var pause = 0
        /// What it has yet to take, as it was last told.
        var behind: Int64 = 0
    }

    package init(
        log: any ObservationLog,
        consumers: [any ObservationConsumer],
        measures: ConsumerMeasures,
        capacity: Int = ObservationFeed.usualCapacity
    ) {
        self.log = log
        self.consumers = consumers
        self.measures = measures
        self.capacity = capacity
        self.state = Mutex(State(consumers: consumers.count))
        for consumer in consumers { measures.stands(consumer.name, behind: 0) }
        log.whenCommitted { [weak self] in self?.committed($0) }
    }

    // MARK: Hearing

    private func committed(_ observations: [Observation]) {
        guard let first = observations.first, let last = observations.last else { return }
        let readers = self.state.withLock { state in
            if state.delivered == nil { state.delivered = first.number - 1 }
            state.newest = last.number
            if state.pending.count + observations.count > self.capacity {
                state.pending = []
            } else {
                state.pending += observations
            }
            let awake = state.readers.filter { $0.value.number < last.number }
            for place in awake.keys { state.readers[place] = nil }
            return awake.values.map(\.continuation)
        }
        for reader in readers { reader.resume() }
    }

    /// Waits until there may be an observation beyond a number.
    ///
    /// - Throws: `CancellationError`.
    func wait(beyond number: Int64) async throws {
        let place = self.state.withLock { state in
            state.nextReader += 1
            return state.nextReader
        }
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                let answer: Result<Void, any Error>? = self.state.withLock { state in
                    if Task.isCancelled { return .failure(CancellationError()) }
                    if state.newest > number { return .success(()) }
                    state.readers[place] = (number, continuation)
                    return nil
                }
                if let answer { continuation.resume(with: answer) }
            }
        } onCancel: {
            let gone = self.state.withLock { $0.readers.removeValue(forKey: place)?.continuation }
            gone?.resume(throwing: CancellationError())
        }
    }

    /// The newest that was heard of; 0 before the first commit.
    var newest: Int64 { self.state.withLock { $0.newest } }

    // MARK: Delivering

    private enum Turn {
        case done
        case wait
        case deliver([Observation], through: Int64)
    }

    /// Hands on everything that was committed before the call, unless somebody else has, and returns when it was taken.
    package func deliver() async {
        let target = self.newest
        while true {
            let turn = self.state.withLock { state -> Turn in
                guard let delivered = state.delivered, delivered < target else { return .done }
                guard !state.isDelivering else { return .wait }
                state.isDelivering = true
                let batch = state.pending
                state.pending = []
                return .deliver(batch, through: state.newest)
            }
            switch turn {
            case .done: return
            case .wait: await self.waitForDelivery(of: target)
            case .deliver(let batch, let last):
                await self.hand(on: batch, through: last)
                let waiting = self.state.withLock { state in
                    state.isDelivering = false
                    state.delivered = last
                    defer { state.deliveries = [] }
                    return state.deliveries
                }
                for continuation in waiting { continuation.resume() }
            }
        }
    }

    private func waitForDelivery(of target: Int64) async {
        await withCheckedContinuation { continuation in
            let isOver = self.state.withLock { state in
                guard state.isDelivering, state.delivered ?? 0 < target else { return true }
                state.deliveries.append(continuation)
                return false
            }
            if isOver { continuation.resume() }
        }
    }

    /// - Parameter batch: Without gaps up to `last`, or empty when too much had gathered.
    private func hand(on batch: [Observation], through last: Int64) async {
        // Only who delivers changes these.
        var (standings, delivered) = self.state.withLock { ($0.standings, $0.delivered ?? 0) }
        for (place, consumer) in self.consumers.enumerated() {
            await self.hand(batch, through: last, to: consumer, &standings[place], startingAfter: delivered)
        }
        self.state.withLock { $0.standings = standings }
    }

    private func hand(
        _ batch: [Observation],
        through last: Int64,
        to consumer: any ObservationConsumer,
        _ standing: inout Standing,
        startingAfter delivered: Int64
    ) async {
        let number = standing.number ?? delivered
        standing.number = number
        if standing.pause > 0 {
            standing.pause -= 1
        } else {
            do {
                if let first = batch.first, first.number == number + 1 {
                    try await consumer.take(batch)
                    standing.number = last
                } else {
                    let page = try await self.log.observations(after: number, limit: Self.pageLimit)
                    if !page.observations.isEmpty { try await consumer.take(page.observations) }
                    standing.number = page.last
                    self.measures.missed(consumer.name, page.missed)
                }
                standing.failures = 0
            } catch {
                standing.failures += 1
                standing.pause = min(1 << min(standing.failures, 16), Self.longestPause)
                self.measures.failed(consumer.name)
            }
        }
        let behind = max(0, last - (standing.number ?? delivered))
        guard behind != standing.behind else { return }
        standing.behind = behind
        self.measures.stands(consumer.name, behind: behind)
    }
}
