internal import Decisions
internal import JSON
internal import Placement
internal import Problems

/// What became of a decision, as it is reported.
enum OutcomeBody {
    private static let fields = ["target", "startedAt", "durationMs", "success", "error", "metrics"]
    /// As for reports of runs: about 32 years, and what an amount of money can hold.
    private static let milliseconds = 0.0...1e12
    private static let units = 0.0...9e9

    static func report(_ bytes: [UInt8]) throws -> DecisionService.OutcomeReport {
        let value = try JSONScanner.value(of: bytes)
        let everything = try JSONObject(value, allowed: nil)
        let costs = everything.names.filter { Self.currency(of: $0) != nil }
        let fields = try JSONObject(value, allowed: Self.fields + (costs.isEmpty ? ["costUSD"] : costs))
        let milliseconds = try fields.number("durationMs", Self.milliseconds, unit: "ms")
        let cost = try Self.cost(fields, costs)
        let succeeded = try fields.flag("success")
        let error = try fields.optionalText("error", characters: 0...2000)
        if succeeded, let error, !error.isEmpty {
            throw fields.invalid("error", expected: "none, because success is true,")
        }
        return DecisionService.OutcomeReport(
            target: try fields.optionalText("target", characters: 1...200).map { Target.ID($0) },
            startedAt: try fields.optionalMoment("startedAt"),
            outcome: Outcome(timeSeconds: milliseconds / 1000, cost: cost, succeeded: succeeded),
            error: error?.isEmpty == true ? nil : error,
            metrics: try Self.metrics(fields)
        )
    }

    /// The currency of `costUSD`; `nil` for another field.
    private static func currency(of field: String) -> Currency? {
        field.hasPrefix("cost") ? Currency(String(field.dropFirst(4))) : nil
    }

    private static func cost(_ fields: JSONObject, _ costs: [String]) throws(FieldFault) -> Money {
        guard let field = costs.first, let currency = Self.currency(of: field) else {
            throw fields.missing("costUSD", expected: "a number from 0, in the domain's currency,")
        }
        guard costs.count == 1 else {
            let reason = "there are several costs: \(costs.joined(separator: ", ")); one is allowed"
            throw FieldFault(costs[1], .refused(reason: reason))
        }
        let units = try fields.number(field, Self.units, unit: currency.code)
        guard let money = Money(units, currency: currency) else { throw fields.invalid(field, expected: "an amount") }
        return money
    }

    private static func metrics(_ fields: JSONObject) throws(FieldFault) -> [String: Value] {
        guard let metrics = try fields.optionalObject("metrics", allowed: nil) else { return [:] }
        for name in metrics.names {
            switch metrics[name] {
            case .number, .flag, .missing: continue
            case .text, .list, .record: throw metrics.invalid(name, expected: "a number, true or false")
            }
        }
        return metrics.all
    }
}
