internal import Engine
internal import Features
internal import Placement

/// What a decision may know: runs that ended before its moment, and what was learned from them.
struct Knowledge: Sendable {
    /// `nil` when the rules decide.
    private(set) var model: (any AdaptivePredictor)?
    private(set) var history: RunStatistics
    private(set) var moment: Timestamp

    /// - Parameter training: At least one run. The moment is a microsecond after the last of them ended.
    init(training: [Run], model: (any AdaptivePredictor)?) {
        self.model = model
        self.history = RunStatistics(training)
        self.moment = Self.moment(after: training)
    }

    static func moment(after runs: [Run]) -> Timestamp {
        let last = runs.map(\.endedAt).max() ?? Timestamp(microseconds: 0)
        return Timestamp(microseconds: last.microseconds + 1)
    }

    mutating func advance(to moment: Timestamp) { self.moment = max(self.moment, moment) }

    /// Takes in runs that ended before the moment, in the order in which they started.
    mutating func learn(_ runs: [Run]) {
        guard !runs.isEmpty else { return }
        for run in runs { self.history.record(run) }
        self.model = self.model?.learning(from: runs)
    }

    /// Replaces the model by one that was trained anew on all that is known.
    mutating func replace(model: any AdaptivePredictor) { self.model = model }
}
