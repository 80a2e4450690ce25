/// Share of the single test runs whose outcome lies inside the predicted 90 % interval, ends included.
///
/// Every pair of workload and target that a decision predicted counts with all its test runs; online only the outcomes
/// that were received. Where the domain retries failures, predictions are about successful runs, and only they count.
package struct Coverage: Sendable, Hashable, Codable {
    /// The coverage of some of the workloads.
    package struct Part: Sendable, Hashable, Codable {
        /// Test runs that count.
        package let runs: Int
        /// Share of them whose time lies in its interval, 0 to 1.
        package let time: Double
        /// Share of them whose cost lies in its interval, 0 to 1.
        package let cost: Double

        /// `nil` without runs.
        init?(_ inside: ForecastTally.Inside) {
            guard inside.outcomes > 0 else { return nil }
            self.runs = inside.outcomes
            self.time = Double(inside.time) / Double(inside.outcomes)
            self.cost = Double(inside.cost) / Double(inside.outcomes)
        }
    }

    /// Test runs that count.
    package let runs: Int
    /// Share of them whose time lies in its interval, 0 to 1.
    package let time: Double
    /// Share of them whose cost lies in its interval, 0 to 1.
    package let cost: Double
    /// Workloads with training runs.
    package let seen: Part?
    /// Workloads without training runs.
    package let unseen: Part?

    /// `nil` without predictions.
    init?(_ forecasts: ForecastTally) {
        guard let all = Part(forecasts.all) else { return nil }
        self.runs = all.runs
        self.time = all.time
        self.cost = all.cost
        self.seen = Part(forecasts.seen)
        self.unseen = Part(forecasts.unseen)
    }
}
