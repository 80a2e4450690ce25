internal import Domains
internal import Expressions
package import Placement
internal import Statistics

/// The decision loop: candidates, features, predictions, choice, record.
package enum Engine {
    /// Decides where one workload runs.
    ///
    /// A pure function of its arguments: the same request, snapshot and state give the same record, bit for bit.
    ///
    /// - Throws: ``EngineError`` for a request that cannot be judged; the state is then as it was.
    package static func decide(
        _ request: DecisionRequest,
        with snapshot: ServingSnapshot,
        state: inout EngineState
    ) throws(EngineError) -> Decision {
        try self.conclude(request, with: snapshot, state: &state).decision
    }

    /// The same, with what the record does not hold.
    package static func conclude(
        _ request: DecisionRequest,
        with snapshot: ServingSnapshot,
        state: inout EngineState
    ) throws(EngineError) -> Conclusion {
        let placement = snapshot.placement
        try Self.check(request.constraints, placement: placement)
        var next = state
        do {
            let lineup = placement.lineup
            let arm = lineup.experiment?.arm(of: request.workload)
            let policy = arm?.policy ?? snapshot.policy
            var deliberation = try Deliberation(
                request,
                pursuing: try Self.objective(of: request, policy: policy, domain: snapshot.domain),
                domain: snapshot.domain,
                policy: policy,
                placement: placement,
                unavailable: snapshot.unavailable,
                explorationSpent: state.explorationSpent
            )
            let question = Question(
                workload: request.workload,
                targets: deliberation.feasible,
                objective: deliberation.objective,
                moment: request.at,
                history: snapshot.history
            )
            try deliberation.hear(try lineup.answer(question, arm: arm?.model, breaker: &next.breaker))
            if let arm, let experiment = lineup.experiment {
                deliberation.arm = ExperimentArm(experiment: experiment.name, name: arm.name)
            }
            deliberation.targetTable = snapshot.targetTable
            if !lineup.shadows.isEmpty {
                deliberation.shadows = lineup.shadowAnswers(question, count: placement.targets.count)
            }
            let conclusion = try deliberation.conclude { next.generator.uniform() }
            next.explorationSpent += conclusion.decision.explorationCost
            state = next
            return conclusion
        } catch let error as ExpressionError {
            throw .unusableAttribute("\(error)")
        } catch let error as EngineError {
            throw error
        } catch {
            preconditionFailure("expressions and the engine throw their own errors only")
        }
    }
}

/// A decision, and what it is measured against.
package struct Conclusion: Sendable {
    package let decision: Decision
    /// Index of the candidate that the rules choose; `nil` when none is feasible.
    package let ruled: Int?
    /// Whether another model answered than was to, because that one failed or is paused.
    package let isByStandIn: Bool

    package var ruledCandidate: Candidate? { self.ruled.map { self.decision.candidates[$0] } }
}
