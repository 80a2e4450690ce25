package import Domains
internal import Expressions
package import Placement

extension Engine {
    /// Computes a decision again from its record, the domain and the model that it names.
    ///
    /// Everything that follows is computed: exclusions, predictions, confidence, propensities, choice. What came from
    /// outside is taken from the record: features (so that no history is needed), which targets were unavailable, why a
    /// model gave no answer, draws, and what exploration had cost before. Where the record is right and the code means
    /// what it meant, the answer equals it bit for bit.
    ///
    /// - Parameters:
    ///   - domain: As it was declared then.
    ///   - model: The model of the time, with what it had learnt from runs until then.
    ///   - previous: The version before it, which may have answered in its place.
    /// - Throws: ``RecomputationError``.
    package static func recompute(
        _ decision: Decision,
        domain: Domain,
        model: (any RecomputablePredictor)?,
        previous: (any RecomputablePredictor)? = nil
    ) throws(RecomputationError) -> Decision {
        guard domain.name == decision.domain else {
            throw .otherDomain(recorded: decision.domain, given: domain.name)
        }
        let asked = try Self.model(of: decision, among: [model, previous].compactMap(\.self))
        let placement = PreparedPlacement(
            domain: domain,
            targets: decision.candidates.map(\.target),
            model: nil,
            previous: nil
        )
        do {
            try Self.check(decision.constraints, placement: placement)
            var deliberation = try Deliberation(
                decision.request,
                pursuing: decision.objective,
                domain: domain,
                policy: decision.policy,
                placement: placement,
                unavailable: decision.unavailable,
                explorationSpent: decision.explorationSpent
            )
            try deliberation.hear(try Self.answer(of: asked, decision, feasible: deliberation.feasible))
            var draws = decision.draws[...]
            var missing = 0
            let recomputed = try deliberation.conclude {
                guard let draw = draws.popFirst() else {
                    missing += 1
                    return 0
                }
                return draw
            }.decision
            guard missing == 0 else { throw RecomputationError.missingDraws(missing) }
            return recomputed
        } catch let error as RecomputationError {
            throw error
        } catch {
            throw .refused("\(error)")
        }
    }

    private static func model(
        of decision: Decision,
        among given: [any RecomputablePredictor]
    ) throws(RecomputationError) -> (any RecomputablePredictor)? {
        guard let recorded = decision.model else { return nil }
        guard let model = given.first(where: { $0.modelID == recorded }) else {
            throw .otherModel(recorded: recorded, given: given.map(\.modelID))
        }
        guard model.programHash == decision.programHash else { throw .otherProgram(model: recorded) }
        return model
    }

    private static func answer(
        of model: (any RecomputablePredictor)?,
        _ decision: Decision,
        feasible: [Int]
    ) throws -> Answer {
        guard let model else {
            guard case .modelUnavailable(let reason, _) = decision.basis else {
                return .none(reason: "the record names no model")
            }
            return .none(reason: reason)
        }
        var rows: [Double] = []
        for index in feasible {
            let candidate = decision.candidates[index]
            guard candidate.prediction != nil else { throw RecomputationError.missingFeatures(candidate.target.id) }
            rows += candidate.features.values
        }
        return .predicted(
            model,
            try model.predictions(
                rows: rows,
                for: decision.workload,
                on: feasible,
                of: decision.candidates.map(\.target),
                objective: decision.objective
            )
        )
    }
}

/// Why a decision cannot be computed again from its record.
package enum RecomputationError: Error, Hashable {
    case otherDomain(recorded: String, given: String)
    case otherModel(recorded: String, given: [String])
    /// A model of this name makes its features otherwise.
    case otherProgram(model: String)
    /// A target is feasible now, and the record has no features for it.
    case missingFeatures(Target.ID)
    /// More draws are needed than the record holds.
    case missingDraws(Int)
    /// The request cannot be judged, or the model cannot answer, as it could then.
    case refused(String)
}

extension RecomputationError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .otherDomain(let recorded, let given): "the decision is of the domain '\(recorded)', not of '\(given)'"
        case .otherModel(let recorded, let given):
            "the decision was made with \(recorded); given "
                + (given.isEmpty ? "was no model" : "were \(given.joined(separator: ", "))")
        case .otherProgram(let model): "\(model) makes other features than the decision's model did"
        case .missingFeatures(let target):
            "\(target) is feasible now, and the record has no features for it: the domain's requirements have changed"
        case .missingDraws(let count): "the record lacks \(count) of the draws that exploration needs"
        case .refused(let problem): "what was decided then is refused now: \(problem)"
        }
    }
}

extension Decision {
    fileprivate var request: DecisionRequest {
        DecisionRequest(
            id: self.id,
            at: self.at,
            workload: self.workload,
            constraints: self.constraints,
            objective: self.objective
        )
    }

    /// The targets that could not take work then.
    fileprivate var unavailable: [Target.ID: String] {
        var reasons: [Target.ID: String] = [:]
        for candidate in self.candidates {
            if case .unavailable(let reason) = candidate.exclusion { reasons[candidate.target.id] = reason }
        }
        return reasons
    }
}
