internal import Placement
internal import Synchronization

/// How far predictions were off lately, by model.
final class PredictionErrors: Sendable {
    /// Over the last observed decisions of one model.
    struct Figures: Sendable {
        let timePercent: Double
        let costPercent: Double
        /// 0 to 1.
        let withinIntervals: Double
    }

    fileprivate struct Sample: Sendable {
        let timePercent: Double
        let costPercent: Double
        let isWithinIntervals: Bool
    }

    fileprivate struct Window: Sendable {
        var samples: [Sample] = []
        var next = 0
    }

    private static let windowLength = 500
    /// Models that are told apart; the one that was added first is forgotten.
    private static let modelLimit = 8

    private let windows = Mutex<[(model: String, window: Window)]>([])

    /// - Returns: `nil` for an outcome that says nothing about the prediction: a failed run, or nothing to divide by.
    func add(_ outcome: Outcome, expected: Prediction, model: String) -> Figures? {
        guard outcome.succeeded, outcome.timeSeconds > 0, outcome.cost.units > 0 else { return nil }
        func percent(_ estimate: Estimate, _ actual: Double) -> Double { abs(estimate.value - actual) / actual * 100 }
        func holds(_ estimate: Estimate, _ actual: Double) -> Bool {
            estimate.lower <= actual && actual <= estimate.upper
        }
        let sample = Sample(
            timePercent: percent(expected.timeSeconds, outcome.timeSeconds),
            costPercent: percent(expected.cost, outcome.cost.units),
            isWithinIntervals: holds(expected.timeSeconds, outcome.timeSeconds)
                && holds(expected.cost, outcome.cost.units)
        )
        return self.windows.withLock { windows in
            let place: Int
            if let known = windows.firstIndex(where: { $0.model == model }) {
                place = known
            } else {
                if windows.count == Self.modelLimit { windows.removeFirst() }
                windows.append((model, Window()))
                place = windows.count - 1
            }
            windows[place].window.add(sample, limit: Self.windowLength)
            return windows[place].window.figures
        }
    }
}

extension PredictionErrors.Window {
    fileprivate mutating func add(_ sample: PredictionErrors.Sample, limit: Int) {
        if self.samples.count < limit { self.samples.append(sample) } else { self.samples[self.next] = sample }
        self.next = (self.next + 1) % limit
    }

    /// Summed anew: a running sum would gather rounding errors for as long as the process lives.
    fileprivate var figures: PredictionErrors.Figures {
        let count = Double(self.samples.count)
        return PredictionErrors.Figures(
            timePercent: self.samples.reduce(0) { $0 + $1.timePercent } / count,
            costPercent: self.samples.reduce(0) { $0 + $1.costPercent } / count,
            withinIntervals: Double(self.samples.count { $0.isWithinIntervals }) / count
        )
    }
}
