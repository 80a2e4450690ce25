package import Placement

/// Why a decision cannot be made at all; no feasible target is an outcome, not an error.
package enum EngineError: Error, Hashable, CustomStringConvertible {
    case unusableAttribute(String)
    /// A limit on predictions was set, and there is no model to predict.
    case limitNeedsModel(limit: String, reason: String)
    case unknownAttribute(String, nearest: String?)
    case duplicateTarget(Target.ID)
    case invalidLimit(limit: String, value: Double)
    /// The request asks for a value that no target has.
    case unknownValue(attribute: String, value: String, nearest: String?, known: [String])

    package var description: String {
        switch self {
        case .unusableAttribute(let problem): problem
        case .limitNeedsModel(let limit, let reason):
            "\(limit) limits a prediction, but there is none (\(reason)); train a model or omit the limit"
        case .unknownAttribute(let name, let nearest):
            "no target has an attribute '\(name)'" + (nearest.map { "; did you mean '\($0)'?" } ?? "")
        case .duplicateTarget(let id): "two targets are called '\(id)'; every target needs its own id"
        case .invalidLimit(let limit, let value): "\(limit) is \(value); a finite number from 0 is allowed"
        case .unknownValue(let attribute, let value, let nearest, let known):
            "no target's \(attribute) is '\(value)'" + (nearest.map { " (did you mean '\($0)'?)" } ?? "")
                + "; there are \(known.joined(separator: ", "))"
        }
    }
}
