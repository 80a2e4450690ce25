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
        let placement = snapshot.placement
        try Self.check(request.constraints, placement: placement)
        var next = state
        do {
            var deliberation = try Deliberation(
                request,
                pursuing: try Self.objective(of: request, policy: snapshot.policy, domain: snapshot.domain),
                domain: snapshot.domain,
                policy: snapshot.policy,
                placement: placement,
                unavailable: snapshot.unavailable,
                explorationSpent: state.explorationSpent
            )
            let answer = try Self.ask(
                snapshot,
                workload: request.workload,
                targets: deliberation.feasible,
                objective: deliberation.objective,
                at: request.at,
                breaker: &next.breaker
            )
            try deliberation.hear(answer)
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

    /// Asks the model, then the version before it.
    private static func ask(
        _ snapshot: ServingSnapshot,
        workload: Workload,
        targets: [Int],
        objective: Objective,
        at moment: Timestamp,
        breaker: inout CircuitBreaker
    ) throws(EngineError) -> Answer {
        let before = breaker
        guard let model = snapshot.model, let prepared = snapshot.placement.model else {
            return .none(reason: "no model is trained")
        }
        guard !targets.isEmpty else { return .predicted(model, []) }
        var reason = "the model failed repeatedly and is paused"
        if breaker.mayCall(at: moment) {
            do {
                let predictions = try prepared.predictions(
                    for: workload,
                    on: targets,
                    objective: objective,
                    at: moment,
                    history: snapshot.history
                )
                breaker.succeeded()
                return .predicted(model, predictions)
            } catch .unusableAttribute(let problem) {
                // The request's fault, not the model's.
                breaker = before
                throw .unusableAttribute(problem)
            } catch {
                reason = "\(error)"
                breaker.failed(at: moment)
            }
        }
        guard let previous = snapshot.previous, let prepared = snapshot.placement.previous else {
            return .none(reason: reason)
        }
        do {
            let predictions = try prepared.predictions(
                for: workload,
                on: targets,
                objective: objective,
                at: moment,
                history: snapshot.history
            )
            return .predicted(previous, predictions)
        } catch {
            return .none(reason: "\(reason); the version before: \(error)")
        }
    }
}

/// A decision, and what it is measured against.
package struct Conclusion: Sendable {
    package let decision: Decision
    /// Index of the candidate that the rules choose; `nil` when none is feasible.
    package let ruled: Int?

    package var ruledCandidate: Candidate? { self.ruled.map { self.decision.candidates[$0] } }
}

/// What the models said.
enum Answer {
    case predicted(any Predictor, [PredictedTarget])
    case none(reason: String)

    var predictor: (any Predictor)? {
        if case .predicted(let predictor, _) = self { predictor } else { nil }
    }
}
