package import Features
package import Placement

/// A model made ready for every row of a table: it says how good each is, and leaves the rest to whoever asks for the
/// best ones.
package protocol TablePredictor: Sendable {
    /// What ``Predictor/predictions(for:on:objective:at:history:)`` expects of some rows, bit for bit.
    ///
    /// - Parameters:
    ///   - rows: Ascending.
    ///   - amounts: Whether times and costs are asked for, too.
    /// - Throws: ``PredictionError``.
    func expectations(
        for workload: Workload,
        on rows: [Int],
        objective: Objective,
        at moment: Timestamp,
        history: any HistorySource,
        amounts: Bool
    ) throws(PredictionError) -> TableExpectations
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
}

/// Asks for every row by itself: right for any model, and slow.
package struct RowwisePredictor: TablePredictor {
    private let predictor: any Predictor
    private let table: TargetTable

    package init(_ predictor: any Predictor, table: TargetTable) {
        self.predictor = predictor
        self.table = table
    }

    package func expectations(
        for workload: Workload,
        on rows: [Int],
        objective: Objective,
        at moment: Timestamp,
        history: any HistorySource,
        amounts: Bool
    ) throws(PredictionError) -> TableExpectations {
        let predictions = try self.predictor.predictions(
            for: workload,
            on: rows.map { self.table[$0] },
            objective: objective,
            at: moment,
            history: history
        ).map(\.prediction)
        return TableExpectations(
            values: predictions.map(\.logValue),
            times: amounts ? predictions.map(\.timeSeconds.value) : [],
            costs: amounts ? predictions.map(\.cost.value) : []
        )
    }
}
