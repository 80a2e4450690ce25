/// Limits that one request sets.
package struct Constraints: Sendable, Hashable, Codable {
    /// The highest predicted cost, in units of the domain's currency.
    package let maxCost: Double?
    /// The longest predicted time, in seconds.
    package let maxTimeSeconds: Double?
    /// For a target attribute, the only values that are allowed (`provider: [aws, gcp]`).
    package let only: [String: Set<String>]
    /// For a target attribute, values that are not allowed.
    package let except: [String: Set<String>]

    package init(
        maxCost: Double? = nil,
        maxTimeSeconds: Double? = nil,
        only: [String: Set<String>] = [:],
        except: [String: Set<String>] = [:]
    ) {
        self.maxCost = maxCost
        self.maxTimeSeconds = maxTimeSeconds
        self.only = only
        self.except = except
    }

    /// No limit: every target that the domain allows.
    package static let none = Constraints()
}

extension Constraints {
    private enum CodingKeys: CodingKey { case maxCost, maxTimeSeconds, only, except }

    /// Sets are written sorted: the same constraints are the same bytes in every process.
    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encodeIfPresent(self.maxCost, forKey: .maxCost)
        try container.encodeIfPresent(self.maxTimeSeconds, forKey: .maxTimeSeconds)
        try container.encode(self.only.mapValues { $0.sorted() }, forKey: .only)
        try container.encode(self.except.mapValues { $0.sorted() }, forKey: .except)
    }
}

/// Why a target was no candidate for a decision.
package enum Exclusion: Sendable, Hashable, Codable {
    /// The request allows other values of this attribute only.
    case notAllowed(attribute: String, value: String, allowed: [String])
    /// The request rules this value out.
    case ruledOut(attribute: String, value: String)
    /// A requirement that the domain declares does not hold.
    case requirement(name: String, condition: String)
    /// The predicted cost exceeds the request's limit.
    case tooCostly(predicted: Double, limit: Double)
    /// The predicted time exceeds the request's limit.
    case tooSlow(predictedSeconds: Double, limitSeconds: Double)
    /// An operator has switched the target off, or it is known to be down.
    case unavailable(reason: String)

    /// The constraint's name, for counting how many targets each removed.
    package var constraint: String {
        switch self {
        case .notAllowed(let attribute, _, _): "only.\(attribute)"
        case .ruledOut(let attribute, _): "except.\(attribute)"
        case .requirement(let name, _): name
        case .tooCostly: "maxCost"
        case .tooSlow: "maxTimeSeconds"
        case .unavailable: "availability"
        }
    }
}

extension Exclusion: CustomStringConvertible {
    package var description: String {
        switch self {
        case .notAllowed(let attribute, let value, let allowed):
            "\(attribute) is \(value), the request allows \(allowed.joined(separator: ", "))"
        case .ruledOut(let attribute, let value): "the request rules out \(attribute) \(value)"
        case .requirement(let name, let condition): "\(name): \(condition) does not hold"
        case .tooCostly(let predicted, let limit):
            "predicted cost \(Figure.short(predicted)) is above the limit \(Figure.short(limit))"
        case .tooSlow(let predicted, let limit):
            "predicted time \(Figure.short(predicted)) s is above the limit \(Figure.short(limit)) s"
        case .unavailable(let reason): "not available: \(reason)"
        }
    }
}
