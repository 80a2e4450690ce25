/// Everything that a replay's answer is made of.
struct ReplayRecord: Sendable {
    var decisions: [JudgedDecision] = []
    var forecasts = ForecastTally()
    /// Names and versions of the models, in the order in which they were learned.
    var models: [String] = []
    /// Keys of the workloads that could not be decided, one for each fold.
    var skipped: [String] = []
    /// Contests whose menu was all that there was.
    var cappedMenus = 0
    /// Runs of the test that the model learned from on the way, and how often it was trained anew with them.
    var learnedRuns = 0
    var trainings = 0
    /// By how much arrivals were put off to come after the training.
    var shiftedSeconds = 0.0
}
