internal import Expressions
internal import Placement
internal import Resilience

extension Engine {
    /// The best rows of a table for a request, and who is out.
    ///
    /// - Parameter count: Rows of the list, at the most.
    static func shortlist(
        _ count: Int,
        _ request: DecisionRequest,
        with snapshot: ServingSnapshot,
        among table: PreparedTable,
        _ breaker: CircuitBreaker
    ) throws(EngineError) -> PreparedTable.Shortlist {
        try Self.check(request.constraints, table: table.table)
        let policy = Self.policy(for: request.workload, with: snapshot)
        let lineup = table.lineup
        let arm = lineup.experiment?.arm(of: request.workload)?.model
        let primary = breaker.allows(at: request.at) ? lineup.primary : nil
        do {
            return try table.shortlist(
                count,
                PreparedTable.Query(
                    request: request,
                    objective: try Self.objective(of: request, policy: policy, domain: snapshot.domain),
                    unavailable: snapshot.unavailable,
                    history: snapshot.history,
                    predictors: [arm, primary, lineup.fallback].compactMap(\.self)
                )
            )
        } catch let error as EngineError {
            throw error
        } catch let error as ExpressionError {
            throw .unusableAttribute("\(error)")
        } catch {
            preconditionFailure("expressions and the engine throw their own errors only")
        }
    }
}

extension ServingSnapshot {
    /// Some rows of a table, for one decision.
    func placement(of rows: [Int], of table: PreparedTable) -> PreparedPlacement {
        PreparedPlacement(
            domain: self.domain,
            shortlist: rows.map { table.table[$0] },
            lineup: self.lineup
        )
    }
}
