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
        var chosen = Row()
        var ruled = Row()
        var best = Row()

        struct Row {
            var cost = 0.0
            var seconds = 0.0
            var success = 0.0
            /// Value ÷ best, of choices that can succeed.
            var ratios: [Double] = []

            mutating func add(_ truth: Truth, best: Truth, objective: Objective) {
                self.cost += truth.cost
                self.seconds += truth.timeSeconds
                self.success += truth.successProbability
                let ratio = truth.value(objective) / best.value(objective)
                if ratio.isFinite { self.ratios.append(ratio) }
            }
        }
    }

    /// Takes in one decision of the service.
    mutating func add(_ arrival: SimulatedArrival, chosen: Target.ID?, basis: String) throws {
        let objective = self.domain.objective
        guard let chosen, let ruled = try self.rulesChoice(arrival),
            let best = try self.simulator.bestKnown(for: arrival.workload, at: arrival.at, objective: objective),
            let own = try self.simulator.truth(of: arrival.workload, on: chosen, at: arrival.at),
            let other = try self.simulator.truth(of: arrival.workload, on: ruled, at: arrival.at)
        else { return }
        for path in [\DemoJudge.tally, \DemoJudge.all] {
            self[keyPath: path].count += 1
            if basis == "model" { self[keyPath: path].byModel += 1 }
            self[keyPath: path].chosen.add(own, best: best.truth, objective: objective)
            self[keyPath: path].ruled.add(other, best: best.truth, objective: objective)
            self[keyPath: path].best.add(best.truth, best: best.truth, objective: objective)
        }
    }

    private mutating func rulesChoice(_ arrival: SimulatedArrival) throws -> Target.ID? {
        let targets = self.simulator.targets(at: arrival.at).map(\.target)
        let snapshot: ServingSnapshot
        if let known = self.rules, known.targets == targets {
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

    private static let widths = [24, 11, 10, 22, 18, 16, 0]

    static let head = Self.row([
        "", "decisions", "by model", "cost USD/1000 (rules)", "time s (rules)", "success (rules)",
        "value ÷ best (rules)",
    ])

    mutating func beginPhase() {
        self.phase += 1
        self.tally = Tally()
    }

    /// What the phase came to; `nil` when nothing was decided in it.
    mutating func endPhase() -> String? {
        guard self.tally.count > 0 else { return nil }
        let name = self.phases.indices.contains(self.phase) ? self.phases[self.phase] : "\(self.phase + 2)"
        let tally = self.tally
        let count = Double(tally.count)
        func pair(_ own: Double, _ rules: Double) -> String { "\(Figure.short(own)) (\(Figure.short(rules)))" }
        func ratio(_ row: Tally.Row) -> Double {
            row.ratios.isEmpty ? .nan : Summaries.geometricMean(row.ratios)
        }
        return Self.row([
            name, "\(tally.count)", Figure.percent(Double(tally.byModel) / count),
            pair(tally.chosen.cost / count * 1000, tally.ruled.cost / count * 1000),
            pair(tally.chosen.seconds / count, tally.ruled.seconds / count),
            "\(Figure.percent(tally.chosen.success / count)) (\(Figure.percent(tally.ruled.success / count)))",
            pair(ratio(tally.chosen), ratio(tally.ruled)),
        ])
    }

    var summary: String {
        func saved(_ own: Double, _ rules: Double) -> String { Figure.percent(rules > 0 ? 1 - own / rules : 0) }
        return "Against the rules over all phases: \(saved(self.all.chosen.cost, self.all.ruled.cost)) of the cost and "
            + "\(saved(self.all.chosen.seconds, self.all.ruled.seconds)) of the time saved. The best that could be known: "
            + "\(saved(self.all.best.cost, self.all.ruled.cost)) and "
            + "\(saved(self.all.best.seconds, self.all.ruled.seconds))."
    }

    private static func row(_ cells: [String]) -> String {
        zip(cells, Self.widths).map { cell, width in
            cell + String(repeating: " ", count: max(1, width - cell.count))
        }.joined()
    }
}
