#if PostgreSQL
    import Dispatch
    import Persistence
    import PostgreSQL
    import SQL
    import Synchronization
    import Testing

    /// What the driver does when connection or server fail, on a real server.
    @Suite(
        .enabled(if: TestServer.url != nil || TestServer.isRequired, "\(TestServer.Missing())"),
        .timeLimit(.minutes(2))
    )
    struct PostgreSQLFaultTests {
        private let schema: TestSchema

        init() async throws {
            self.schema = try await TestSchema()
            _ = try await self.schema.database.write { connection in
                try connection.execute("CREATE TABLE things (name TEXT PRIMARY KEY, number BIGINT)")
            }
        }

        private func names() async throws -> [String] {
            try await self.schema.database.read { connection in
                try connection.query("SELECT name FROM things ORDER BY name").map { try $0.value("name") }
            }
        }

        /// How often a transaction's work has run.
        private final class Runs: Sendable {
            private let number = Mutex(0)
            var count: Int { self.number.withLock(\.self) }
            @discardableResult
            func next() -> Int {
                self.number.withLock { number in
                    number += 1
                    return number
                }
            }
        }

        // MARK: The reply to COMMIT

        @Test func `a transaction that was kept, though the reply to COMMIT was lost, is not run again`() async throws {
            let proxy = try CuttingProxy(to: try self.schema.port, .afterCommit)
            let database = TestServer.database(try self.schema.url(through: proxy.port), connections: 1)
            let runs = Runs()
            let answer = try await database.write { connection in
                try connection.execute("INSERT INTO things (name) VALUES ($1)", [.text("run \(runs.next())")])
                return "done"
            }
            #expect(answer == "done" && proxy.hasCut && runs.count == 1)
            #expect(try await self.names() == ["run 1"])
            // The connection that was made since works on.
            _ = try await database.write { try $0.execute("INSERT INTO things (name) VALUES ('next')") }
            #expect(try await self.names() == ["next", "run 1"])
        }

        @Test func `a transaction whose COMMIT never arrived is run again`() async throws {
            let proxy = try CuttingProxy(to: try self.schema.port, .beforeCommit)
            let database = TestServer.database(try self.schema.url(through: proxy.port), connections: 1)
            let runs = Runs()
            _ = try await database.write { connection in
                try connection.execute("INSERT INTO things (name) VALUES ($1)", [.text("run \(runs.next())")])
            }
            #expect(proxy.hasCut && runs.count == 2)
            #expect(try await self.names() == ["run 2"])
        }

        @Test func `a transaction whose COMMIT never arrives is given up after a few attempts`() async throws {
            let proxy = try CuttingProxy(to: try self.schema.port, .beforeEachCommit)
            let database = TestServer.database(try self.schema.url(through: proxy.port), connections: 1, reconnects: 3)
            let runs = Runs()
            await #expect {
                _ = try await database.write { connection in
                    try connection.execute("INSERT INTO things (name) VALUES ($1)", [.text("run \(runs.next())")])
                }
            } throws: { error in
                guard case .unreachable = error as? SQLError else { return false }
                return true
            }
            #expect(runs.count == 3)
            #expect(try await self.names() == [])
        }

        @Test func `when the server cannot be asked since, the caller is told that nobody knows`() async throws {
            let proxy = try CuttingProxy(to: try self.schema.port, .afterCommit, staysCut: true)
            let database = TestServer.database(
                try self.schema.url(through: proxy.port),
                connections: 1,
                reconnects: 2
            )
            await #expect {
                _ = try await database.write { try $0.execute("INSERT INTO things (name) VALUES ('a')") }
            } throws: { error in
                guard case .undecided = error as? SQLError else { return false }
                return true
            }
        }

        @Test func `marks of commits take one row a connection`() async throws {
            let database = TestServer.database(self.schema.url, connections: 1)
            for number in 0..<5 {
                _ = try await database.write { connection in
                    try connection.execute("INSERT INTO things (name) VALUES ($1)", [.text("\(number)")])
                }
            }
            let batches = try await database.read { connection in
                try connection.query("SELECT batch FROM commit_marks ORDER BY batch")
                    .map { try $0.value("batch", as: Int64.self) }
            }
            // The other is that of the table's creation.
            #expect(batches == [1, 5])
        }

        // MARK: The connection

        @Test func `a backend that the server terminates is replaced, and the transaction run again`() async throws {
            let runs = Runs()
            _ = try await self.schema.database.write { connection in
                try connection.execute("INSERT INTO things (name) VALUES ($1)", [.text("run \(runs.next())")])
                if runs.count == 1 { try connection.execute("SELECT pg_terminate_backend(pg_backend_pid())") }
            }
            #expect(runs.count == 2)
            #expect(try await self.names() == ["run 2"])
        }

        @Test func `idle connections that the server terminates are replaced`() async throws {
            let database = TestServer.database(self.schema.url, connections: 1)
            _ = try await database.write { try $0.execute("INSERT INTO things (name) VALUES ('a')") }
            let pid = try await database.read { connection in
                try connection.query("SELECT pg_backend_pid() AS pid")[0].value("pid", as: Int64.self)
            }
            _ = try await self.schema.database.write { connection in
                try connection.execute("SELECT pg_terminate_backend($1::int)", [.integer(pid)])
            }
            _ = try await database.write { try $0.execute("INSERT INTO things (name) VALUES ('b')") }
            #expect(try await self.names() == ["a", "b"])
        }

        @Test func `a server that is not there is told after a few attempts`() async throws {
            let database = TestServer.database("postgresql://berth@127.0.0.1:1/berth", connections: 1, reconnects: 2)
            await #expect {
                try await database.read { try $0.query("SELECT 1 AS one") }
            } throws: { error in
                guard case .unreachable = error as? SQLError else { return false }
                return true
            }
        }

        @Test func `a server that says nothing is told after a few attempts, each of which has an end`() async throws {
            let proxy = try CuttingProxy(to: try self.schema.port, .allButTheConnection)
            let database = TestServer.database(
                try self.schema.url(through: proxy.port),
                connections: 1,
                reconnects: 2,
                connectSeconds: 0.1
            )
            await #expect(throws: SQLError.unreachable(problem: "no answer within 0.1 s")) {
                try await database.read { try $0.query("SELECT 1 AS one") }
            }
            #expect(proxy.hasCut)
        }

        // MARK: Conflicts

        @Test func `of two transactions that come in each other's way one is run again`() async throws {
            let runs = Runs()
            let both = (DispatchSemaphore(value: 0), DispatchSemaphore(value: 0))
            let database = self.schema.database
            try await withThrowingTaskGroup(of: Void.self) { group in
                for (mine, other) in [both, (both.1, both.0)] {
                    group.addTask {
                        let first = Runs()
                        _ = try await database.write { connection in
                            runs.next()
                            let seen: Int64 = try connection.query("SELECT count(*) AS count FROM things")[0]
                                .value("count")
                            // Both have seen the empty table before either writes.
                            if first.next() == 1 {
                                mine.signal()
                                other.wait()
                            }
                            return try connection.execute(
                                "INSERT INTO things (name, number) VALUES ($1, $2)",
                                [.text("saw \(seen)"), .integer(seen)]
                            )
                        }
                    }
                }
                try await group.waitForAll()
            }
            #expect(runs.count >= 3)
            #expect(try await self.names() == ["saw 0", "saw 1"])
        }

        private static func raising(_ state: String) -> String {
            "DO $$ BEGIN RAISE EXCEPTION 'no' USING ERRCODE = '\(state)'; END $$"
        }

        @Test(arguments: ["40001", "40P01"])
        func `attempts have a bound`(state: String) async throws {
            let database = TestServer.database(self.schema.url, connections: 1, attempts: 3)
            let runs = Runs()
            await #expect(throws: SQLError.contended(attempts: 3)) {
                _ = try await database.write { connection in
                    runs.next()
                    return try connection.execute(Self.raising(state))
                }
            }
            #expect(runs.count == 3)
            let once = Runs()
            _ = try await database.write { connection in
                if once.next() == 1 { _ = try? connection.execute(Self.raising(state)) }
            }
            #expect(once.count == 2, "what the work makes of it does not matter")
        }

        @Test(arguments: [
            ("23505", "duplicate"), ("42710", "duplicate"), ("42P07", "duplicate"), ("23514", "refused"),
            ("57014", "timedOut"), ("25P03", "timedOut"), ("57P01", "unreachable"), ("57P03", "unreachable"),
            ("53300", "unreachable"), ("08006", "unreachable"),
        ])
        func `what the server says is told in our words`(state: String, expected: String) async throws {
            let database = TestServer.database(self.schema.url, connections: 1, reconnects: 1)
            await #expect {
                _ = try await database.write { try $0.execute(Self.raising(state)) }
            } throws: { error in
                switch error as? SQLError {
                case .duplicate: expected == "duplicate"
                case .refused: expected == "refused"
                case .timedOut: expected == "timedOut"
                case .unreachable: expected == "unreachable"
                default: false
                }
            }
        }

        @Test func `a table that is there already is told from other faults`() async throws {
            await #expect {
                _ = try await self.schema.database.write { try $0.execute("CREATE TABLE things (name TEXT)") }
            } throws: { error in
                guard case .duplicate = error as? SQLError else { return false }
                return true
            }
        }

        // MARK: Bounds

        @Test func `who finds all connections taken and the line full is refused at once`() async throws {
            let database = TestServer.database(self.schema.url, connections: 1, waiting: 0)
            let (begun, end) = (AsyncStream.makeStream(of: Void.self), DispatchSemaphore(value: 0))
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask {
                    try await database.read { _ in
                        begun.continuation.yield()
                        end.wait()
                    }
                }
                for await _ in begun.stream { break }
                await #expect(throws: SQLError.busy(connections: 1, waiting: 0)) {
                    try await database.read { try $0.query("SELECT 1 AS one") }
                }
                end.signal()
                try await group.waitForAll()
            }
            #expect(try await database.read { try $0.query("SELECT 1 AS one").count } == 1)
        }

        @Test func `more callers than connections are served one after the other`() async throws {
            let database = TestServer.database(self.schema.url, connections: 2)
            let count = try await withThrowingTaskGroup(of: Int.self) { group in
                for _ in 0..<50 { group.addTask { try await database.read { try $0.query("SELECT 1 AS one").count } } }
                return try await group.reduce(0, +)
            }
            #expect(count == 50)
        }

        @Test func `a canceled caller's statement is canceled, and the connection goes on`() async throws {
            let database = TestServer.database(self.schema.url, connections: 1)
            let begun = AsyncStream.makeStream(of: Void.self)
            let sleeping = Task {
                try await database.write { connection in
                    try connection.execute("INSERT INTO things (name) VALUES ('a')")
                    begun.continuation.yield()
                    return try connection.execute("SELECT pg_sleep(60)")
                }
            }
            for await _ in begun.stream { break }
            let waiting = Task { try await database.read { try $0.query("SELECT 1 AS one").count } }
            sleeping.cancel()
            await #expect(throws: CancellationError.self) { _ = try await sleeping.value }
            #expect(try await waiting.value == 1)
            #expect(try await self.names() == [])
        }

        @Test func `who is canceled while he waits for a connection leaves the line`() async throws {
            let database = TestServer.database(self.schema.url, connections: 1, waiting: 1)
            let (begun, end) = (AsyncStream.makeStream(of: Void.self), DispatchSemaphore(value: 0))
            defer { end.signal() }
            let holder = Task {
                try await database.read { _ in
                    begun.continuation.yield()
                    end.wait()
                }
            }
            for await _ in begun.stream { break }
            for isCanceled in [true, false] {
                try await withThrowingTaskGroup(of: Int.self) { group in
                    for _ in 0..<2 {
                        group.addTask { try await database.read { try $0.query("SELECT 1 AS one").count } }
                    }
                    // One finds room in the line. Once the other is refused, the one is in it for certain.
                    await #expect(throws: SQLError.busy(connections: 1, waiting: 1)) { _ = try await group.next() }
                    if isCanceled {
                        group.cancelAll()
                        await #expect(throws: CancellationError.self) { _ = try await group.next() }
                    } else {
                        end.signal()
                        let answer = try await group.next()
                        #expect(answer == 1)
                    }
                }
            }
            try await holder.value
        }

        @Test func `a statement that takes too long is canceled by the server, and told`() async throws {
            let database = TestServer.database(self.schema.url, connections: 1, statementSeconds: 0.2)
            await #expect(throws: SQLError.timedOut(seconds: 0.2)) {
                try await database.read { try $0.query("SELECT pg_sleep(60)") }
            }
            #expect(try await database.read { try $0.query("SELECT 1 AS one").count } == 1)
        }

        // MARK: Migrations

        @Test func `several processes that migrate at once do it once`() async throws {
            let databases = (0..<4).map { _ in TestServer.database(self.schema.url, connections: 1) }
            try await withThrowingTaskGroup(of: Void.self) { group in
                for database in databases {
                    group.addTask { try await SharedTables.migrations.apply(to: database) }
                }
                try await group.waitForAll()
            }
            let names = try await self.schema.database.read { connection in
                try connection.query("SELECT name FROM migrations ORDER BY name").map {
                    try $0.value("name", as: String.self)
                }
            }
            #expect(names == SharedTables.migrations.map(\.name).sorted())
        }

        @Test func `a database that a newer Berth has changed is refused`() async throws {
            try await SharedTables.migrations.apply(to: self.schema.database)
            _ = try await self.schema.database.write { connection in
                try connection.execute("INSERT INTO migrations (name) VALUES ('from the future')")
            }
            await #expect(throws: SQLError.newerSchema(migration: "from the future")) {
                try await SharedTables.migrations.apply(to: self.schema.database)
            }
        }

        @Test func `a type that is not read is named`() async throws {
            await #expect {
                try await self.schema.database.read { try $0.query("SELECT now() AS at") }
            } throws: { error in
                guard case .refused(let problem) = error as? SQLError else { return false }
                return problem.contains("'at'")
            }
        }
    }
#endif
