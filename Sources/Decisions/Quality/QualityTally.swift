internal import Placement
internal import Statistics

/// Gathers observed decisions, the newest first, into ``ModelQuality``.
struct QualityTally {
    private static let binCount = 10
    private static let pointLimit = 500

    fileprivate struct Hour {
        var decisions = 0
        var timeErrors: [Double] = []
        var costErrors: [Double] = []
        var withinInterval = 0
        var successes = 0
        var squares = 0.0
    }

    private struct Bin {
        var predicted = 0.0
        var successes = 0
        var count = 0
    }

    /// By whole hours since 1970.
    private var hours: [Int64: Hour] = [:]
    private var bins = [Bin](repeating: Bin(), count: Self.binCount)
    private var points: [ModelQuality.Point] = []

    /// A decision without an outcome, a model, or a prediction for the target where it ran changes nothing.
    mutating func add(_ observed: ObservedDecision) {
        let decision = observed.decision
        guard decision.model != nil, let run = observed.outcome,
            let prediction = decision.candidates.first(where: { $0.target.id == run.target })?.prediction
        else { return }
        self.hours[decision.at.hoursSince1970, default: Hour()].add(prediction, run.outcome)
        let probability = min(max(prediction.successProbability, 0), 1)
        let bin = min(Int(probability * Double(Self.binCount)), Self.binCount - 1)
        self.bins[bin].count += 1
        self.bins[bin].predicted += probability
        self.bins[bin].successes += run.outcome.succeeded ? 1 : 0
        guard run.outcome.succeeded, self.points.count < Self.pointLimit else { return }
        self.points.append(
            ModelQuality.Point(
                decision: decision.id,
                target: run.target,
                predictedTime: prediction.timeSeconds.value,
                actualTime: run.outcome.timeSeconds,
                predictedCost: prediction.cost.value,
                actualCost: run.outcome.cost.units
            )
        )
    }

    func quality(from: Timestamp, until: Timestamp) -> ModelQuality {
        ModelQuality(
            decisions: self.hours.values.reduce(0) { $0 + $1.decisions },
            from: from,
            until: until,
            hours: self.hours.sorted { $0.key < $1.key }.map { $0.value.figures(hour: $0.key) },
            calibration: self.bins.enumerated().filter { $0.element.count > 0 }.map { index, bin in
                ModelQuality.Bin(
                    from: Double(index) / Double(Self.binCount),
                    until: Double(index + 1) / Double(Self.binCount),
                    predicted: bin.predicted / Double(bin.count),
                    actual: Double(bin.successes) / Double(bin.count),
                    count: bin.count
                )
            },
            points: self.points
        )
    }
}

extension QualityTally.Hour {
    fileprivate mutating func add(_ prediction: Prediction, _ outcome: Outcome) {
        self.decisions += 1
        let error = min(max(prediction.successProbability, 0), 1) - (outcome.succeeded ? 1 : 0)
        self.squares += error * error
        // A failed run's time and cost say nothing of what a whole one takes.
        guard outcome.succeeded else { return }
        self.successes += 1
        let (time, cost) = (prediction.timeSeconds, prediction.cost)
        if time.lower <= outcome.timeSeconds, outcome.timeSeconds <= time.upper { self.withinInterval += 1 }
        if outcome.timeSeconds > 0 { self.timeErrors.append(abs(time.value / outcome.timeSeconds - 1)) }
        if outcome.cost.units > 0 { self.costErrors.append(abs(cost.value / outcome.cost.units - 1)) }
    }

    fileprivate func figures(hour: Int64) -> ModelQuality.Hour {
        ModelQuality.Hour(
            at: Timestamp(microseconds: hour * 3_600_000_000),
            decisions: self.decisions,
            timeError: self.timeErrors.isEmpty ? nil : Summaries.median(self.timeErrors),
            costError: self.costErrors.isEmpty ? nil : Summaries.median(self.costErrors),
            timeWithinInterval: self.successes == 0 ? nil : Double(self.withinInterval) / Double(self.successes),
            success: Double(self.successes) / Double(self.decisions),
            successBrier: self.squares / Double(self.decisions)
        )
    }
}
