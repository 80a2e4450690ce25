internal import Placement
internal import RealModule
internal import Statistics

/// What was measured of one workload on one target.
struct TargetTruth: Sendable {
    let target: Target
    /// In the order in which they started.
    let runs: [Run]
    /// Median over all runs.
    let timeSeconds: Double
    /// Mean over all runs, in units of the currency.
    let cost: Double
    /// Median time, mean cost or their product, at least `leastValue`.
    let value: Double

    /// Nothing can be divided by a best value of 0; this stands for it.
    static let leastValue = 1e-12

    /// - Parameter runs: At least one; failed ones carry what the domain says that a failure costs.
    init(target: Target, runs: [Run], objective: Objective) {
        self.target = target
        self.runs = runs
        self.timeSeconds = Summaries.median(runs.map(\.outcome.timeSeconds))
        self.cost = Summaries.mean(runs.map(\.outcome.cost.units))
        let value =
            Self.power(self.cost, objective.costExponent) * Self.power(self.timeSeconds, objective.timeExponent)
        self.value = max(value, Self.leastValue)
    }

    /// 1 for the power 0 of anything, also of 0.
    private static func power(_ base: Double, _ exponent: Double) -> Double {
        exponent == 0 ? 1 : Double.pow(base, exponent)
    }

    var succeeded: Bool { self.runs.contains(where: \.outcome.succeeded) }
}

/// What was measured of one workload.
struct WorkloadTruth: Sendable {
    /// As its first run describes it.
    let workload: Workload
    /// In the order of their names, each as its first run on it describes it.
    let targets: [TargetTruth]

    /// The truths of several runs' workloads, in the order of their keys.
    static func all(of runs: [Run], objective: Objective) -> [WorkloadTruth] {
        let sorted = runs.sorted { ($0.startedAt, $0.id) < ($1.startedAt, $1.id) }
        return Dictionary(grouping: sorted, by: \.workload.key).sorted { $0.key < $1.key }.map { _, runs in
            let targets = Dictionary(grouping: runs, by: \.target.id).sorted { $0.key < $1.key }
            return WorkloadTruth(
                workload: runs[0].workload,
                targets: targets.map { TargetTruth(target: $1[0].target, runs: $1, objective: objective) }
            )
        }
    }
}

extension [TargetTruth] {
    /// Index of the least value, the first of equals; the list is not empty.
    var best: Int { self.indices.reduce(0) { self[$1].value < self[$0].value ? $1 : $0 } }

    /// The value of one target as a multiple of the best one's.
    func normalized(_ index: Int) -> Double { self[index].value / self[self.best].value }
}
