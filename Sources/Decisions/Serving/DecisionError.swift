package import Domains
package import Engine
package import Placement

/// Why the service refuses a request, or what it asks for is not there.
package enum DecisionError: Error, Sendable, Hashable {
    case unknownDomain(String, nearest: String?, known: [String])
    case unknownTarget(Target.ID, domain: String, nearest: String?, known: [Target.ID])
    /// Several domains have a target of this name.
    case ambiguousTarget(Target.ID, domains: [String])
    case unknownDecision(Decision.ID)
    /// An attribute of the workload cannot be used.
    case attribute(AttributeFault)
    case unusableWorkload(String)
    case refused(EngineError)
    /// No model can answer, and rules are not to decide in its place.
    case noModel(reason: String)
    /// The decision chose no target, so nothing can have become of it.
    case nothingChosen(Decision.ID)
    case unknownRunTarget(String, known: [Target.ID])
    /// Another outcome is known.
    case contradictingOutcome(Decision.ID, known: ObservedOutcome)
    /// A run that ends later than now cannot have been observed.
    case endsInFuture(Run.ID, startedAt: Timestamp, endedAt: Timestamp, now: Timestamp)
    /// The id has the form of a decision's, and the run is not that decision's outcome.
    case reservedID(Run.ID)
    /// The domain has no place to put work.
    case noTargets(domain: String)
    /// A domain whose targets come from its runs has as many as it takes.
    case tooManyTargets(domain: String, limit: Int)
    /// The cost is not in the domain's currency.
    case otherCurrency(found: Currency, expected: Currency)
}

extension DecisionError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .unknownDomain(let name, let nearest, let known):
            "there is no domain '\(name)'; " + Self.hint(nearest) + "there are \(known.joined(separator: ", "))"
        case .unknownTarget(let id, let domain, let nearest, let known):
            "the domain '\(domain)' has no target '\(id)'; " + Self.hint(nearest) + Self.listed(known)
        case .ambiguousTarget(let id, let domains):
            "several domains have a target '\(id)': \(domains.joined(separator: ", ")); name one with ?domain="
        case .unknownDecision(let id): "there is no decision '\(id)'"
        case .attribute(let fault): "\(fault)"
        case .unusableWorkload(let problem): problem
        case .refused(let error): "\(error)"
        case .noModel(let reason): "no model can answer (\(reason)), and the configuration does not let rules decide"
        case .nothingChosen(let id): "decision '\(id)' found no feasible target, so it has no outcome"
        case .unknownRunTarget(let name, let known): "'\(name)' is not a target of the decision; " + Self.listed(known)
        case .contradictingOutcome(let id, let known):
            "decision '\(id)' has a different outcome: run \(known.runID) on \(known.target), "
                + "\(Figure.short(known.outcome.timeSeconds)) s, \(Figure.short(known.outcome.cost.units)) "
                + "\(known.outcome.cost.currency), \(known.outcome.succeeded ? "succeeded" : "failed"), which is kept"
        case .endsInFuture(let id, let start, let end, let now):
            "run '\(id)' starts at \(start) and ends at \(end), and it is now \(now); a run must have ended by now "
                + "(is a clock, a time zone or the unit of durationMs wrong?)"
        case .reservedID(let id):
            "'\(id)' has the format of a decision id, which is reserved for that decision's outcome; choose another runId"
        case .noTargets(let domain):
            "the domain '\(domain)' has no targets: they come from its runs, so report some with targetAttributes"
        case .tooManyTargets(let domain, let limit):
            "the domain '\(domain)' would have more than \(limit) targets; report targets that it has"
        case .otherCurrency(let found, let expected):
            "the cost is in \(found); the domain uses \(expected), so report cost\(expected)"
        }
    }

    private static func hint(_ nearest: String?) -> String { nearest.map { "did you mean '\($0)'? " } ?? "" }

    private static let listedNames = 20

    private static func listed(_ known: [Target.ID]) -> String {
        let more = known.count - Self.listedNames
        return known.isEmpty
            ? "it has none yet"
            : "there are " + known.prefix(Self.listedNames).map(\.description).joined(separator: ", ")
                + (more > 0 ? " and \(more) more" : "")
    }
}
