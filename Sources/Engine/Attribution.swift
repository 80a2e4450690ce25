package import Placement

/// A model that can tell what its predictions are made of.
package protocol AttributingPredictor: Predictor {
    /// How much each feature matters to each quantity, over all that the trees learnt from; a quantity without trees is
    /// left out.
    var importances: [QuantityImportance] { get }

    /// What a decision's predictions for some of its candidates are made of: an attribution for each quantity and
    /// candidate, in the order of the candidates; a candidate without a prediction has none.
    ///
    /// - Throws: ``PredictionError`` for a record that the model did not make.
    func attributions(of decision: Decision, to candidates: [Int]) throws(PredictionError) -> [Attribution]
}

/// What a model predicts.
package enum PredictedQuantity: String, Sendable, Hashable, CaseIterable {
    /// On the scale of natural logarithms of seconds.
    case time
    /// On the scale of natural logarithms of the currency's units.
    case cost
    /// On the scale of log-odds.
    case success
    /// Which target is the best one.
    case selection
}

/// How much each feature matters to one quantity.
package struct QuantityImportance: Sendable, Hashable {
    package let quantity: PredictedQuantity
    /// Those that some split uses, by gain, descending, then by name.
    package let features: [Feature]

    /// One column of the feature program.
    package struct Feature: Sendable, Hashable {
        /// The column's name.
        package let name: String
        /// Share of what all splits gained, 0 to 1.
        package let gain: Double
        /// How many splits use it.
        package let splits: Int

        package init(name: String, gain: Double, splits: Int) {
            self.name = name
            self.gain = gain
            self.splits = splits
        }
    }

    package init(quantity: PredictedQuantity, features: [Feature]) {
        self.quantity = quantity
        self.features = features
    }
}

/// What one prediction is made of: the baseline and the amounts sum to it, on the quantity's scale.
package struct Attribution: Sendable, Hashable {
    package let quantity: PredictedQuantity
    /// For which target.
    package let target: Target.ID
    /// What the trees expect on average over the runs that they learnt from, at the candidates' mean price and size.
    package let baseline: Double
    /// The strongest first, then by name; none of 0.
    package let parts: [Part]

    /// One cause and what it moves.
    package struct Part: Sendable, Hashable {
        /// A feature, an expression that the prediction is proportional to, ``hourlyPrice`` or ``runs``.
        package let feature: String
        /// What it was for this workload and target: a text where it is a category.
        package let value: Value
        /// What it adds, on the quantity's scale; negative where it lowers the prediction.
        package let amount: Double

        package init(feature: String, value: Value, amount: Double) {
            self.feature = feature
            self.value = value
            self.amount = amount
        }
    }

    package init(quantity: PredictedQuantity, target: Target.ID, baseline: Double, parts: [Part]) {
        self.quantity = quantity
        self.target = target
        self.baseline = baseline
        self.parts = parts
    }

    /// The part of a prediction that comes from the domain's price of an hour.
    package static let hourlyPrice = "price of an hour"
    /// The part of a prediction that comes from runs of the workload itself.
    package static let runs = "runs of this workload"
}

extension Decision {
    /// The feasible candidate with the least predicted value other than the chosen one.
    package var bestOther: Int? {
        self.candidates.indices
            .filter { $0 != self.chosen && self.candidates[$0].exclusion == nil }
            .compactMap { index in self.candidates[index].prediction.map { (index, $0.logValue) } }
            .min { ($0.1, self.candidates[$0.0].target.id) < ($1.1, self.candidates[$1.0].target.id) }?
            .0
    }
}
