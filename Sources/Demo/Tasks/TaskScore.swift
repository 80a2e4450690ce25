package import Placement
internal import RealModule
internal import Statistics

/// What choices of a kind for simulated tasks are worth: how often the best kind was chosen, how often it could have been,
/// and what the choices cost more than the best ones. Tasks that one kind alone may take are counted apart.
package struct TaskScore: Sendable {
    /// Tasks with a choice, whose best kind is known: some attempt succeeded.
    package private(set) var decisions = 0
    /// Tasks that one kind alone could take.
    package private(set) var forced = 0
    private var hits = 0
    private var odds: [Double] = []
    private var logRegrets: [Double] = []
    private var cost = 0.0
    private var leastCost = 0.0
    private var seconds = 0.0
    private var leastSeconds = 0.0

    /// No tasks yet.
    package init() {}

    /// - Parameters:
    ///   - chosen: Index among the task's offers.
    ///   - outcomes: One attempt on each of them, which says which was best.
    package mutating func add(chosen: Int, odds: TaskOdds, outcomes: [TaskOutcome], objective: Objective) {
        guard odds.truths.count > 1, let best = outcomes.best(objective) else {
            self.forced += 1
            return
        }
        self.decisions += 1
        self.hits += chosen == best ? 1 : 0
        self.odds.append(odds.bayesAccuracy)
        let values = odds.truths.map { $0.value(objective) }
        guard let least = values.indices.min(by: { values[$0] < values[$1] }) else { return }
        self.logRegrets.append(Double.log(values[chosen] / values[least]))
        self.cost += odds.truths[chosen].cost / odds.truths[chosen].successProbability
        self.leastCost += odds.truths[least].cost / odds.truths[least].successProbability
        self.seconds += odds.truths[chosen].timeSeconds / odds.truths[chosen].successProbability
        self.leastSeconds += odds.truths[least].timeSeconds / odds.truths[least].successProbability
    }

    /// Share of the tasks for which the kind was chosen that then had the least value.
    package var accuracy: Double { Double(self.hits) / Double(self.decisions) }

    /// The standard error of ``accuracy``, tasks being drawn independently.
    package var accuracyError: Double {
        (self.accuracy * (1 - self.accuracy) / Double(self.decisions)).squareRoot()
    }

    /// What nobody can beat: the mean probability that the likeliest kind is the best one.
    package var bayesAccuracy: Double { Summaries.mean(self.odds) }

    /// Of ``bayesAccuracy`` over tasks; that of the draws of each is contained in it.
    package var bayesError: Double {
        (Summaries.variance(self.odds) / Double(self.odds.count)).squareRoot()
    }

    /// Expected value of the chosen kind ÷ that of the kind with the least one, geometric mean, less 1.
    package var valueRegret: Double { Double.exp(Summaries.mean(self.logRegrets)) - 1 }

    /// Expected cost of all choices ÷ that of the kinds with the least expected value, less 1; below 0 where cost was
    /// saved at the expense of time.
    package var costRegret: Double { self.cost / self.leastCost - 1 }

    /// The same of time: below 0 where time was saved at the expense of cost.
    package var timeRegret: Double { self.seconds / self.leastSeconds - 1 }
}
