internal import GRDB
package import NodeRuntime
package import Nodes
internal import Placement
package import Problems

/// Sums a day of generated sales with SQL, in a SQLite database in memory that ends with the task.
package struct DailyReport: TaskHandler {
    /// What it is called and what it takes.
    package let type = TaskType.dailyReport

    /// Rows between two looks at whether to go on.
    private static let stride = 500

    /// Keeps nothing from one task to the next.
    package init() {}

    package func work(on payload: Payload) throws(FieldFault) -> TaskWork {
        let day = SalesDay(count: payload.wholeNumber("rows"), seed: UInt64(payload.wholeNumber("seed")))
        return { try Self.report(on: day, $0) }
    }

    /// Not `async`, so that the database is used on this thread, which is the task's own.
    private static func report(on day: SalesDay, _ supervision: Supervision) throws -> Value {
        let database = try DatabaseQueue()
        try database.write { try Self.fill($0, with: day, supervision) }
        supervision.progress(0.8, "\(day.count) sales are stored")
        return try database.read { database in
            var report: [String: Value] = [:]
            for (name, column) in [("byRegion", "region"), ("byProduct", "product"), ("byHour", "hour")] {
                try supervision.check()
                report[name] = .list(try Self.totals(by: column, in: database))
            }
            report["total"] = try Self.total(in: database)
            return .record(report)
        }
    }

    private static func fill(_ database: Database, with day: SalesDay, _ supervision: Supervision) throws {
        try database.execute(
            sql: """
                CREATE TABLE sale (
                    region TEXT NOT NULL,
                    product TEXT NOT NULL,
                    hour INTEGER NOT NULL CHECK (hour BETWEEN 0 AND 23),
                    units INTEGER NOT NULL CHECK (units > 0),
                    cents INTEGER NOT NULL CHECK (cents >= 0)
                )
                """
        )
        let insert = try database.makeStatement(sql: "INSERT INTO sale VALUES (?, ?, ?, ?, ?)")
        for (index, sale) in day.enumerated() {
            if index.isMultiple(of: Self.stride) {
                try supervision.check()
                supervision.progress(0.8 * Double(index) / Double(day.count), "\(index) of \(day.count) sales")
            }
            try insert.execute(arguments: [sale.region, sale.product, sale.hour, sale.units, sale.cents])
        }
    }

    private static func totals(by column: String, in database: Database) throws -> [Value] {
        try Row.fetchAll(
            database,
            sql: """
                SELECT \(column) AS name, COUNT(*) AS sales, SUM(units) AS units, SUM(cents) AS cents
                FROM sale GROUP BY \(column) ORDER BY \(column)
                """
        ).map { row in
            .record(
                Self.sums(row).merging([column: column == "hour" ? .number(row["name"]) : .text(row["name"])]) { $1 }
            )
        }
    }

    private static func total(in database: Database) throws -> Value {
        let row = try Row.fetchOne(
            database,
            sql: "SELECT COUNT(*) AS sales, TOTAL(units) AS units, TOTAL(cents) AS cents FROM sale"
        )
        return .record(row.map(Self.sums) ?? [:])
    }

    /// Money in whole cents, so that nothing is rounded.
    private static func sums(_ row: Row) -> [String: Value] {
        ["sales": .number(row["sales"]), "units": .number(row["units"]), "cents": .number(row["cents"])]
    }
}
