package import Placement

/// A reported run with its place in the order in which reports were committed.
package struct Observation: Sendable, Hashable {
    /// From 1, one more for each run that was kept; never given twice.
    package let number: Int64
    /// The domain that the run belongs to.
    package let domain: String
    /// The run as it was reported.
    package let report: RunReport

    package init(number: Int64, domain: String, report: RunReport) {
        self.number = number
        self.domain = domain
        self.report = report
    }

    /// The run of the report.
    package var run: Run { self.report.run }
}

/// Some observations in their order.
package struct ObservationPage: Sendable, Hashable {
    /// Ascending by number.
    package let observations: [Observation]
    /// Where to go on: each observation up to this number is here, came before, or is gone.
    package let last: Int64
    /// How many up to `last` would have been here, and were removed before anybody asked.
    package let missed: Int64

    /// - Parameters:
    ///   - number: What was asked for stands after this number.
    ///   - newest: The number of the newest observation.
    ///   - found: Ascending by number, at most `limit`: the first that are left.
    package init(after number: Int64, newest: Int64, found: [Observation], limit: Int) {
        self.observations = found
        self.last = found.count == limit ? found[limit - 1].number : newest
        self.missed = max(0, self.last - number - Int64(found.count))
    }
}

extension Sequence<Observation> {
    /// The runs of each domain in their order, domains in the order of their first run.
    package var byDomain: [(domain: String, observations: [Observation])] {
        var places: [String: Int] = [:]
        var groups: [(domain: String, observations: [Observation])] = []
        for observation in self {
            if let place = places[observation.domain] {
                groups[place].observations.append(observation)
            } else {
                places[observation.domain] = groups.count
                groups.append((observation.domain, [observation]))
            }
        }
        return groups
    }
}
