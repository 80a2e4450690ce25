internal import JSON
internal import Placement
internal import Problems

/// A policy that an operator sets.
enum PolicyBody {
    /// - Parameter current: What is in force: what the body leaves out stays.
    static func policy(_ bytes: [UInt8], replacing current: Policy) throws -> Policy {
        let fields = try JSONObject(
            try JSONScanner.value(of: bytes),
            allowed: ["strategy", "confidenceGate", "exploration", "weights"]
        )
        return Policy(
            strategy: try fields.word("strategy", of: Policy.Strategy.self),
            confidenceGate: try fields.optionalNumber("confidenceGate", 0...1) ?? current.confidenceGate,
            exploration: try Self.exploration(fields, current.exploration),
            weights: try Self.weights(fields, current.weights)
        )
    }

    private static func weights(_ fields: JSONObject, _ current: Objective?) throws(FieldFault) -> Objective? {
        // `null` brings the domain's objective back.
        guard fields.names.contains("weights") else { return current }
        guard let weights = try fields.optionalObject("weights", allowed: ["cost", "time"]) else { return nil }
        let range = 0...Objective.largestExponent
        let cost = try weights.optionalNumber("cost", range) ?? 0
        let time = try weights.optionalNumber("time", range) ?? 0
        guard let objective = Objective(costExponent: cost, timeExponent: time) else {
            throw fields.invalid("weights", expected: "a weight above 0 for cost or time")
        }
        return objective
    }

    private static func exploration(_ fields: JSONObject, _ current: Exploration) throws(FieldFault) -> Exploration {
        guard let fields = try fields.optionalObject("exploration", allowed: ["share", "budget"]) else {
            return current
        }
        // A budget is taken away with `null`, so its being left out is something else.
        let budget =
            fields.names.contains("budget")
            ? try fields.optionalNumber("budget", 0...Double.infinity) : current.budget
        return Exploration(share: try fields.optionalNumber("share", 0...1) ?? current.share, budget: budget)
    }
}
