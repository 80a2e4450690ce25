package import Features
package import Placement

/// Exact sums over runs by the clock hour in which they ended, with one sum for all that is older than is kept.
package struct HourlySums: Sendable, Hashable {
    /// Of all hours before the first of `hours`.
    package private(set) var earlier: RunSummary
    /// Ascending, hours with runs only.
    package private(set) var hours: [HourSum]
    /// Of everything.
    private var total: RunSummary

    /// The runs that ended in one clock hour.
    package struct HourSum: Sendable, Hashable {
        /// Whole hours since 1970, UTC.
        package let hour: Int64
        /// Over those runs.
        package var sum: RunSummary

        package init(hour: Int64, sum: RunSummary) {
            self.hour = hour
            self.sum = sum
        }
    }

    /// - Parameter hours: Ascending.
    package init(earlier: RunSummary = .empty, hours: [HourSum] = []) {
        self.earlier = earlier
        self.hours = hours
        self.total = hours.reduce(earlier) { $0.adding($1.sum) }
    }

    /// Adds one run to its hour.
    package mutating func add(_ run: Run) {
        let hour = run.endedAt.hoursSince1970
        var position = self.hours.count
        while position > 0, self.hours[position - 1].hour > hour { position -= 1 }
        if position > 0, self.hours[position - 1].hour == hour {
            let before = self.hours[position - 1].sum
            let after = before.adding(run)
            self.hours[position - 1].sum = after
            self.total = self.total.adding(run, hourWas: before)
        } else {
            self.hours.insert(HourSum(hour: hour, sum: RunSummary.empty.adding(run)), at: position)
            self.total = self.total.adding(run, hourWas: .empty)
        }
    }

    /// Adds the sums of a whole hour, later than all before it.
    ///
    /// - Parameter first: Hours before this one are not known apart.
    package mutating func append(_ entry: HourSum, fromHour first: Int64) {
        if entry.hour < first { self.earlier = self.earlier.adding(entry.sum) } else { self.hours.append(entry) }
        self.total = self.total.adding(entry.sum)
    }

    /// Moves hours before `hour` into one sum.
    package mutating func forgetHours(before hour: Int64) {
        let old = self.hours.prefix { $0.hour < hour }
        guard !old.isEmpty else { return }
        self.earlier = old.reduce(self.earlier) { $0.adding($1.sum) }
        self.hours.removeFirst(old.count)
    }

    /// The sums of the hours from `hour` on; of everything when `nil`.
    package func summary(fromHour hour: Int64?) -> RunSummary {
        guard let hour else { return self.total }
        var sum = RunSummary.empty
        for entry in self.hours.reversed() {
            guard entry.hour >= hour else { break }
            sum = sum.adding(entry.sum)
        }
        return sum
    }
}

extension RunSummary {
    /// The sums of two disjoint sets of hours. Sums of time and money wrap on overflow, as those of training do.
    package func adding(_ other: RunSummary) -> RunSummary {
        RunSummary(
            runs: self.runs + other.runs,
            failures: self.failures + other.failures,
            timeMicroseconds: self.timeMicroseconds &+ other.timeMicroseconds,
            costNanos: self.costNanos &+ other.costNanos,
            hoursSeen: self.hoursSeen + other.hoursSeen,
            hoursUp: self.hoursUp + other.hoursUp
        )
    }

    /// One hour's sums with one more run in it.
    fileprivate func adding(_ run: Run) -> RunSummary { self.adding(run, hourWas: self) }

    /// Sums with one more run, whose hour had these sums before.
    fileprivate func adding(_ run: Run, hourWas hour: RunSummary) -> RunSummary {
        RunSummary(
            runs: self.runs + 1,
            failures: self.failures + (run.outcome.succeeded ? 0 : 1),
            timeMicroseconds: self.timeMicroseconds &+ Int64((run.outcome.timeSeconds * 1e6).rounded()),
            costNanos: self.costNanos &+ run.outcome.cost.nanos,
            hoursSeen: self.hoursSeen + (hour.runs == 0 ? 1 : 0),
            hoursUp: self.hoursUp + (run.outcome.succeeded && hour.hoursUp == 0 ? 1 : 0)
        )
    }
}
