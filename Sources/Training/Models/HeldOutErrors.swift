internal import Domains
internal import Engine
internal import Features
internal import LearnedModels
internal import Placement
internal import RealModule
internal import Statistics

/// Errors and decisions on rows that a prediction had not learnt from.
struct HeldOutErrors {
    let tolerance: Double
    private(set) var timeErrors: [Target.ID: [Double]] = [:]
    private(set) var costErrors: [Target.ID: [Double]] = [:]
    /// Errors of the logarithm of the value, a workload's mean taken out, one a pair.
    private(set) var ownErrors: [Double] = []
    /// Errors of the logarithm of the value of workloads with one pair alone, which hold what is common to all targets.
    private var singleErrors: [Double] = []
    /// A workload's mean error of the logarithms of time and of cost.
    private(set) var levels: [(time: Double, cost: Double)] = []
    private var menus: [Menu] = []

    /// Candidates of one decision: predicted and actual logarithms of the value.
    private struct Menu {
        let workload: Workload.Key
        let predicted: [Double]
        let actual: [Double]
    }

    /// More candidates than this are judged in menus drawn from them: nobody offers that many at once.
    private static let candidateLimit = 200
    private static let menuSize = 40
    private static let menusPerWorkload = 10

    init(tolerance: Double) {
        self.tolerance = tolerance
    }

    /// One pair's prediction for the runs that judge it.
    struct PairPrediction {
        let target: Target.ID
        let runs: [Run]
        let logTime: Double
        let logCost: Double
        /// Predicted logarithm of the value.
        let logValue: Double
        /// What the judging runs say.
        let actual: Cell
    }

    /// Adds the predictions for one workload's pairs.
    ///
    /// - Parameter objective: What a decision for the workload makes small.
    mutating func add(
        _ pairs: [PairPrediction],
        of workload: Workload.Key,
        pursuing objective: Objective,
        generator: inout SeededGenerator
    ) {
        for pair in pairs {
            for run in pair.runs {
                let time = Double.log(max(run.outcome.timeSeconds, 1e-9))
                let cost = Double.log(max(run.outcome.cost.units, 1e-12))
                self.timeErrors[pair.target, default: []].append(abs(time - pair.logTime))
                self.costErrors[pair.target, default: []].append(abs(cost - pair.logCost))
            }
        }
        guard !pairs.isEmpty else { return }
        self.levels.append(
            (
                Summaries.mean(pairs.map { $0.actual.logTime - $0.logTime }),
                Summaries.mean(pairs.map { $0.actual.logCost - $0.logCost })
            )
        )
        let errors = pairs.map { $0.actual.logValue(objective) - $0.logValue }
        guard pairs.count > 1 else {
            self.singleErrors += errors
            return
        }
        let level = Summaries.mean(errors)
        // The mean took one degree of freedom of each workload.
        let correction = (Double(pairs.count) / Double(pairs.count - 1)).squareRoot()
        self.ownErrors += errors.map { ($0 - level) * correction }
        for menu in Self.menus(of: pairs.count, generator: &generator) {
            self.menus.append(
                Menu(
                    workload: workload,
                    predicted: menu.map { pairs[$0].logValue },
                    actual: menu.map { pairs[$0].actual.logValue(objective) }
                )
            )
        }
    }

    private static func menus(of count: Int, generator: inout SeededGenerator) -> [[Int]] {
        guard count > Self.candidateLimit else { return [Array(0..<count)] }
        return (0..<Self.menusPerWorkload).map { _ in
            generator.sample(Array(0..<count), count: Self.menuSize)
        }
    }

    var isEmpty: Bool { self.timeErrors.isEmpty }
    var decisions: Int { self.menus.count }

    /// Standard deviation around 0 of the own errors. Where every workload ran on one target it is that of whole errors,
    /// too much rather than too little, and 1 without any.
    var ownDeviation: Double {
        let errors = self.ownErrors.isEmpty ? self.singleErrors : self.ownErrors
        guard !errors.isEmpty else { return 1 }
        return Summaries.mean(errors.map { $0 * $0 }).squareRoot()
    }

