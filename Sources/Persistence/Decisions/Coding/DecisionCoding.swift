internal import GRDB
internal import Placement

// A decision's body: everything but its id and its time, which are columns. Reading gives the identical record, every
// number to the last bit.

private enum DecisionFormat {
    /// Changes with every change of what is written; a reader knows all former ones.
    static let version: UInt8 = 1
}

extension RecordWriter {
    mutating func decision(_ decision: Decision) {
        self.bytes.byte(DecisionFormat.version)
        self.constant(.context(DecisionContext(decision)))
        self.bytes.text(decision.workload.key.description)
        self.attributes(decision.workload.attributes)
        self.bytes.constraints(decision.constraints)
        self.candidates(decision.candidates)
        self.bytes.optional(decision.chosen) { $0.count($1) }
        self.bytes.optional(decision.basis) { $0.basis($1) }
        self.bytes.optional(decision.confidence) { $0.longNumber($1) }
        self.bytes.list(decision.draws) { $0.longNumber($1) }
        self.bytes.number(decision.explorationSpent)
        self.bytes.number(decision.explorationCost)
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
        guard version == DecisionFormat.version else { throw ByteFault.otherVersion(version) }
        guard case .context(let context) = try self.constant(.context) else { throw ByteFault.invalid("no context") }
        let workload = Workload(key: Workload.Key(try self.bytes.text()), attributes: try self.attributes())
        let constraints = try self.bytes.constraints()
        let candidates = try self.candidates()
        let chosen = try self.bytes.optional { (bytes) throws(ByteFault) in
            let index = try bytes.unsigned()
            guard index < candidates.count else { throw .invalid("there is no candidate \(index)") }
            return Int(index)
        }
        let decision = Decision(
            id: id,
            at: moment,
            domain: context.domain,
            workload: workload,
            constraints: constraints,
            objective: context.objective,
            policy: context.policy,
            model: context.model,
            programHash: context.programHash,
            candidates: candidates,
            chosen: chosen,
            basis: try self.bytes.optional { (bytes) throws(ByteFault) in try bytes.basis() },
            confidence: try self.bytes.optional { (bytes) throws(ByteFault) in try bytes.longNumber() },
            draws: try self.bytes.list { (bytes) throws(ByteFault) in try bytes.longNumber() },
            explorationSpent: try self.bytes.number(),
            explorationCost: try self.bytes.number()
        )
        try self.requireEnd()
        return decision
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
