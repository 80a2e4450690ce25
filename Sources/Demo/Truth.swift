package import Placement
internal import RealModule

/// What is to be expected of a workload on a sandbox, as only the simulator knows it: to judge decisions by, never to
/// learn from.
package struct Truth: Sendable, Hashable {
    /// Mean seconds of one attempt, failed ones included.
    package let timeSeconds: Double
    /// Mean units of the catalog's currency of one attempt, failed ones included.
    package let cost: Double
    /// 0 to 1.
    package let successProbability: Double

    package init(timeSeconds: Double, cost: Double, successProbability: Double) {
        self.timeSeconds = timeSeconds
        self.cost = cost
        self.successProbability = successProbability
    }

    /// What the objective makes small, cost and time expected until the first success; infinite where nothing ever
    /// succeeds.
    package func value(_ objective: Objective) -> Double {
        guard self.successProbability > 0 else { return .infinity }
        return Double.pow(self.cost / self.successProbability, objective.costExponent)
            * Double.pow(self.timeSeconds / self.successProbability, objective.timeExponent)
    }
}
