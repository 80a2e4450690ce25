/// How the decision service works; each has a key in the configuration.
package struct DecisionSettings: Sendable, Hashable {
    /// Of all random draws.
    package var seed: UInt64
    /// How long predictions are remembered; 0 turns the prediction cache off.
    package var cacheSeconds: Double
    /// Workloads whose predictions are remembered, in each domain.
    package var cacheCapacity: Int
    /// Workloads whose history is held, in each domain.
    package var historyCapacity: Int
    /// Failures in a row after which a target is left alone, and for how long.
    package var failureLimit: Int
    /// How long such a target is left alone, in seconds, before one run may try it again.
    package var pauseSeconds: Double
    /// The most targets that a decision looks at in full and records; of more, a shortlist is made first.
    package var considered: Int
    /// Whether rules decide when no model can answer; otherwise such a request is refused.
    package var fallsBackToRules: Bool

    package static let defaultConsidered = 64

    package init(
        seed: UInt64,
        cacheSeconds: Double = 300,
        cacheCapacity: Int = 2_000,
        historyCapacity: Int = LiveHistory.defaultCapacity,
        failureLimit: Int = Availability.defaultFailureLimit,
        pauseSeconds: Double = Availability.defaultPauseSeconds,
        considered: Int = DecisionSettings.defaultConsidered,
        fallsBackToRules: Bool = true
    ) {
        self.seed = seed
        self.cacheSeconds = cacheSeconds
        self.cacheCapacity = cacheCapacity
        self.historyCapacity = historyCapacity
        self.failureLimit = failureLimit
        self.pauseSeconds = pauseSeconds
        self.considered = considered
        self.fallsBackToRules = fallsBackToRules
    }
}
