package import Placement

/// Why nothing can be learned from some runs.
package enum DataRulesError: Error, Hashable {
    /// `first` holds the first of `count` runs that cannot be true.
    case impossible(first: [ImpossibleRun], count: Int)
    case tooFew(found: Int, needed: Int, days: Double?, leftOut: DataRules.LeftOut)

    /// The most runs that are told one by one.
    package static let listed = 20

    /// A run that cannot have happened as it was reported.
    package struct ImpossibleRun: Sendable, Hashable {
        /// Which run it is.
        package let id: Run.ID
        /// What cannot be true of it.
        package let reason: Impossible

        package init(_ id: Run.ID, _ reason: Impossible) {
            self.id = id
            self.reason = reason
        }
    }

    /// What cannot be true of a run.
    package enum Impossible: Sendable, Hashable {
        case time(seconds: Double)
        case cost(Money)
        case future(start: Timestamp, asOf: Timestamp)
        case attribute(String, value: Double)
        /// Another run has the same id and another content.
        case contradiction
    }
}

extension DataRulesError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .impossible(let first, let count):
            let more = count > first.count ? "\n  and \(count - first.count) more" : ""
            return "\(count) \(count == 1 ? "run" : "runs") cannot be true; remove or correct them:\n"
                + first.map { "  \($0.id): \($0.reason)" }.joined(separator: "\n") + more
        case .tooFew(let found, let needed, let days, let leftOut):
            let window = days.map { " in the last \(Value.spelling(of: $0)) days" } ?? ""
            let older = leftOut.tooOld > 0 ? "; \(leftOut.tooOld) are older: take more days" : "; import more"
            return "found \(found) runs\(window), needed \(needed)\(older), or ask for fewer with --min-data-points"
        }
    }
}

extension DataRulesError.Impossible: CustomStringConvertible {
    package var description: String {
        switch self {
        case .time(let seconds): "its time is \(seconds) s"
        case .cost(let cost): "its cost is \(Value.spelling(of: cost.units)) \(cost.currency)"
        case .future(let start, let asOf): "it starts at \(start), after \(asOf)"
        case .attribute(let name, let value): "its workload's \(name) is \(value)"
        case .contradiction: "another run has the same id but different content"
        }
    }
}
