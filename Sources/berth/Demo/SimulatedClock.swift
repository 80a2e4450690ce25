internal import Placement
internal import Synchronization

/// The demo's time: it goes on as the story does, and never back.
final class SimulatedClock: Sendable {
    private let moment: Mutex<Timestamp>

    init(_ start: Timestamp) { self.moment = Mutex(start) }

    var now: @Sendable () -> Timestamp {
        { self.moment.withLock { $0 } }
    }

    func advance(to moment: Timestamp) { self.moment.withLock { $0 = max($0, moment) } }
}
