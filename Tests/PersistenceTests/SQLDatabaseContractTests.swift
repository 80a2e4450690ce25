import Persistence
import SQL
import Synchronization
import Testing

/// Every driver keeps these promises.
struct SQLDatabaseContractTests {
    /// A database with one table, `things`.
    private static func database(_ kind: SQLKind) async throws -> TestDatabase {
        let made = try await TestDatabase(kind)
        try await made.database.write { connection in
            let sql = connection.dialect
            try connection.execute(
                """
                CREATE TABLE things (
                    name \(sql.text) PRIMARY KEY NOT NULL,
                    number \(sql.integer) CHECK (number <> 13),
                    share \(sql.real),
                    content \(sql.bytes)
                )\(sql.strict)
                """
            )
        }
        return made
    }

    private static let insert = "INSERT INTO things (name, number, share, content) VALUES ($1, $2, $3, $4)"

    private static func count(_ database: any SQLDatabase) async throws -> Int64 {
        try await database.read { try $0.query("SELECT count(*) AS count FROM things")[0].value("count") }
    }

    private struct Refusal: Error {}

    @Test(arguments: SQLKind.available)
    func `values come back as they were bound, to the last bit`(kind: SQLKind) async throws {
        let made = try await Self.database(kind)
        let rows: [[SQLValue]] = [
            ["plain", 0, .real(0.1 + 0.2), .bytes([])],
            ["'; DROP TABLE things; --", .integer(.min), .real(-.infinity), .bytes([0, 255, 39, 92])],
            ["\u{E9}", .integer(.max), .real(.leastNonzeroMagnitude), .bytes((0...255).map { UInt8($0) })],
            ["e\u{301} \u{1F6A2} \u{FFFF}", nil, nil, nil],
            ["", -1, .real(.greatestFiniteMagnitude), nil],
        ]
        let counts = try await made.database.write { connection in
            try rows.map { try connection.execute(Self.insert, $0) }
        }
        #expect(counts == rows.map { _ in 1 })
        for row in rows {
            let found = try await made.database.read { connection in
                try connection.query("SELECT name, number, share, content FROM things WHERE name = $1", [row[0]])
            }
            #expect(found == [SQLRow(columns: ["name", "number", "share", "content"], values: row)])
        }
    }

    @Test(arguments: SQLKind.available)
    func `texts are ordered by their bytes`(kind: SQLKind) async throws {
        let made = try await Self.database(kind)
        let names = ["a", "B", "\u{E9}", "e\u{301}", "e", "Z", "_", "aa", "\u{1F6A2}", "\u{FFFD}"]
        try await made.database.write { connection in
            for name in names { try connection.execute(Self.insert, [.text(name), nil, nil, nil]) }
        }
        let ordered = try await made.database.read { connection in
            try connection.query("SELECT name FROM things ORDER BY name").map { try $0.value("name", as: String.self) }
        }
        let expected = names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
        #expect(ordered.map { Array($0.utf8) } == expected.map { Array($0.utf8) })
    }

    @Test(arguments: SQLKind.available)
    func `a parameter may stand anywhere in the text, and twice`(kind: SQLKind) async throws {
        let made = try await Self.database(kind)
        let row = try await made.database.read { connection in
            try connection.query(
                "SELECT CAST($2 AS TEXT) AS b, CAST($1 AS TEXT) AS a, CAST($2 AS TEXT) AS c",
                ["x", "y"]
            )
        }
        #expect(row == [SQLRow(columns: ["b", "a", "c"], values: ["y", "x", "y"])])
    }

