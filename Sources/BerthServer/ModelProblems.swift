internal import Decisions
internal import Delivery
internal import Domains

/// Models that could not be put to work at the start, for as long as nothing else was let serve in their place.
struct ModelProblems: Sendable {
    private struct Known: Sendable {
        let problem: ModelDelivery.Problem
        let serving: DomainServing
        /// Of the change that was in force after the start.
        let number: Int64
    }

    private let known: [Known]

    init(_ problems: [ModelDelivery.Problem], domains: [DomainServing]) {
        self.known = problems.flatMap { problem in
            domains.filter { $0.domain.name == problem.domain }.map {
                Known(problem: problem, serving: $0, number: $0.lineupNumber)
            }
        }
    }

    /// What is still wrong; `nil` when nothing is.
    var text: String? {
        let current = self.known.filter { $0.serving.lineupNumber == $0.number }.map(\.problem)
        return current.isEmpty ? nil : current.map { "\($0.model): \($0.problem)" }.joined(separator: "; ")
    }
}
