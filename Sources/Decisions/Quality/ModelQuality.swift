package import Placement

/// How a model's predictions compare with what became of its decisions.
package struct ModelQuality: Sendable, Hashable {
    /// Observed decisions with a prediction for the target where they ran.
    package let decisions: Int
    /// Every observed decision from this moment on was looked at.
    package let from: Timestamp
    /// No decision of this moment or later was looked at.
    package let until: Timestamp
    /// Hours with observed decisions, ascending.
    package let hours: [Hour]
    /// Of the success probability: tenths from 0 to 1 that hold a prediction, ascending.
    package let calibration: [Bin]
    /// Of runs that succeeded, the newest first.
    package let points: [Point]

    /// The decisions of one clock hour.
    package struct Hour: Sendable, Hashable {
        /// Its start, UTC.
        package let at: Timestamp
        /// Observed decisions that were made in the hour.
        package let decisions: Int
        /// Median of |predicted ÷ actual − 1| over runs that succeeded; `nil` without any.
        package let timeError: Double?
        /// The same of cost.
        package let costError: Double?
        /// Share of the runs that succeeded whose time fell into its predicted interval; `nil` without any.
        package let timeWithinInterval: Double?
        /// Share of the runs that succeeded.
        package let success: Double
        /// Mean of (predicted probability of success − 1 or 0)², the Brier score.
        package let successBrier: Double
    }

    /// Predictions within a range, and what became of them.
    package struct Bin: Sendable, Hashable {
        /// Belongs to this bin.
        package let from: Double
        /// Belongs to the next bin, but for 1.
        package let until: Double
        /// Mean of the predictions, 0 to 1.
        package let predicted: Double
        /// Share of them that came true, 0 to 1.
        package let actual: Double
        /// Predictions in the range.
        package let count: Int
    }

    /// One decision, as it was predicted and as it went.
    package struct Point: Sendable, Hashable {
        /// Names the decision.
        package let decision: Decision.ID
        /// Where it ran.
        package let target: Target.ID
        /// Seconds.
        package let predictedTime: Double
        /// Seconds.
        package let actualTime: Double
        /// Units of the domain's currency.
        package let predictedCost: Double
        /// Units of the domain's currency.
        package let actualCost: Double
    }
}
