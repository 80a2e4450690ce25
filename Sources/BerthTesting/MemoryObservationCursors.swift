internal import Synchronization
package import Telemetry

/// Keeps cursors in memory.
package final class MemoryObservationCursors: ObservationCursors {
    private let cursors = Mutex<[String: ObservationCursor]>([:])

    package init() {}

    package func cursor(of consumer: String) -> ObservationCursor? { self.cursors.withLock { $0[consumer] } }

    package func move(_ consumer: String, to cursor: ObservationCursor) {
        self.cursors.withLock { $0[consumer] = cursor }
    }
}
