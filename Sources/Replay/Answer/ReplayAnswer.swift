internal import Domains
internal import Foundation
package import Placement
internal import RunMapping

/// What a replay found.
///
/// The *value* of a target for a workload is its median time, its mean cost, or their product over the test rows.
package struct ReplayAnswer: Sendable, Hashable, Codable {
    /// The name of the domain.
    package let domain: String
    /// What the decisions pursued, and are judged by.
    package let objective: Objective
    /// Of every cost in the answer.
    package let currency: Currency
    /// A choice within this share of the best counts as good.
    package let tolerance: Double
    /// Equal seeds give equal answers on the same files.
    package let seed: UInt64

    /// Decisions that are judged.
    package let decisions: Int
    /// Workloads with fewer than two measured targets that meet the domain's requirements, counted in each fold.
    package let skipped: Int
    /// Chosen ÷ best, of Berth.
    package let normalized: Scores
    /// The same of a target drawn from the candidates, in expectation.
    package let random: Scores
    /// The same of the target that was best over the training workloads; absent where it could never be chosen.
    package let bestFixed: Scores?
    /// The same of the least hourly price; absent in a domain without one.
    package let cheapestHourly: Scores?
    /// The same of the domain's rules; absent where they could never choose.
    package let rules: Scores?
    /// The one of the three before that did best on the training workloads, by leaving one out at a time.
    package let bestSimple: Scores?
    /// Each decision weighs the same.
    package let saving: Saving
    /// Each decision weighs as much as it is worth.
    package let savingOfTotal: Saving
    /// Decisions that have something in common, apart.
    package let groups: [GroupScores]

    /// Hits, and errors of predictions.
    package let accuracy: Accuracy
    /// Absent without predictions.
    package let coverage: Coverage?
    /// Absent where no decision stated one.
    package let confidence: ConfidenceScores?
    /// Absent where nothing was measured for the decisions.
    package let probes: ProbeScores?
    /// Absent unless the model learned on the way.
    package let online: OnlineScores?
    /// Who decided how often.
    package let strategy: StrategyUse

    /// Names and versions of the models, in the order in which they were learned.
    package let models: [String]
    /// The runs that were learned from.
    package let training: DataWindow
    /// The runs that were judged by; absent where values of a column were left out instead.
    package let test: DataWindow?
    /// The column over whose values was folded; absent with test files.
    package let leaveOut: String?
    /// How candidates were drawn; absent where every measured target was one.
    package let menu: ReplayPlan.Menu?
    /// Every file that was read.
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
