#if PostgreSQL
    internal import SQL
    internal import Synchronization

    /// A few connections for many callers, who wait in line for one, up to a bound.
    final class ConnectionPool: Sendable {
        private struct State {
            var free: [PostgreSQLConnection] = []
            var made = 0
            var next = 0
            var waiting: [(place: Int, continuation: CheckedContinuation<PostgreSQLConnection, any Error>)] = []
        }

        private let settings: PostgreSQLSettings
        private let makeID: @Sendable () -> String
        private let state = Mutex(State())

        init(_ settings: PostgreSQLSettings, makeID: @escaping @Sendable () -> String) {
            self.settings = settings
            self.makeID = makeID
        }

        /// Runs `work` with a connection that nobody else has meanwhile.
        ///
        /// - Throws: ``SQLError/busy(connections:waiting:)`` at once when as many wait as may, `CancellationError` for who
        ///   is canceled while he waits, and what `work` throws.
        func run<Outcome>(_ work: (PostgreSQLConnection) async throws -> Outcome) async throws -> Outcome {
            let connection = try await self.take()
            defer { self.give(back: connection) }
            return try await work(connection)
        }

        private enum Turn {
            case connection(PostgreSQLConnection)
            case new
            case wait(place: Int)
            case full
        }

        private func turn() -> Turn {
            self.state.withLock { state in
                if let connection = state.free.popLast() { return .connection(connection) }
                if state.made < self.settings.connections {
                    state.made += 1
                    return .new
                }
                guard state.waiting.count < self.settings.waiting else { return .full }
                state.next += 1
                return .wait(place: state.next)
            }
        }

        private func take() async throws -> PostgreSQLConnection {
            switch self.turn() {
            case .connection(let connection): return connection
            case .new:
                do {
                    return try PostgreSQLConnection(self.settings, writer: self.makeID())
                } catch {
                    self.state.withLock { $0.made -= 1 }
                    throw SQLError.unreachable(problem: "\(error)")
                }
            case .full:
                throw SQLError.busy(connections: self.settings.connections, waiting: self.settings.waiting)
            case .wait(let place):
                return try await withTaskCancellationHandler {
                    try await withCheckedThrowingContinuation { self.wait(place, $0) }
                } onCancel: {
                    self.giveUp(place)
                }
            }
        }

        private func wait(_ place: Int, _ continuation: CheckedContinuation<PostgreSQLConnection, any Error>) {
            // One may have come back, and the task may have been canceled, since the place was taken.
            let answer: Result<PostgreSQLConnection, any Error>? = self.state.withLock { state in
                if Task.isCancelled { return .failure(CancellationError()) }
                if let connection = state.free.popLast() { return .success(connection) }
                guard state.waiting.count < self.settings.waiting else {
                    return .failure(
                        SQLError.busy(connections: self.settings.connections, waiting: self.settings.waiting)
                    )
                }
                state.waiting.append((place, continuation))
                return nil
            }
            if let answer { continuation.resume(with: answer) }
        }

        private func giveUp(_ place: Int) {
            let continuation = self.state.withLock { state in
                state.waiting.firstIndex { $0.place == place }.map { state.waiting.remove(at: $0).continuation }
            }
            continuation?.resume(throwing: CancellationError())
        }

        private func give(back connection: PostgreSQLConnection) {
            let continuation = self.state.withLock { state in
                guard !state.waiting.isEmpty else {
                    state.free.append(connection)
                    return nil as CheckedContinuation<PostgreSQLConnection, any Error>?
                }
                return state.waiting.removeFirst().continuation
            }
            continuation?.resume(returning: connection)
        }
    }
#endif
