#if PostgreSQL
    internal import Synchronization

    /// Says to a connection's thread that the transaction at hand is no longer wanted.
    final class Cancellation: Sendable {
        private let requested = Atomic<Bool>(false)
        private let pipe: WakePipe

        init(waking pipe: WakePipe) { self.pipe = pipe }

        var isRequested: Bool { self.requested.load(ordering: .acquiring) }

        func request() {
            self.requested.store(true, ordering: .releasing)
            self.pipe.wake()
        }
    }
#endif
