package import Placement

/// What a reader should know of the runs that a model learns from: how many, of what, what is missing or odd, whom they
/// favour, and what cannot be learned from them.
///
/// Descriptive: nothing here refuses a run, and runs that ``DataRules`` refuses are counted as findings.
package struct DataReport: Sendable, Hashable, Codable {
    package let runs: Int
    package let workloads: Int
    package let failures: Int
    /// `nil` without runs.
    package let window: Window?
    /// By descending number of runs, then by id.
    package let targets: [TargetShare]
    /// Over the targets' `provider` attribute; empty where no target has one.
    package let providers: [ProviderShare]
    /// Workload attributes first, then by name.
    package let attributes: [AttributeSummary]
    package let outliers: Outliers
    package let findings: [Finding]
    package let biases: [Bias]
    package let notYet: [NotYet]

    package struct Window: Sendable, Hashable, Codable {
        /// Start of the earliest run.
        package let from: Timestamp
        /// Start of the latest run.
        package let to: Timestamp

        package var days: Double { (self.to.secondsSince1970 - self.from.secondsSince1970) / 86_400 }
    }

    package struct TargetShare: Sendable, Hashable, Codable {
        package let id: Target.ID
        package let runs: Int
        package let share: Double
        package let failures: Int
        /// `nil` where no run has a time that can be true.
        package let medianSeconds: Double?
        /// In units of the currency; `nil` where no run has a cost that can be true.
        package let medianCost: Double?
        /// Of all costs; `nil` where they are in several, and the median means nothing.
        package let currency: Currency?
    }

    package struct ProviderShare: Sendable, Hashable, Codable {
        package let provider: String
        package let runs: Int
        package let share: Double
    }

    package struct AttributeSummary: Sendable, Hashable, Codable {
        package let owner: Owner
        package let name: String
        /// Of the runs, 0 to 1.
        package let missingShare: Double
        /// How many different values, counted up to ``DataReport/Limits/distinctValues``.
        package let distinctValues: Int

        package enum Owner: String, Sendable, Hashable, Codable {
            case workload
            case target
        }
    }

    /// Runs far from the others of their target.
    package struct Outliers: Sendable, Hashable, Codable {
        package let count: Int
        /// The farthest, by descending distance, then by id.
        package let listed: [Outlier]
    }

    package struct Outlier: Sendable, Hashable, Codable {
        package let run: Run.ID
        package let target: Target.ID
        package let quantity: Quantity
        /// Seconds, or units of the currency.
        package let value: Double
        /// Of the target's runs.
        package let median: Double
        /// Distance of the logarithms in robust standard deviations, positive above the median.
        package let score: Double
    }

    package enum Quantity: String, Sendable, Hashable, Codable {
        case time
        case cost
    }

    /// The report on runs in any order.
    package init(on runs: [Run], asOf: Timestamp) {
        let ordered = runs.sorted { ($0.startedAt, $0.id) < ($1.startedAt, $1.id) }
        let groups = TargetRuns.groups(of: ordered)
        let window = ordered.first.flatMap { first in
            ordered.last.map { Window(from: first.startedAt, to: $0.startedAt) }
        }
        self.runs = ordered.count
        self.workloads = Set(ordered.map(\.workload.key)).count
        self.failures = ordered.count { !$0.outcome.succeeded }
        self.window = window
        self.targets = groups.map { $0.share(of: ordered.count) }
        self.providers = Self.providers(of: ordered)
        let columns = AttributeColumn.all(of: ordered)
        self.attributes = columns.map { $0.summary(of: ordered.count) }
        self.outliers = Self.outliers(in: groups)
        self.findings = Self.findings(in: ordered, groups: groups, columns: columns, asOf: asOf)
        self.biases = Self.biases(targets: self.targets, providers: self.providers, columns: columns)
        self.notYet = Self.notYet(ordered, targets: self.targets)
    }

    private static func providers(of runs: [Run]) -> [ProviderShare] {
        var counts: [String: Int] = [:]
        for run in runs {
            if let provider = run.target.attributes["provider"]?.text { counts[provider, default: 0] += 1 }
        }
        return counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map { provider, count in
            ProviderShare(provider: provider, runs: count, share: Double(count) / Double(runs.count))
        }
    }
}

extension DataReport {
    /// Where something becomes worth a reader's attention. Rules of thumb, except where a source is given.
    package enum Limits {
        /// Robust standard deviations from the median at which a run is an outlier.
        package static let outlierScore = 5.0
        /// Fewer runs on a target have no deviation to speak of.
        package static let outlierRuns = 8
        package static let listed = 20
        package static let distinctValues = 1000
        /// Runs on each side of a comparison between late and early.
        package static let shiftRuns = 20
        /// Standard errors that a shift must be apart; some hundreds of comparisons are made on one history.
        package static let shiftScore = 4.0
        package static let failureShift = 0.1
        package static let timeRatio = 1.5
        /// Share of the runs from which one start time is no coincidence.
        package static let sameStartShare = 0.05
        package static let sameStartRuns = 10
        /// Share of the window, and multiple of the mean distance of two runs, from which silence is a gap.
        package static let gapShare = 0.1
        package static let gapDistances = 20.0
        package static let dominantShare = 0.8
        /// Runs from which a target has an interval of its own, as in calibration.
        package static let targetRuns = 30
        /// Runs of a category from which it is odd that all were on one target.
        package static let categoryRuns = 10
        package static let categories = 50
        package static let minimumRuns = 10
    }
}
