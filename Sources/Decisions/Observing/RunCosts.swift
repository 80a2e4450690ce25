package import Features
package import Placement

/// What the runs of one domain cost, by target and by day.
package struct RunCosts: Sendable {
    /// The domain's name.
    package let domain: String
    /// Of every cost.
    package let currency: Currency
    /// Targets with runs, ascending.
    package let targets: [(target: Target.ID, sums: RunSummary)]
    /// Every day asked for, ascending, those without runs included.
    package let days: [Day]

    /// The runs that ended on one day, UTC.
    package struct Day: Sendable {
        /// Midnight at its start.
        package let start: Timestamp
        /// Runs that ended on the day.
        package fileprivate(set) var runs: Int64 = 0
        /// What they cost, in nano-units (10⁻⁹) of the currency.
        package fileprivate(set) var costNanos: Int64 = 0
    }
}

extension RunCosts {
    /// - Parameter days: Of the present day and the ones before it.
    init(domain: String, currency: Currency, today: Int64, days: Int, sums: [Target.ID: HourlySums]) {
        let first = today - Int64(days) + 1
        var perDay = (first...today).map { Day(start: Timestamp(microseconds: $0 * 86_400_000_000)) }
        var targets: [(target: Target.ID, sums: RunSummary)] = []
        for (target, hourly) in sums.sorted(by: { $0.key < $1.key }) {
            var sum = RunSummary.empty
            for entry in hourly.hours {
                // A run of a clock that is ahead ends later than today.
                let place = Int((entry.hour - first * 24) / 24)
                guard entry.hour >= first * 24, perDay.indices.contains(place) else { continue }
                sum = sum.adding(entry.sum)
                perDay[place].runs += entry.sum.runs
                perDay[place].costNanos &+= entry.sum.costNanos
            }
            if sum.runs > 0 { targets.append((target, sum)) }
        }
        self.init(domain: domain, currency: currency, targets: targets, days: perDay)
    }
}
