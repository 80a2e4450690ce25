internal import Domains
internal import Foundation
package import Placement
internal import RunMapping

/// What a replay found.
///
/// The *value* of a target for a workload is its median time, its mean cost, or their product over the test rows.
package struct ReplayAnswer: Sendable, Hashable, Codable {
    package let domain: String
    package let objective: Objective
    package let currency: Currency
    /// A choice within this share of the best counts as good.
    package let tolerance: Double
    package let seed: UInt64

    package let decisions: Int
    /// Workloads with fewer than two measured targets that meet the domain's requirements, counted in each fold.
    package let skipped: Int
    package let normalized: Scores
    package let random: Scores
    package let bestFixed: Scores?
    package let cheapestHourly: Scores?
    package let rules: Scores?
    /// The one of the three before that did best on the training workloads, by leaving one out at a time.
    package let bestSimple: Scores?
    /// Each decision weighs the same.
    package let saving: Saving
    /// Each decision weighs as much as it is worth.
    package let savingOfTotal: Saving
    package let groups: [GroupScores]

    package let accuracy: Accuracy
    package let coverage: Coverage?
    package let confidence: ConfidenceScores?
    package let probes: ProbeScores?
    package let online: OnlineScores?
    package let strategy: StrategyUse

    package let models: [String]
    package let training: DataWindow
    package let test: DataWindow?
    package let leaveOut: String?
    package let menu: ReplayPlan.Menu?
    package let files: [FileCounts]
    /// What a reader should know before trusting the numbers.
    package let notes: [String]
    /// Every decision, where asked for.
    package let details: [DecisionDetail]?

    init(
        _ record: ReplayRecord,
        plan: ReplayPlan,
        domain: Domain,
        objective: Objective,
        policy: Policy,
        training: ReplayHistory,
        test: ReplayHistory?
    ) {
        let decisions = record.decisions
        guard let normalized = Scores(decisions.map(\.verdict)), let random = Scores(decisions.map(\.random)) else {
            preconditionFailure("a replay without decisions ends with an error")
        }
        func scores(_ policy: SimplePolicy) -> Scores? { Scores(decisions.compactMap { $0.simple[policy] }) }
        self.domain = domain.name
        self.objective = objective
        self.currency = domain.currency
        self.tolerance = domain.tolerance
        self.seed = plan.seed
        self.decisions = decisions.count
        self.skipped = record.skipped.count
        self.normalized = normalized
        self.random = random
        self.bestFixed = scores(.bestFixed)
        self.cheapestHourly = scores(.cheapestHourly)
        self.rules = scores(.rules)
        self.bestSimple = scores(.bestSimple)
        self.saving = Saving(decisions, measure: \.normalized, randomMeasure: \.normalized)
        self.savingOfTotal = Saving(decisions, measure: \.value, randomMeasure: \.value)
        self.groups = GroupScores.all(
            of: decisions,
            foldedOver: plan.leaveOut,
            attributes: domain.history.map { ($0.workload.identifying + $0.workload.describing).map(\.name) } ?? []
        )
        self.accuracy = Accuracy(record.forecasts, exactShare: normalized.exactShare)
        self.coverage = Coverage(record.forecasts)
        self.confidence = ConfidenceScores(decisions.compactMap(\.confidence))
        self.probes = ProbeScores(decisions.map(\.probes))
        self.online = plan.course == .online ? OnlineScores(record) : nil
        self.strategy = StrategyUse(policy, decisions: decisions)
        self.models = record.models
        self.training = DataWindow(training.runs)
        self.test = test.map { DataWindow($0.runs) }
        self.leaveOut = plan.leaveOut
        self.menu = if case .apart(let menu, _) = plan.course { menu } else { nil }
        self.files = training.counts + (test?.counts ?? [])
        self.notes = ReplayNotes(record, plan: plan, training: training, test: test).texts
        self.details = plan.isVerbose ? decisions.compactMap(\.detail) : nil
    }

    /// Keys in alphabetical order; what is absent has no key.
    package func json() throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(self), as: UTF8.self)
    }
}