    @Test(arguments: SQLKind.available)
    func `an upsert, what a statement gives back, and how many rows it wrote`(kind: SQLKind) async throws {
        let made = try await Self.database(kind)
        let upsert = """
            INSERT INTO things (name, number) VALUES ($1, $2)
            ON CONFLICT (name) DO UPDATE SET number = things.number + excluded.number RETURNING number
            """
        let numbers = try await made.database.write { connection in
            try [3, 4].map { number in
                try connection.query(upsert, ["a", .integer(number)])[0].value("number", as: Int64.self)
            }
        }
        #expect(numbers == [3, 7])
        let changes = try await made.database.write { connection in
            [
                try connection.execute("INSERT INTO things (name) VALUES ('a') ON CONFLICT (name) DO NOTHING"),
                try connection.execute("INSERT INTO things (name) VALUES ('b'), ('c')"),
                try connection.execute("UPDATE things SET number = 1 WHERE name <> $1", ["a"]),
                try connection.execute("DELETE FROM things"),
            ]
        }
        #expect(changes == [0, 2, 2, 3])
    }

    @Test(arguments: SQLKind.available)
    func `what throws keeps nothing, and the next transaction is not disturbed`(kind: SQLKind) async throws {
        let made = try await Self.database(kind)
        await #expect(throws: Refusal.self) {
            try await made.database.write { connection in
                try connection.execute(Self.insert, ["a", nil, nil, nil])
                throw Refusal()
            }
        }
        #expect(try await Self.count(made.database) == 0)
        _ = try await made.database.write { try $0.execute(Self.insert, ["a", nil, nil, nil]) }
        #expect(try await Self.count(made.database) == 1)
    }

    @Test(arguments: SQLKind.available)
    func `a row that is there already is told from a value that is refused`(kind: SQLKind) async throws {
        let made = try await Self.database(kind)
        func kindOfError(_ statement: String, _ values: [SQLValue]) async throws -> String {
            do {
                _ = try await made.database.write { try $0.execute(statement, values) }
                return "none"
            } catch SQLError.duplicate {
                return "duplicate"
            } catch SQLError.refused {
                return "refused"
            }
        }
        #expect(try await kindOfError(Self.insert, ["a", 1, nil, nil]) == "none")
        #expect(try await kindOfError(Self.insert, ["a", 1, nil, nil]) == "duplicate")
        #expect(try await kindOfError(Self.insert, ["b", 13, nil, nil]) == "refused")
        #expect(try await kindOfError(Self.insert, [nil, 1, nil, nil]) == "refused")
        #expect(try await kindOfError(Self.insert, ["b", "many", nil, nil]) == "refused")
        #expect(try await kindOfError("SELEC name FROM things", []) == "refused")
        #expect(try await Self.count(made.database) == 1)
    }

    @Test(arguments: SQLKind.available)
    func `after a statement failed the transaction is over, even for who does not pass the error on`(
        kind: SQLKind
    ) async throws {
        let made = try await Self.database(kind)
        let second = Mutex<SQLError?>(nil)
        await #expect(throws: SQLError.self) {
            try await made.database.write { connection in
                try connection.execute(Self.insert, ["a", nil, nil, nil])
                _ = try? connection.execute(Self.insert, ["a", nil, nil, nil])
                do {
                    try connection.execute(Self.insert, ["b", nil, nil, nil])
                } catch let error as SQLError {
                    second.withLock { $0 = error }
                }
            }
        }
        #expect(second.withLock { $0 } == .failedBefore)
        #expect(try await Self.count(made.database) == 0)
    }

    @Test(arguments: SQLKind.available)
    func `what not every database keeps is refused by each`(kind: SQLKind) async throws {
        let made = try await Self.database(kind)
        for value: SQLValue in ["a\u{0}b", .real(.nan)] {
            await #expect {
                try await made.database.write { try $0.execute(Self.insert, ["a", nil, value, nil]) }
            } throws: { error in
                guard case .unstorable = error as? SQLError else { return false }
                return true
            }
        }
        #expect(try await Self.count(made.database) == 0)
    }

    @Test(arguments: SQLKind.available)
    func `reading does not write`(kind: SQLKind) async throws {
        let made = try await Self.database(kind)
        await #expect(throws: SQLError.self) {
            try await made.database.read { try $0.execute(Self.insert, ["a", nil, nil, nil]) }
        }
        #expect(try await Self.count(made.database) == 0)
    }

    @Test(arguments: SQLKind.available)
    func `a column that holds another type is told`(kind: SQLKind) async throws {
        let made = try await Self.database(kind)
        _ = try await made.database.write { try $0.execute(Self.insert, ["a", nil, nil, nil]) }
        let row = try await made.database.read { try $0.query("SELECT name, number FROM things")[0] }
        #expect(throws: SQLError.unreadable(column: "name", expected: "an integer", found: "a string")) {
            try row.value("name", as: Int64.self)
        }
        #expect(throws: SQLError.unreadable(column: "number", expected: "an integer", found: "NULL")) {
            try row.value("number", as: Int64.self)
        }
        #expect(try row.value("number", as: Int64?.self) == nil)
    }

    @Test(arguments: SQLKind.available)
    func `numbers of a counter have no gaps, whatever fails beside them`(kind: SQLKind) async throws {
        let made = try await Self.database(kind)
        let database = made.database
        let numbers = await withTaskGroup(of: Int64?.self) { group in
            for index in 0..<40 {
                group.addTask {
                    try? await database.write { connection in
                        let number = try connection.nextNumber(of: "control")
                        if index % 4 == 0 { throw Refusal() }
                        return number
                    }
                }
            }
            return await group.reduce(into: [] as [Int64]) { numbers, number in if let number { numbers.append(number) }
            }
        }
        #expect(numbers.sorted() == Array(1...30))
    }

    @Test(arguments: SQLKind.available)
    func `transactions that read before they write have the effect of running one after the other`(
        kind: SQLKind
    ) async throws {
        let made = try await Self.database(kind)
        let database = made.database
        // Each writes the sum of what it saw: whoever ran at the same time as another would write the same.
        try await withThrowingTaskGroup(of: Void.self) { group in
            for index in 0..<12 {
                group.addTask {
                    try await database.write { connection in
                        let seen: Int64 = try connection.query("SELECT count(*) AS count FROM things")[0].value("count")
                        try connection.execute(Self.insert, [.text("\(index)"), .integer(seen), nil, nil])
                    }
                }
            }
            try await group.waitForAll()
        }
        let seen = try await database.read { connection in
            try connection.query("SELECT number FROM things ORDER BY number").map {
                try $0.value("number", as: Int64.self)
            }
        }
        #expect(seen == Array(0..<12))
    }

    @Test(arguments: SQLKind.available)
    func `migrations run once and whole, and those of a newer Berth are refused`(kind: SQLKind) async throws {
        let made = try await TestDatabase(kind)
        let database = made.database
        let table = SQLMigration("gadgets") {
            ["CREATE TABLE gadgets (name \($0.text) PRIMARY KEY NOT NULL)\($0.strict)"]
        }
        let row = SQLMigration("a gadget") { _ in ["INSERT INTO gadgets (name) VALUES ('a')"] }
        let broken = SQLMigration("broken") { _ in
            ["INSERT INTO gadgets (name) VALUES ('b')", "INSERT INTO gadgets (name) VALUES ('a')"]
        }
        // The data directory's database keeps its own list of those.
        let before = kind == .sqlite ? [] : SharedTables.migrations
        func names() async throws -> [String] {
            try await database.read { connection in
                try connection.query("SELECT name FROM gadgets ORDER BY name").map { try $0.value("name") }
            }
        }
        try await (before + [table]).apply(to: database)
        for _ in 0..<2 { try await (before + [table, row]).apply(to: database) }
        #expect(try await names() == ["a"])
        await #expect {
            try await (before + [table, row, broken]).apply(to: database)
        } throws: { error in
            guard case .duplicate = error as? SQLError else { return false }
            return true
        }
        #expect(try await names() == ["a"])
        await #expect(throws: SQLError.newerSchema(migration: "a gadget")) {
            try await (before + [table]).apply(to: database)
        }
    }
}
