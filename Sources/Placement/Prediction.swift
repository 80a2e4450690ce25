/// A predicted quantity with the interval that holds the real one nine times in ten.
package struct Estimate: Sendable, Hashable, Codable {
    /// What is expected.
    package let value: Double
    /// The lower end of the interval, in the unit of ``value``.
    package let lower: Double
    /// The upper end of the interval, in the unit of ``value``.
    package let upper: Double

    package init(value: Double, lower: Double, upper: Double) {
        self.value = value
        self.lower = lower
        self.upper = upper
    }
}

/// What is expected of one workload on one target.
package struct Prediction: Sendable, Hashable, Codable {
    /// From start to end of the run, in seconds.
    package let timeSeconds: Estimate
    /// Units of the domain's currency.
    package let cost: Estimate
    /// 0 to 1; 1 where no failure was ever seen.
    package let successProbability: Double
    /// The natural logarithm of the objective's value, and the standard deviation of what is *not* common to all
    /// targets of this workload. Choice and confidence come from these two.
    package let logValue: Double
    /// Standard deviation of the part of `logValue` in which the targets differ, 0 or more.
    package let logValueDeviation: Double
    /// How well the model knows this pair.
    package let situation: Situation
    /// What the classifier of the best target gives this one; `nil` without a classifier.
    package let selectionProbability: Double?

    package init(
        timeSeconds: Estimate,
        cost: Estimate,
        successProbability: Double,
        logValue: Double,
        logValueDeviation: Double,
        situation: Situation,
        selectionProbability: Double? = nil
    ) {
        self.timeSeconds = timeSeconds
        self.cost = cost
        self.successProbability = successProbability
        self.logValue = logValue
        self.logValueDeviation = logValueDeviation
        self.situation = situation
        self.selectionProbability = selectionProbability
    }
}

extension Prediction {
    /// Whether every number in it is finite.
    package var isFinite: Bool {
        self.timeSeconds.isFinite && self.cost.isFinite && self.successProbability.isFinite && self.logValue.isFinite
            && self.logValueDeviation.isFinite && self.selectionProbability?.isFinite != false
    }
}

extension Estimate {
    fileprivate var isFinite: Bool { self.value.isFinite && self.lower.isFinite && self.upper.isFinite }
}
