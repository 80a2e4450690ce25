internal import Domains
internal import Expressions
package import Placement
internal import Resilience
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
        switch snapshot.prepared {
        case .all(let placement):
            try Self.check(request.constraints, placement: placement)
            return try Self.conclude(request, with: snapshot, among: placement, state: &state)
        case .shortlisting(let table, let considered):
            let shortlist = try Self.shortlist(considered, request, with: snapshot, among: table, state.breaker)
            return try Self.conclude(
                request,
                with: snapshot,
                among: snapshot.placement(of: shortlist.considered(considered), of: table),
                leavingOut: shortlist.exclusions,
                state: &state
            )
        }
    }

    /// - Parameter exclusions: Of targets that are not among the placement's.
    private static func conclude(
        _ request: DecisionRequest,
        with snapshot: ServingSnapshot,
        among placement: PreparedPlacement,
        leavingOut exclusions: [ExclusionCount] = [],
        state: inout EngineState
    ) throws(EngineError) -> Conclusion {
        var next = state
        do {
            var deliberation = try Self.deliberation(request, with: snapshot, among: placement, state)
            let question = deliberation.question(snapshot.history)
            try Self.ask(question, of: placement.lineup, in: &deliberation, breaker: &next.breaker)
            deliberation.targetTable = snapshot.targetTable
            deliberation.bulkExclusions = exclusions
            if !placement.lineup.shadows.isEmpty {
                deliberation.shadows = placement.lineup.shadowAnswers(question, count: placement.targets.count)
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

    /// The policy of the arm that a workload falls to, else that of the domain.
    static func policy(for workload: Workload, with snapshot: ServingSnapshot) -> Policy {
        snapshot.lineup.experiment?.arm(of: workload)?.policy ?? snapshot.policy
    }

    /// A decision that knows what is feasible before any prediction.
    static func deliberation(
        _ request: DecisionRequest,
        with snapshot: ServingSnapshot,
        among placement: PreparedPlacement,
        _ state: EngineState
    ) throws -> Deliberation {
        let policy = Self.policy(for: request.workload, with: snapshot)
        return try Deliberation(
            request,
            pursuing: try Self.objective(of: request, policy: policy, domain: snapshot.domain),
            domain: snapshot.domain,
            policy: policy,
            placement: placement,
            unavailable: snapshot.unavailable,
            explorationSpent: state.explorationSpent
        )
    }

    /// Asks the models of a lineup, and notes the arm.
    static func ask(
        _ question: Question,
        of lineup: Lineup<AskedModel>,
        in deliberation: inout Deliberation,
        breaker: inout CircuitBreaker
    ) throws(EngineError) {
        let arm = lineup.experiment?.arm(of: question.workload)
        try deliberation.hear(try lineup.answer(question, arm: arm?.model, breaker: &breaker))
        if let arm, let experiment = lineup.experiment {
            deliberation.arm = ExperimentArm(experiment: experiment.name, name: arm.name)
        }
    }
}

/// A decision, and what it is measured against.
package struct Conclusion: Sendable {
    /// The record.
    package let decision: Decision
    /// Index of the candidate that the rules choose; `nil` when none is feasible.
    package let ruled: Int?
    /// Whether another model answered than was to, because that one failed or is paused.
    package let isByStandIn: Bool

    /// The candidate that the rules choose; `nil` when none is feasible.
    package var ruledCandidate: Candidate? { self.ruled.map { self.decision.candidates[$0] } }
}
