internal import Placement
internal import Statistics

/// How well predictions met what was measured.
struct ForecastTally: Sendable {
    struct Inside: Sendable {
        var outcomes = 0
        var time = 0
        var cost = 0
    }

    private(set) var seen = Inside()
    private(set) var unseen = Inside()
    private(set) var times: (actual: [Double], predicted: [Double]) = ([], [])
    private(set) var costs: (actual: [Double], predicted: [Double]) = ([], [])

    /// - Parameters:
    ///   - outcomes: The single runs that the interval should hold nine times in ten.
    ///   - isSeen: Whether the workload occurs in the training runs.
    mutating func add(_ prediction: Prediction, truth: TargetTruth, outcomes: [Outcome], isSeen: Bool) {
        self.times.actual.append(truth.timeSeconds)
        self.times.predicted.append(prediction.timeSeconds.value)
        self.costs.actual.append(truth.cost)
        self.costs.predicted.append(prediction.cost.value)
        var inside = isSeen ? self.seen : self.unseen
        for outcome in outcomes {
            inside.outcomes += 1
            inside.time += prediction.timeSeconds.holds(outcome.timeSeconds) ? 1 : 0
            inside.cost += prediction.cost.holds(outcome.cost.units) ? 1 : 0
        }
        if isSeen { self.seen = inside } else { self.unseen = inside }
    }

    var all: Inside {
        Inside(
            outcomes: self.seen.outcomes + self.unseen.outcomes,
            time: self.seen.time + self.unseen.time,
            cost: self.seen.cost + self.unseen.cost
        )
    }

    /// Measured cells that were predicted.
    var cells: Int { self.times.actual.count }
}

extension Estimate {
    /// Both ends belong to the interval.
    fileprivate func holds(_ actual: Double) -> Bool { self.lower <= actual && actual <= self.upper }
}
