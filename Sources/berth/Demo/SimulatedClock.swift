internal import Placement
internal import Synchronization

/// The demo's time: it goes on as the story does, then by itself, and never back.
final class SimulatedClock: Sendable {
    private let state: Mutex<(moment: Timestamp, isReal: Bool)>

    init(_ start: Timestamp) { self.state = Mutex((start, false)) }

    var now: @Sendable () -> Timestamp {
        {
            self.state.withLock { state in
                if state.isReal { state.moment = max(state.moment, .now()) }
                return state.moment
            }
        }
    }

    func advance(to moment: Timestamp) { self.state.withLock { $0.moment = max($0.moment, moment) } }

    /// From here on time passes by itself.
    func becomeReal() { self.state.withLock { $0.isReal = true } }
}
