internal import Features
package import Placement

/// A model made ready for every row of a table: it says how good each is, and leaves the rest to whoever asks for the
/// best ones.
package protocol TablePredictor: Sendable {
    /// What ``Predictor/predictions(for:on:objective:at:history:)`` expects of some rows, bit for bit.
    ///
    /// - Parameters:
    ///   - question: About rows of the table, ascending.
    ///   - amounts: Whether times and costs are asked for, too.
    /// - Throws: ``PredictionError``.
    func expectations(_ question: Question, amounts: Bool) throws(PredictionError) -> TableExpectations
}

/// What is expected of rows, in the order in which they were asked for.
package struct TableExpectations: Sendable {
    /// Natural logarithms of the objective's value, which order the rows; NaN and infinity where the model has no answer.
    package let values: [Double]
    /// In seconds; empty where they were not asked for.
    package let times: [Double]
    /// In units of the currency; empty where they were not asked for.
    package let costs: [Double]

    package init(values: [Double], times: [Double], costs: [Double]) {
        self.values = values
        self.times = times
        self.costs = costs
    }

    /// The name of the limit that a row exceeds; amounts must have been asked for.
    func limitMissed(_ constraints: Constraints, at position: Int) -> String? {
        if let limit = constraints.maxCost, self.costs[position] > limit { return "maxCost" }
        if let limit = constraints.maxTimeSeconds, self.times[position] > limit { return "maxTimeSeconds" }
        return nil
    }
}

/// Asks for every row by itself: right for any model, and slow.
package struct RowwisePredictor: TablePredictor {
    private let predictor: any Predictor
    private let table: TargetTable

    package init(_ predictor: any Predictor, table: TargetTable) {
        self.predictor = predictor
        self.table = table
    }

    package func expectations(_ question: Question, amounts: Bool) throws(PredictionError) -> TableExpectations {
        let predictions = try self.predictor.predictions(
            for: question.workload,
            on: question.targets.map { self.table[$0] },
            objective: question.objective,
            at: question.moment,
            history: question.history
        ).map(\.prediction)
        return TableExpectations(
            values: predictions.map(\.logValue),
            times: amounts ? predictions.map(\.timeSeconds.value) : [],
            costs: amounts ? predictions.map(\.cost.value) : []
        )
    }
}
