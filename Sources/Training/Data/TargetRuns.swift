internal import Foundation
internal import Placement
internal import Statistics

/// The runs of one target, ascending by start.
struct TargetRuns {
    let id: Target.ID
    let runs: [Run]

    /// By descending number of runs, then by id.
    static func groups(of runs: [Run]) -> [TargetRuns] {
        Dictionary(grouping: runs, by: \.target.id).map { TargetRuns(id: $0.key, runs: $0.value) }
            .sorted { ($1.runs.count, $0.id) < ($0.runs.count, $1.id) }
    }

    /// The quantity of a run, where it can be true.
    static func value(_ quantity: DataReport.Quantity, of run: Run) -> Double? {
        let value =
            switch quantity {
            case .time: run.outcome.timeSeconds
            case .cost: run.outcome.cost.units
            }
        return value.isFinite && value >= 0 ? value : nil
    }

    private func median(_ quantity: DataReport.Quantity) -> Double? {
        let values = self.runs.compactMap { Self.value(quantity, of: $0) }
        return values.isEmpty ? nil : Summaries.median(values)
    }

    func share(of total: Int) -> DataReport.TargetShare {
        let currencies = Set(self.runs.map(\.outcome.cost.currency))
        return DataReport.TargetShare(
            id: self.id,
            runs: self.runs.count,
            share: Double(self.runs.count) / Double(total),
            failures: self.runs.count { !$0.outcome.succeeded },
            medianSeconds: self.median(.time),
            medianCost: self.median(.cost),
            currency: currencies.count == 1 ? currencies.first : nil
        )
    }
}

/// Location and spread of logarithms that some outliers do not move.
///
/// - SeeAlso: P. J. Rousseeuw and C. Croux, "Alternatives to the Median Absolute Deviation", JASA 88(424), 1993.
struct RobustScale {
    let median: Double
    /// 1.4826 times the median absolute deviation: the standard deviation where the values are normal.
    let deviation: Double

    init(_ values: [Double]) {
        let median = Summaries.median(values)
        self.median = median
        self.deviation = 1.4826 * Summaries.median(values.map { abs($0 - median) })
    }

    /// Square of the standard error of the median of so many normal values.
    func squaredError(count: Int) -> Double { .pi / 2 * self.deviation * self.deviation / Double(count) }
}

extension DataReport {
    /// A target whose median absolute deviation is 0 has no outliers: half of its runs are equal, and every other one
    /// would be infinitely far.
    static func outliers(in groups: [TargetRuns]) -> Outliers {
        let all = groups.flatMap { group in [Quantity.time, .cost].flatMap { Self.outliers($0, of: group) } }
        let sorted = all.sorted { (abs($1.score), $0.run) < (abs($0.score), $1.run) }
        return Outliers(count: all.count, listed: Array(sorted.prefix(Limits.listed)))
    }

    private static func outliers(_ quantity: Quantity, of group: TargetRuns) -> [Outlier] {
        let values = group.runs.compactMap { run in
            TargetRuns.value(quantity, of: run).flatMap { $0 > 0 ? (run: run.id, value: $0, log: log($0)) : nil }
        }
        guard values.count >= Limits.outlierRuns else { return [] }
        let scale = RobustScale(values.map(\.log))
        guard scale.deviation > 0 else { return [] }
        return values.compactMap { run, value, log in
            let score = (log - scale.median) / scale.deviation
            guard abs(score) > Limits.outlierScore else { return nil }
            return Outlier(
                run: run,
                target: group.id,
                quantity: quantity,
                value: value,
                median: exp(scale.median),
                score: score
            )
        }
    }
}
