internal import Placement

/// What decisions of one domain have in common as long as nobody changes domain, policy or lineup.
struct DecisionContext: Sendable {
    /// The first one has only what is above the line.
    var format = Decision.Format.current
    let domain: String
    let objective: Objective
    let policy: Policy
    let model: String?
    let programHash: String?
    // ---
    var domainHash: String?
    var asked: [String] = []
    var arm: ExperimentArm?
    var shadows: [Shadow] = []
    var targetTable: String?

    struct Shadow: Sendable {
        let model: String
        let programHash: String
    }
}

extension DecisionContext {
    init(_ decision: Decision) {
        self.init(
            format: decision.format,
            domain: decision.domain,
            objective: decision.objective,
            policy: decision.policy,
            model: decision.model,
            programHash: decision.programHash,
            domainHash: decision.domainHash,
            asked: decision.asked,
            arm: decision.arm,
            shadows: decision.shadows.map { Shadow(model: $0.model, programHash: $0.programHash) },
            targetTable: decision.targetTable
        )
    }
}

extension ByteWriter {
    mutating func context(_ context: DecisionContext) {
        self.text(context.domain)
        self.text(context.objective.rawValue)
        self.text(context.policy.strategy.rawValue)
        self.longNumber(context.policy.confidenceGate)
        self.longNumber(context.policy.exploration.share)
        self.optional(context.policy.exploration.budget) { $0.longNumber($1) }
        self.optional(context.policy.weights) { $0.text($1.rawValue) }
        self.optional(context.model) { $0.text($1) }
        self.optional(context.programHash) { $0.text($1) }
        guard context.format != .first else { return }
        self.optional(context.domainHash) { $0.text($1) }
        self.list(context.asked) { $0.text($1) }
        self.optional(context.arm) { writer, arm in
            writer.text(arm.experiment)
            writer.text(arm.name)
        }
        self.list(context.shadows) { writer, shadow in
            writer.text(shadow.model)
            writer.text(shadow.programHash)
        }
        self.optional(context.targetTable) { $0.text($1) }
    }
}

extension ByteReader {
    mutating func context(_ format: Decision.Format) throws(ByteFault) -> DecisionContext {
        var context = DecisionContext(
            format: format,
            domain: try self.text(),
            objective: try self.choice(of: "an objective"),
            policy: Policy(
                strategy: try self.choice(of: "a strategy"),
                confidenceGate: try self.share(),
                exploration: Exploration(
                    share: try self.share(),
                    budget: try self.optional { (reader) throws(ByteFault) in try reader.longNumber() }
                ),
                weights: try self.optional { (reader) throws(ByteFault) in try reader.choice(of: "an objective") }
            ),
            model: try self.optional { (reader) throws(ByteFault) in try reader.text() },
            programHash: try self.optional { (reader) throws(ByteFault) in try reader.text() }
        )
        guard format != .first else { return context }
        context.domainHash = try self.optional { (reader) throws(ByteFault) in try reader.text() }
        context.asked = try self.list { (reader) throws(ByteFault) in try reader.text() }
        context.arm = try self.optional { (reader) throws(ByteFault) in
            ExperimentArm(experiment: try reader.text(), name: try reader.text())
        }
        context.shadows = try self.list { (reader) throws(ByteFault) in
            DecisionContext.Shadow(model: try reader.text(), programHash: try reader.text())
        }
        context.targetTable = try self.optional { (reader) throws(ByteFault) in try reader.text() }
        return context
    }

    private mutating func choice<Choice: RawRepresentable<String>>(of kind: String) throws(ByteFault) -> Choice {
        let text = try self.text()
        guard let choice = Choice(rawValue: text) else { throw .invalid("'\(text)' is not \(kind)") }
        return choice
    }

    private mutating func share() throws(ByteFault) -> Double {
        let share = try self.longNumber()
        guard (0...1).contains(share) else { throw .invalid("\(share) is not a share from 0 to 1") }
        return share
    }
}
