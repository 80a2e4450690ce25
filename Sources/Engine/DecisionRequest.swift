package import Placement

/// What is asked of the engine.
package struct DecisionRequest: Sendable {
    /// Names the record.
    package let id: Decision.ID
    /// When it is decided: history before it counts, and the record bears it.
    package let at: Timestamp
    /// What is to be placed.
    package let workload: Workload
    /// What this request rules out.
    package let constraints: Constraints
    /// The domain's when `nil`.
    package let objective: Objective?
    /// Who asks.
    package let caller: Caller.ID

    package init(
        id: Decision.ID,
        at: Timestamp,
        workload: Workload,
        constraints: Constraints = .none,
        objective: Objective? = nil,
        caller: Caller.ID = .local
    ) {
        self.id = id
        self.at = at
        self.workload = workload
        self.constraints = constraints
        self.objective = objective
        self.caller = caller
    }
}
