internal import GRDB
internal import Placement

// A decision's body: everything but its id and its time, which are columns. Reading gives the identical record, every
// number to the last bit.

extension RecordWriter {
    mutating func decision(_ decision: Decision) {
        self.bytes.byte(decision.format.rawValue)
        self.constant(.context(DecisionContext(decision)))
        self.bytes.text(decision.workload.key.description)
        self.attributes(decision.workload.attributes)
        self.bytes.constraints(decision.constraints)
        self.candidates(decision.candidates)
        self.bytes.optional(decision.chosen) { $0.count($1) }
        self.bytes.optional(decision.basis) { $0.basis($1) }
        self.bytes.optional(decision.nearBest) { $0.longNumber($1) }
        self.bytes.list(decision.draws) { $0.longNumber($1) }
        self.bytes.number(decision.explorationSpent)
        self.bytes.number(decision.explorationCost)
        guard decision.format != .first else { return }
        self.bytes.optional(decision.asGoodAsRules) { $0.longNumber($1) }
        self.bytes.optional(decision.caller) { $0.text($1.description) }
        for shadow in decision.shadows { self.bytes.shadowAnswer(shadow.answer) }
        self.bytes.list(decision.bulkExclusions) { bytes, exclusion in
            bytes.text(exclusion.constraint)
            bytes.count(exclusion.count)
        }
    }

    private mutating func candidates(_ candidates: [Candidate]) {
        self.bytes.count(candidates.count)
        // By index: a candidate is many references, and a copy counts each.
        for index in candidates.indices {
            self.constant(.target(candidates[index].target))
            self.bytes.number(candidates[index].propensity)
        }
        self.bytes.bits(candidates.indices.map { candidates[$0].exclusion != nil })
        for index in candidates.indices {
            if let exclusion = candidates[index].exclusion { self.bytes.exclusion(exclusion) }
        }
        self.bytes.bits(candidates.indices.map { candidates[$0].prediction != nil })
        for index in candidates.indices {
            if let prediction = candidates[index].prediction { self.bytes.prediction(prediction) }
        }
        self.bytes.features(candidates.indices.map { candidates[$0].features })
    }
}

extension RecordReader {
    /// - Throws: ``ByteFault`` for a body that is not what was written.
    mutating func decision(_ id: Decision.ID, at moment: Timestamp) throws -> Decision {
        let version = try self.bytes.byte()
        guard let format = Decision.Format(rawValue: version) else { throw ByteFault.otherVersion(version) }
        let kind = format == .first ? Constant.Kind.firstContext : .context
        guard case .context(let context) = try self.constant(kind) else { throw ByteFault.invalid("no context") }
        let workload = Workload(key: Workload.Key(try self.bytes.text()), attributes: try self.attributes())
        let constraints = try self.bytes.constraints()
        let candidates = try self.candidates()
        let chosen = try self.bytes.optional { (bytes) throws(ByteFault) in
            let index = try bytes.unsigned()
            guard index < candidates.count else { throw .invalid("there is no candidate \(index)") }
            return Int(index)
        }
        let basis = try self.bytes.optional { (bytes) throws(ByteFault) in try bytes.basis() }
        let nearBest = try self.bytes.optional { (bytes) throws(ByteFault) in try bytes.longNumber() }
        let draws = try self.bytes.list { (bytes) throws(ByteFault) in try bytes.longNumber() }
        let (explorationSpent, explorationCost) = (try self.bytes.number(), try self.bytes.number())
        let rest = format == .first ? Rest() : try self.bytes.rest(context.shadows)
        try self.requireEnd()
        return Decision(
            format: format,
            id: id,
            at: moment,
            domain: context.domain,
            domainHash: context.domainHash,
            workload: workload,
            constraints: constraints,
            objective: context.objective,
            policy: context.policy,
            caller: rest.caller,
            model: context.model,
            programHash: context.programHash,
            asked: context.asked,
            arm: context.arm,
            shadows: rest.shadows,
            targetTable: context.targetTable,
            candidates: candidates,
            bulkExclusions: rest.bulkExclusions,
            chosen: chosen,
            basis: basis,
            nearBest: nearBest,
            asGoodAsRules: rest.asGoodAsRules,
            draws: draws,
            explorationSpent: explorationSpent,
            explorationCost: explorationCost
        )
    }

    private mutating func candidates() throws -> [Candidate] {
        let count = try self.bytes.count()
        var targets: [(target: Target, propensity: Double)] = []
        for _ in 0..<count { targets.append((try self.target(), try self.bytes.number())) }
        let isExcluded = try self.bytes.bits(count)
        let exclusions = try isExcluded.map { $0 ? try self.bytes.exclusion() : nil }
        let isPredicted = try self.bytes.bits(count)
        let predictions = try isPredicted.map { $0 ? try self.bytes.prediction() : nil }
        let features = try self.bytes.features(count)
        return targets.indices.map { index in
            Candidate(
                target: targets[index].target,
                features: features[index],
                prediction: predictions[index],
                exclusion: exclusions[index],
                propensity: targets[index].propensity
            )
        }
    }
}

/// What the second format has beyond the first.
private struct Rest {
    var asGoodAsRules: Double?
    var caller: Caller.ID?
    var shadows: [ShadowAnswer] = []
    var bulkExclusions: [ExclusionCount] = []
}

extension ByteReader {
    fileprivate mutating func rest(_ shadows: [DecisionContext.Shadow]) throws(ByteFault) -> Rest {
        var rest = Rest()
        rest.asGoodAsRules = try self.optional { (bytes) throws(ByteFault) in try bytes.longNumber() }
        rest.caller = try self.optional { (bytes) throws(ByteFault) in Caller.ID(try bytes.text()) }
        for shadow in shadows {
            rest.shadows.append(
                ShadowAnswer(model: shadow.model, programHash: shadow.programHash, answer: try self.shadowAnswer())
            )
        }
        rest.bulkExclusions = try self.list { (bytes) throws(ByteFault) in
            let constraint = try bytes.text()
            guard let count = Int(exactly: try bytes.unsigned()) else { throw .numberTooLarge }
            return ExclusionCount(constraint: constraint, count: count)
        }
        return rest
    }
}
