package import Placement

/// What a reader should know of the runs that a model learns from: how many, of what, what is missing or odd, whom they
/// favour, and what cannot be learned from them.
///
/// Descriptive: nothing here refuses a run, and runs that ``DataRules`` refuses are counted as findings.
package struct DataReport: Sendable, Hashable, Codable {
    /// All runs that were given, impossible ones too.
    package let runs: Int
    /// Different workloads among them.
    package let workloads: Int
    /// Runs that did not succeed.
    package let failures: Int
    /// `nil` without runs.
    package let window: Window?
    /// By descending number of runs, then by id.
    package let targets: [TargetShare]
    /// Over the targets' `provider` attribute; empty where no target has one.
    package let providers: [ProviderShare]
    /// Workload attributes first, then by name.
    package let attributes: [AttributeSummary]
    /// Runs whose time or cost is far from those of their target.
    package let outliers: Outliers
    /// What is odd or missing.
    package let findings: [Finding]
    /// Whom the runs favour, and what they cannot tell for that reason.
    package let biases: [Bias]
    /// What cannot be learned yet, and how many runs it would take.
    package let notYet: [NotYet]

    /// The time that the runs cover.
    package struct Window: Sendable, Hashable, Codable {
        /// Start of the earliest run.
        package let from: Timestamp
        /// Start of the latest run.
        package let to: Timestamp

        /// Length of the window in days of 86,400 seconds.
        package var days: Double { (self.to.secondsSince1970 - self.from.secondsSince1970) / 86_400 }
    }

    /// The runs of one target.
    package struct TargetShare: Sendable, Hashable, Codable {
        /// Where they ran.
        package let id: Target.ID
        /// How many there are.
        package let runs: Int
        /// Of all runs, 0 to 1.
        package let share: Double
        /// Those that did not succeed.
        package let failures: Int
        /// `nil` where no run has a time that can be true.
        package let medianSeconds: Double?
        /// In units of the currency; `nil` where no run has a cost that can be true.
        package let medianCost: Double?
        /// Of all costs; `nil` where they are in several, and the median means nothing.
        package let currency: Currency?
    }

    /// The runs on targets of one provider.
    package struct ProviderShare: Sendable, Hashable, Codable {
        /// The target attribute `provider`.
        package let provider: String
        /// How many there are.
        package let runs: Int
        /// Of all runs, 0 to 1.
        package let share: Double
    }

    /// How one attribute is filled.
    package struct AttributeSummary: Sendable, Hashable, Codable {
        /// Whether it is the workload's or the target's.
        package let owner: Owner
        /// As the runs spell it.
        package let name: String
        /// Of the runs, 0 to 1.
        package let missingShare: Double
        /// How many different values, counted up to ``DataReport/Limits/distinctValues``.
        package let distinctValues: Int

        /// What an attribute belongs to.
        package enum Owner: String, Sendable, Hashable, Codable {
            case workload
            case target
        }
    }

    /// Runs far from the others of their target.
    package struct Outliers: Sendable, Hashable, Codable {
        /// All of them, listed or not.
        package let count: Int
        /// The farthest, by descending distance, then by id.
        package let listed: [Outlier]
    }

    /// One run far from the others of its target.
    package struct Outlier: Sendable, Hashable, Codable {
        /// Which run it is.
        package let run: Run.ID
        /// Where it ran.
        package let target: Target.ID
        /// What is far from the others.
        package let quantity: Quantity
        /// Seconds, or units of the currency.
        package let value: Double
        /// Of the target's runs.
        package let median: Double
        /// Distance of the logarithms in robust standard deviations, positive above the median.
        package let score: Double
    }

    /// What is measured of a run.
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
        /// The most outliers, thin targets and other things that are told one by one.
        package static let listed = 20
        /// Different values of an attribute that are counted.
        package static let distinctValues = 1000
        /// Runs on each side of a comparison between late and early.
        package static let shiftRuns = 20
        /// Standard errors that a shift must be apart; some hundreds of comparisons are made on one history.
        package static let shiftScore = 4.0
        /// The least change of a failure rate that is told, in shares of the runs.
        package static let failureShift = 0.1
        /// The least change of the typical time that is told, as a ratio.
        package static let timeRatio = 1.5
        /// Share of the runs from which one start time is no coincidence.
        package static let sameStartShare = 0.05
        /// The least number of runs of one start time that is told.
        package static let sameStartRuns = 10
        /// Share of the window, and multiple of the mean distance of two runs, from which silence is a gap.
        package static let gapShare = 0.1
        /// The multiple of the mean distance of two runs; both bounds must be passed.
        package static let gapDistances = 20.0
        /// A target or provider dominates above this share of the runs.
        package static let dominantShare = 0.8
        /// Runs from which a target has an interval of its own, as in calibration.
        package static let targetRuns = 30
        /// Runs of a category from which it is odd that all were on one target.
        package static let categoryRuns = 10
        /// An attribute with more different texts is none of categories.
        package static let categories = 50
        /// Runs from which anything is learned at all.
        package static let minimumRuns = 10
    }
}
