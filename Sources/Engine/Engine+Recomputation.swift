package import Domains
internal import Expressions
package import Placement

extension Engine {
    /// Computes a decision again from its record, the domain and the model that it names.
    ///
    /// Everything that follows is computed: exclusions, predictions, probabilities, propensities, choice. What came from
    /// outside is taken from the record: features (so that no history is needed), which targets were unavailable and
    /// which were not considered, which models were asked and why one gave no answer, what shadows said, the arm, draws,
    /// and what exploration had cost before. Where the record is right and the code means what it meant, the answer
    /// equals it bit for bit, and is of the record's format.
    ///
    /// - Parameters:
    ///   - domain: As it was declared then.
    ///   - models: The one that answered is among them, with what it had learnt from runs until then.
    /// - Throws: ``RecomputationError``.
    package static func recompute(
        _ decision: Decision,
        domain: Domain,
        models: [any RecomputablePredictor]
    ) throws(RecomputationError) -> Decision {
        guard domain.name == decision.domain else {
            throw .otherDomain(recorded: decision.domain, given: domain.name)
        }
        if let recorded = decision.domainHash, recorded != domain.declaration.hash {
            throw .otherDeclaration(recorded: recorded, given: domain.declaration.hash)
        }
        let model = try Self.model(of: decision, among: models)
        let placement = PreparedPlacement(
            domain: domain,
            targets: decision.candidates.map(\.target),
            lineup: .empty
        )
        do {
            // Which values targets have was judged when the decision was made, among all targets there were.
            try Self.checkRecorded(decision.constraints, placement: placement)
            var deliberation = try Deliberation(
                decision.request,
                pursuing: decision.objective,
                domain: domain,
                policy: decision.policy,
                placement: placement,
                unavailable: decision.unavailable,
                explorationSpent: decision.explorationSpent
            )
            deliberation.format = decision.format
            deliberation.arm = decision.arm
            deliberation.shadows = decision.shadows
            deliberation.bulkExclusions = decision.bulkExclusions
            deliberation.targetTable = decision.targetTable
            try deliberation.hear(try Self.answer(of: model, decision, feasible: deliberation.feasible))
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
    ) throws -> LineupAnswer {
        guard let model else {
            guard case .modelUnavailable(let reason, _) = decision.basis else {
                return .none("the record names no model", asked: decision.asked)
            }
            return .none(reason, asked: decision.asked)
        }
        var rows: [Double] = []
        for index in feasible {
            let candidate = decision.candidates[index]
            guard candidate.prediction != nil else { throw RecomputationError.missingFeatures(candidate.target.id) }
            rows += candidate.features.values
        }
        let predictions = try model.predictions(
            rows: rows,
            for: decision.workload,
            on: feasible,
            of: decision.candidates.map(\.target),
            objective: decision.objective
        )
        return LineupAnswer(asked: decision.asked, content: .predicted(model, predictions))
    }
}

/// Why a decision cannot be computed again from its record.
package enum RecomputationError: Error, Hashable {
    case otherDomain(recorded: String, given: String)
    /// By another declaration of the domain the decision may come out differently; both are hashes.
    case otherDeclaration(recorded: String, given: String)
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
        case .otherDeclaration(let recorded, let given):
            "the decision was made by the declaration \(recorded) of its domain, not by \(given)"
        case .otherModel(let recorded, let given):
            "the decision was made with \(recorded); given "
                + (given.isEmpty ? "was no model" : "were \(given.joined(separator: ", "))")
        case .otherProgram(let model): "\(model) makes other features than the decision's model did"
        case .missingFeatures(let target):
            "\(target) is feasible now, and the record has no features for it: the domain's requirements have changed"
        case .missingDraws(let count): "the record lacks \(count) of the draws that exploration needs"
        case .refused(let problem): "what was decided then is rejected now: \(problem)"
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
            objective: self.objective,
            caller: self.caller ?? .local
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
