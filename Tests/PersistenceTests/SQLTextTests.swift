import Persistence
import SQL
import Testing

/// What is written for databases and for people, which needs no database.
struct SQLTextTests {
    private static let words: [SQLDialect: [String]] = [
        .sqlite: ["STRICT", "AUTOINCREMENT", "json_valid", " INTEGER"],
        .postgresql: [#"COLLATE "C""#, "::json", " BIGINT"],
    ]

    @Test(arguments: SQLDialect.allCases)
    func `tables are written in the words of their own database`(dialect: SQLDialect) {
        let text = SharedTables.migrations.flatMap { $0.statements(dialect) }.joined(separator: "\n")
        for (database, words) in Self.words {
            #expect(words.filter { text.contains($0) } == (database == dialect ? words : []))
        }
    }

    @Test(
        arguments: [
            (.duplicate(problem: "things_key"), "already exists: things_key"),
            (.refused(problem: "no such table"), "the database rejected a statement: no such table"),
            (.failedBefore, "a statement of this transaction has failed, so nothing more can be done in it"),
            (.unstorable("NaN"), "NaN cannot be stored in a database"),
            (
                .unreadable(column: "number", expected: "an integer", found: "a text"),
                "the column 'number' holds a text, not an integer"
            ),
            (.damaged(problem: "no counter"), "the database is damaged: no counter"),
            (
                .busy(connections: 4, waiting: 256),
                "all 4 connections to the database are in use and 256 callers are already waiting; try again later"
            ),
            (
                .contended(attempts: 3),
                "other changes interfered 3 times in a row, so nothing was changed; try again"
            ),
            (.unreachable(problem: "refused"), "the database cannot be reached: refused"),
            (.timedOut(seconds: 1.5), "a statement took more than 1.5 s and was canceled"),
            (
                .undecided(problem: "closed"),
                """
                the connection to the database was lost while a change was being committed (closed); check whether it \
                was made before you repeat it
                """
            ),
            (
                .newerSchema(migration: "later"),
                "the database was changed by a newer Berth (migration 'later'); use that"
            ),
        ] as [(SQLError, String)]
    )
    func `an error says what was found and what to do`(error: SQLError, text: String) {
        #expect("\(error)" == text)
        let damage: [SQLError] = [
            .unreadable(column: "number", expected: "an integer", found: "a text"), .damaged(problem: "no counter"),
        ]
        #expect(error.isDamage == damage.contains(error))
    }
}