    /// Logarithms of chosen ÷ best, one a decision.
    var logRegrets: [Double] {
        self.menus.map { menu in
            let chosen = Self.choice(menu.predicted)
            return menu.actual[chosen] - menu.actual.reduce(.infinity, min)
        }
    }

    /// Each workload's mean of `logRegrets`.
    var logRegretsByWorkload: [Workload.Key: Double] {
        Dictionary(grouping: zip(self.menus, self.logRegrets)) { $0.0.workload }.mapValues {
            Summaries.mean($0.map(\.1))
        }
    }

    private static func choice(_ values: [Double]) -> Int {
        values.indices.min { (values[$0], $0) < (values[$1], $1) } ?? 0
    }

    /// How well the predicted order agrees with the actual one: normalised discounted cumulative gain at a depth, and the
    /// mean reciprocal rank of the first near-best target. A target's relevance is 4 within the tolerance of the best,
    /// 3 within 1.25 times it, 2 within 1.5, 1 within 2, else 0.
    func ranking(depth: Int) -> (ndcg: Double, reciprocalRank: Double) {
        var gains: [Double] = []
        var ranks: [Double] = []
        for menu in self.menus {
            let best = menu.actual.reduce(.infinity, min)
            let relevance = menu.actual.map { self.relevance(ofRatio: Double.exp($0 - best)) }
            let scores = menu.predicted.map { -$0 }
            gains.append(RankingMetrics.ndcg(labels: relevance, scores: scores, depth: depth))
            ranks.append(RankingMetrics.reciprocalRank(labels: relevance.map { $0 == 4 ? 1 : 0 }, scores: scores))
        }
        return (Summaries.mean(gains), Summaries.mean(ranks))
    }

    private func relevance(ofRatio ratio: Double) -> Int {
        switch ratio {
        case ...(1 + self.tolerance): 4
        case ...1.25: 3
        case ...1.5: 2
        case ...2: 1
        default: 0
        }
    }

    /// Turns raw probabilities of a good choice into observed frequencies. Few decisions move it little: each tenth of
    /// the scale counts as one decision that came out as stated.
    private var calibration: IsotonicRegression? {
        guard !self.menus.isEmpty else { return nil }
        let margin = Double.log(onePlus: self.tolerance)
        let deviation = self.ownDeviation
        let prior = (0..<10).map { (Double($0) + 0.5) / 10 }
        var inputs = prior
        var outputs = prior
        for (menu, regret) in zip(self.menus, self.logRegrets) {
            inputs.append(
                Confidence.ofBeingBest(
                    chosen: Self.choice(menu.predicted),
                    logValues: menu.predicted,
                    deviations: menu.predicted.map { _ in deviation },
                    tolerance: self.tolerance
                )
            )
            outputs.append(regret <= margin ? 1 : 0)
        }
        return IsotonicRegression(inputs: inputs, outputs: outputs)
    }

    /// Calibration error of the raw probabilities, as a figure for the model's card; NaN without decisions.
    func calibrationError(_ calibration: IsotonicRegression?) -> Double {
        let margin = Double.log(onePlus: self.tolerance)
        let deviation = self.ownDeviation
        let stated = self.menus.map { menu in
            let raw = Confidence.ofBeingBest(
                chosen: Self.choice(menu.predicted),
                logValues: menu.predicted,
                deviations: menu.predicted.map { _ in deviation },
                tolerance: self.tolerance
            )
            return calibration?.value(at: raw) ?? raw
        }
        return Calibration.expectedError(probabilities: stated, outcomes: self.logRegrets.map { $0 <= margin })
    }

    var table: ErrorTable {
        ErrorTable(
            time: ErrorTable.Radii(self.timeErrors),
            cost: ErrorTable.Radii(self.costErrors),
            valueDeviation: self.ownDeviation,
            calibration: self.calibration
        )
    }
}
