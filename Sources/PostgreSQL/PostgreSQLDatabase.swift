#if PostgreSQL
    package import SQL
    package import Statistics
    internal import Synchronization

    /// A PostgreSQL server's database, over a bounded pool of connections.
    ///
    /// Transactions that write are serializable. Where the server gives one up because of another, it is run again, after
    /// a while that is drawn by lot. Where the connection is lost, another is made and the transaction run again; when it
    /// is lost between COMMIT and its reply, the mark that the transaction wrote says whether it was kept.
    package final class PostgreSQLDatabase: SQLDatabase {
        private let settings: PostgreSQLSettings
        private let pool: ConnectionPool
        private let clock: any Clock<Duration>
        private let generator: Mutex<SeededGenerator>

        /// - Parameters:
        ///   - makeID: Makes a text that no process ever had before, for the marks of commits.
        ///   - generator: Draws how long to wait before a transaction is run again.
        ///   - clock: Waits so long.
        package init(
            _ settings: PostgreSQLSettings,
            makeID: @escaping @Sendable () -> String,
            generator: SeededGenerator,
            clock: any Clock<Duration>
        ) {
            self.settings = settings
            self.pool = ConnectionPool(settings, makeID: makeID)
            self.clock = clock
            self.generator = Mutex(generator)
        }

        /// PostgreSQL's.
        package var dialect: SQLDialect { .postgresql }

        package func write<Answer: Sendable>(
            _ work: @escaping @Sendable (any SQLConnection) throws -> Answer
        ) async throws -> Answer {
            try await self.pool.run { try await self.run(.writing, on: $0, work) }
        }

        package func read<Answer: Sendable>(
            _ work: @escaping @Sendable (any SQLConnection) throws -> Answer
        ) async throws -> Answer {
            try await self.pool.run { try await self.run(.reading, on: $0, work) }
        }

        private func run<Outcome: Sendable>(
            _ access: PostgreSQLConnection.Access,
            on connection: PostgreSQLConnection,
            _ work: @escaping @Sendable (any SQLConnection) throws -> Outcome
        ) async throws -> Outcome {
            var conflicts = 0
            var losses = 0
            while true {
                let cancellation = connection.cancellation()
                let attempt = try await withTaskCancellationHandler {
                    try await connection.attempt(access, cancellation, work)
                } onCancel: {
                    cancellation.request()
                }
                switch attempt {
                case .done(let outcome): return outcome
                case .undecided(let outcome, let batch, let problem):
                    if try await self.wasCommitted(batch, on: connection, after: problem) { return outcome }
                    losses += 1
                    guard losses < self.settings.reconnects else { throw SQLError.unreachable(problem: problem) }
                case .lost(let problem):
                    losses += 1
                    guard losses < self.settings.reconnects else { throw SQLError.unreachable(problem: problem) }
                    try await self.clock.sleep(for: self.pause(losses, shortest: Self.reconnectPause))
                case .contended:
                    conflicts += 1
                    guard conflicts < self.settings.attempts else { throw SQLError.contended(attempts: conflicts) }
                    try await self.clock.sleep(for: self.pause(conflicts, shortest: Self.conflictPause))
                }
            }
        }

        /// Asks until the server answers. Not even a canceled caller leaves this open.
        private func wasCommitted(
            _ batch: Int64,
            on connection: PostgreSQLConnection,
            after problem: String
        ) async throws -> Bool {
            var last = problem
            for attempt in 1...self.settings.reconnects {
                do throws(LinkFailure) {
                    return try await connection.wasCommitted(batch)
                } catch {
                    switch error {
                    case .lost(let problem): last = problem
                    case .contended, .canceled: break
                    case .refused(let error): last = "\(error)"
                    }
                }
                // A canceled caller's clock no longer waits; the number of attempts is bounded all the same.
                try? await self.clock.sleep(for: self.pause(attempt, shortest: Self.reconnectPause))
            }
            throw SQLError.undecided(problem: last)
        }

        private static let conflictPause = 0.002
        private static let reconnectPause = 0.05
        /// In seconds.
        private static let longestPause = 2.0

        /// Twice as long each time, up to a bound, and of that between half and all: who met once does not meet again.
        private func pause(_ attempt: Int, shortest: Double) -> Duration {
            let longest = min(Self.longestPause, shortest * Double(1 << min(attempt - 1, 16)))
            let share = self.generator.withLock { Double.random(in: 0.5...1, using: &$0) }
            return .seconds(longest * share)
        }
    }
#endif
