internal import Catalog
internal import Demo
internal import Domains
internal import Engine
internal import Features
internal import Placement
internal import Statistics

/// Holds the service's choices against the rules' and against what the simulator knows to be best.
struct DemoJudge {
    private let simulator: SandboxSimulator
    private let domain: Domain
    private let phases: [String]
    private var phase = -1
    private var tally = Tally()
    private var all = Tally()
    private var rules: ServingSnapshot?
    private var state: EngineState

    /// - Parameter phases: Names of the phases, in their order; a number where there are no more.
    init(_ simulator: SandboxSimulator, domain: Domain, phases: [String]) {
        self.simulator = simulator
        self.domain = domain
        self.phases = phases
        self.state = EngineState(seed: 0)
    }

    /// Expected figures of many choices.
    private struct Tally {
        var count = 0
        var byModel = 0
        var success = 0.0
        var rulesSuccess = 0.0
        /// Of the choices that can succeed: cost and time ÷ those of the rules' choice, value ÷ the best one's.
        var cost: [Double] = []
        var time: [Double] = []
        var value: [Double] = []
        var rulesValue: [Double] = []

        mutating func add(_ own: Truth, rules: Truth, best: Truth, isByModel: Bool, objective: Objective) {
            self.count += 1
            if isByModel { self.byModel += 1 }
            self.success += own.successProbability
            self.rulesSuccess += rules.successProbability
            guard own.successProbability > 0, rules.successProbability > 0 else { return }
            self.cost.append(own.cost / own.successProbability * rules.successProbability / rules.cost)
            self.time.append(own.timeSeconds / own.successProbability * rules.successProbability / rules.timeSeconds)
            self.value.append(own.value(objective) / best.value(objective))
            self.rulesValue.append(rules.value(objective) / best.value(objective))
        }
    }

    /// Takes in one decision of the service.
    mutating func add(_ arrival: SimulatedArrival, chosen: Target.ID?, basis: String) throws {
        let objective = try self.domain.objective(of: arrival.workload.workload)
        guard let chosen, let ruled = try self.rulesChoice(arrival),
            let best = try self.simulator.bestKnown(for: arrival.workload, at: arrival.at, objective: objective),
            let own = try self.simulator.truth(of: arrival.workload, on: chosen, at: arrival.at),
            let other = try self.simulator.truth(of: arrival.workload, on: ruled, at: arrival.at)
        else { return }
        let isByModel = basis == "model"
        self.tally.add(own, rules: other, best: best.truth, isByModel: isByModel, objective: objective)
        self.all.add(own, rules: other, best: best.truth, isByModel: isByModel, objective: objective)
    }

    private mutating func rulesChoice(_ arrival: SimulatedArrival) throws -> Target.ID? {
        let targets = self.simulator.targets(at: arrival.at).map(\.target)
        let snapshot: ServingSnapshot
        if let known = self.rules, known.targets.elementsEqual(targets) {
            snapshot = known
        } else {
            snapshot = ServingSnapshot(
                domain: self.domain,
                targets: targets,
                model: nil,
                policy: Policy(strategy: .rules),
                history: RunStatistics()
            )
            self.rules = snapshot
        }
        let request = DecisionRequest(id: Decision.ID("rules"), at: arrival.at, workload: arrival.workload.workload)
        return try Engine.decide(request, with: snapshot, state: &self.state).chosenCandidate?.target.id
    }

    // MARK: Telling

    private static let widths = [24, 11, 10, 14, 14, 16, 0]

    static let head =
        Self.row([
            "", "decisions", "by model", "cost ÷ rules", "time ÷ rules", "success (rules)", "value ÷ best (rules)",
        ])

    mutating func beginPhase() {
        self.phase += 1
        self.tally = Tally()
    }

    /// What the phase came to; `nil` when nothing was decided in it.
    mutating func endPhase() -> String? {
        guard self.tally.count > 0 else { return nil }
        let name = self.phases.indices.contains(self.phase) ? self.phases[self.phase] : "\(self.phase + 2)"
        return Self.row([name] + Self.cells(self.tally))
    }

    /// All phases together, and what the figures are.
    var summary: String {
        Self.row(["all"] + Self.cells(self.all)) + """


            Expected figures of the simulator until the first success, geometric means over workloads. Value is cost × \
            time; the best is what the simulator knows to be best for each workload.
            """
    }

    private static func cells(_ tally: Tally) -> [String] {
        let count = Double(tally.count)
        func mean(_ ratios: [Double]) -> String { ratios.isEmpty ? "–" : Figure.short(Summaries.geometricMean(ratios)) }
        return [
            "\(tally.count)", Figure.percent(Double(tally.byModel) / count), mean(tally.cost), mean(tally.time),
            "\(Figure.percent(tally.success / count)) (\(Figure.percent(tally.rulesSuccess / count)))",
            "\(mean(tally.value)) (\(mean(tally.rulesValue)))",
        ]
    }

    private static func row(_ cells: [String]) -> String {
        zip(cells, Self.widths).map { cell, width in
            cell + String(repeating: " ", count: max(1, width - cell.count))
        }.joined()
    }
}
