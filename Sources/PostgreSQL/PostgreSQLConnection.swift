#if PostgreSQL
    internal import SQL

    /// One connection of the pool: an actor whose executor is a thread of its own, on which libpq may wait.
    actor PostgreSQLConnection {
        private let thread: ConnectionThread
        private let settings: PostgreSQLSettings
        /// Names this connection in the table of marks, in every process.
        private let writer: String
        private var link: Link?
        /// Of the last transaction that wrote: unique among those of this writer.
        private var batch: Int64 = 0

        nonisolated var unownedExecutor: UnownedSerialExecutor { self.thread.asUnownedSerialExecutor() }

        init(_ settings: PostgreSQLSettings, writer: String) throws(LinkFailure) {
            self.thread = try ConnectionThread()
            self.settings = settings
            self.writer = writer
        }

        deinit { self.thread.stop() }

        nonisolated func cancellation() -> Cancellation { Cancellation(waking: self.thread.pipe) }

        enum Access { case reading, writing }

        /// How one try of a transaction went.
        enum Attempt<Outcome: Sendable>: Sendable {
            case done(Outcome)
            /// Nothing was kept, and the same may succeed.
            case contended
            case lost(String)
            /// The connection was lost between COMMIT and its reply.
            case undecided(Outcome, batch: Int64, String)
        }

        /// Runs `work` once, in a transaction of its own.
        ///
        /// - Throws: What `work` throws, ``SQLError``, and `CancellationError`; nothing was kept then.
        func attempt<Outcome: Sendable>(
            _ access: Access,
            _ cancellation: Cancellation,
            _ work: @Sendable (any SQLConnection) throws -> Outcome
        ) throws -> Attempt<Outcome> {
            do {
                let link = try self.opened(cancellation)
                _ = try link.run(Self.begin(access), [], cancellation)
                let outcome = try self.outcome(of: work, link, cancellation)
                switch access {
                case .reading:
                    _ = try link.run("COMMIT")
                    return .done(outcome)
                case .writing:
                    self.batch += 1
                    _ = try link.run(Self.mark, [.text(self.writer), .integer(self.batch)], cancellation)
                    return try self.commit(outcome, link)
                }
            } catch let failure as LinkFailure {
                return try self.attempt(failedBy: failure)
            } catch {
                self.rollBack()
                throw error
            }
        }

        private static func begin(_ access: Access) -> String {
            switch access {
            case .reading: "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"
            case .writing: "BEGIN ISOLATION LEVEL SERIALIZABLE"
            }
        }

        private func outcome<Outcome>(
            of work: (any SQLConnection) throws -> Outcome,
            _ link: Link,
            _ cancellation: Cancellation
        ) throws -> Outcome {
            let session = PostgreSQLSession(link, cancellation)
            do {
                let outcome = try work(session)
                if let failure = session.failure { throw failure }
                return outcome
            } catch {
                // What the statement failed of, rather than what the work made of it, says whether it is run again.
                if let failure = session.failure, failure.isOurs { throw failure }
                throw error
            }
        }

        private func commit<Outcome: Sendable>(_ outcome: Outcome, _ link: Link) throws -> Attempt<Outcome> {
            do throws(LinkFailure) {
                // Not canceled any more: who asks now learns what became of it.
                guard try link.run("COMMIT").command == "COMMIT" else {
                    throw .refused(.refused(problem: "the server rolled the transaction back"))
                }
                return .done(outcome)
            } catch .lost(let problem) {
                self.link = nil
                return .undecided(outcome, batch: self.batch, problem)
            }
        }

        private func attempt<Outcome>(failedBy failure: LinkFailure) throws -> Attempt<Outcome> {
            switch failure {
            case .lost(let problem):
                self.link = nil
                return .lost(problem)
            case .contended:
                self.rollBack()
                return .contended
            case .canceled:
                self.rollBack()
                throw CancellationError()
            case .refused(let error):
                self.rollBack()
                throw error
            }
        }

        /// A connection that cannot even do this is given up.
        private func rollBack() {
            guard let link = self.link else { return }
            do throws(LinkFailure) {
                _ = try link.run("ROLLBACK")
            } catch {
                self.link = nil
            }
        }

        private func opened(_ cancellation: Cancellation?) throws(LinkFailure) -> Link {
            if let link = self.link, link.isOpen { return link }
            self.link = nil
            let link = try Link(self.settings, self.thread.pipe, cancellation)
            // A transaction that waits for a client that is gone holds its locks for half the time that others wait.
            let milliseconds = self.settings.statementSeconds * 1000
            _ = try link.run(
                """
                SELECT set_config('statement_timeout', $1, false),
                    set_config('idle_in_transaction_session_timeout', $2, false),
                    set_config('client_min_messages', 'warning', false)
                """,
                [.text("\(Int(milliseconds))"), .text("\(Int(milliseconds / 2))")]
            )
            try self.prepareMarks(on: link)
            self.link = link
            return link
        }

        // MARK: Marks

        /// Writes, within a transaction, which one it is: one row a connection, so that the table does not grow.
        private static let mark = """
            INSERT INTO commit_marks (writer, batch) VALUES ($1, $2)
            ON CONFLICT (writer) DO UPDATE SET batch = excluded.batch, at = now()
            """

        private func prepareMarks(on link: Link) throws(LinkFailure) {
            let found = try link.run("SELECT to_regclass('commit_marks')::text AS name")
            let isThere: Bool
            do throws(SQLError) {
                isThere = try found.rows().first?.value("name", as: String?.self) != nil
            } catch { throw .refused(error) }
            if !isThere {
                do throws(LinkFailure) {
                    _ = try link.run(
                        """
                        CREATE TABLE IF NOT EXISTS commit_marks (
                            writer TEXT COLLATE "C" PRIMARY KEY,
                            batch BIGINT NOT NULL,
                            at TIMESTAMPTZ NOT NULL DEFAULT now()
                        )
                        """
                    )
                } catch .refused(.duplicate) {
                    // Another connection made it in the same moment.
                }
            }
            _ = try link.run("DELETE FROM commit_marks WHERE at < now() - interval '1 day'")
        }

        /// Whether the transaction whose COMMIT got no reply was kept.
        ///
        /// Writing the row waits for the transaction, should the server still be at it: after that its fate is sealed.
        func wasCommitted(_ batch: Int64) throws(LinkFailure) -> Bool {
            do throws(LinkFailure) {
                let link = try self.opened(nil)
                let answer = try link.run(
                    """
                    INSERT INTO commit_marks (writer, batch) VALUES ($1, 0)
                    ON CONFLICT (writer) DO UPDATE SET at = now() RETURNING batch
                    """,
                    [.text(self.writer)]
                )
                do throws(SQLError) {
                    return try answer.rows().first?.value("batch", as: Int64.self) == batch
                } catch { throw LinkFailure.refused(error) }
            } catch {
                if case .lost = error { self.link = nil }
                throw error
            }
        }
    }

    /// The connection of one transaction, on its thread.
    private final class PostgreSQLSession: SQLConnection {
        private let link: Link
        private let cancellation: Cancellation
        /// Of the first statement that failed.
        private(set) var failure: LinkFailure?

        init(_ link: Link, _ cancellation: Cancellation) {
            self.link = link
            self.cancellation = cancellation
        }

        var dialect: SQLDialect { .postgresql }

        func query(_ statement: String, _ values: [SQLValue]) throws -> [SQLRow] {
            try self.noting { answer throws(SQLError) in
                try answer.rows()
            } of: { () throws(LinkFailure) in
                try self.link.run(statement, values, self.cancellation)
            }
        }

        func execute(_ statement: String, _ values: [SQLValue]) throws -> Int {
            try self.noting { answer throws(SQLError) in
                answer.changes
            } of: { () throws(LinkFailure) in
                try self.link.run(statement, values, self.cancellation)
            }
        }

        private func noting<Content>(
            _ read: (Answer) throws(SQLError) -> Content,
            of run: () throws(LinkFailure) -> Answer
        ) throws -> Content {
            guard self.failure == nil else { throw SQLError.failedBefore }
            do throws(LinkFailure) {
                let answer = try run()
                do throws(SQLError) { return try read(answer) } catch { throw LinkFailure.refused(error) }
            } catch {
                self.failure = error
                // Callers know the driver's errors; what only the driver acts on stays its own.
                if case .refused(let known) = error { throw known }
                throw error
            }
        }
    }

    extension LinkFailure {
        /// Whether the driver acts on it, whatever the work made of it.
        fileprivate var isOurs: Bool {
            switch self {
            case .lost, .contended, .canceled: true
            case .refused: false
            }
        }
    }
#endif
