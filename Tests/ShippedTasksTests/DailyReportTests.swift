import Placement
import Testing

@testable import ShippedTasks

struct DailyReportTests {
    @Test func `SQL sums what plain loops sum`() async throws {
        let report = try await result(of: DailyReport(), ["rows": 3_000, "seed": 5])
        let day = Array(SalesDay(count: 3_000, seed: 5))
        func check(_ name: String, _ column: String, _ key: (SalesDay.Sale) -> String) {
            let groups = Dictionary(grouping: day, by: key)
            let rows = report.list(name)
            #expect(rows.count == groups.count)
            for row in rows {
                let sales = groups[row.text(column) ?? ""] ?? []
                #expect(row.number("sales") == Double(sales.count))
                #expect(row.number("units") == Double(sales.map(\.units).reduce(0, +)))
                #expect(row.number("cents") == Double(sales.map(\.cents).reduce(0, +)))
            }
        }
        check("byRegion", "region", \.region)
        check("byProduct", "product", \.product)
        check("byHour", "hour") { "\($0.hour)" }
        guard case .record(let total)? = report["total"] else {
            Issue.record("no total")
            return
        }
        #expect(total.number("cents") == Double(day.map(\.cents).reduce(0, +)))
    }

    @Test func `a seed gives one day, and another another`() {
        #expect(Array(SalesDay(count: 50, seed: 1)) == Array(SalesDay(count: 50, seed: 1)))
        #expect(Array(SalesDay(count: 50, seed: 1)) != Array(SalesDay(count: 50, seed: 2)))
    }
}
