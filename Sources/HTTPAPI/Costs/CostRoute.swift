internal import Access
internal import Decisions
internal import Features
internal import HTTPTypes
internal import JSON
internal import Placement
internal import Web

/// What runs cost.
struct CostRoute: Sendable {
    private let decisions: DecisionService

    init(_ decisions: DecisionService) { self.decisions = decisions }

    var routes: [Route] {
        [Route(.get, "/api/v1/costs", permission: .read, parameters: ["days", "domain"]) { try await self.read($0) }]
    }

    private static let usualDays = 30
    private static let largestDays = 366

    private func read(_ call: Call) async throws -> Answer {
        let days = try call.query.wholeNumber("days", 1...Self.largestDays) ?? Self.usualDays
        let costs = try await self.decisions.costs(of: try call.query.text("domain"), days: days)
        var writer = JSONWriter(reserving: 16 << 10)
        writer.beginObject()
        writer.key("domains")
        writer.list(costs) { $1.costs($0) }
        writer.endObject()
        return Answer(body: writer.bytes)
    }
}

extension JSONWriter {
    fileprivate mutating func costs(_ costs: RunCosts) {
        self.beginObject()
        self.key("domain")
        self.text(costs.domain)
        self.key("currency")
        self.text(costs.currency.code)
        self.key("targets")
        self.list(costs.targets) { target, writer in
            writer.beginObject()
            writer.key("target")
            writer.text(target.target.description)
            writer.key("runs")
            writer.wholeNumber(target.sums.runs)
            writer.key("failures")
            writer.wholeNumber(target.sums.failures)
            writer.key("cost")
            writer.number(Double(target.sums.costNanos) / 1e9)
            writer.key("seconds")
            writer.number(Double(target.sums.timeMicroseconds) / 1e6)
            writer.endObject()
        }
        self.key("days")
        self.list(costs.days) { day, writer in
            writer.beginObject()
            writer.key("day")
            // The date of an ISO 8601 time.
            writer.text(String(day.start.description.prefix { $0 != "T" }))
            writer.key("runs")
            writer.wholeNumber(day.runs)
            writer.key("cost")
            writer.number(Double(day.costNanos) / 1e9)
            writer.endObject()
        }
        self.endObject()
    }
}
