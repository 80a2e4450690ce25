internal import Placement

/// What decisions of one domain have in common as long as nobody changes policy or model.
struct DecisionContext: Sendable {
    let domain: String
    let objective: Objective
    let policy: Policy
    let model: String?
    let programHash: String?
}

extension DecisionContext {
    init(_ decision: Decision) {
        self.init(
            domain: decision.domain,
            objective: decision.objective,
            policy: decision.policy,
            model: decision.model,
            programHash: decision.programHash
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
    }
}

extension ByteReader {
    mutating func context() throws(ByteFault) -> DecisionContext {
        DecisionContext(
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
    }

    private mutating func choice<Choice: RawRepresentable<String>>(of kind: String) throws(ByteFault) -> Choice {
        let text = try self.text()
        guard let choice = Choice(rawValue: text) else { throw .invalid("'\(text)' is not \(kind)") }
        return choice
    }

    private mutating func share() throws(ByteFault) -> Double {
        let share = try self.longNumber()
        guard (0...1).contains(share) else { throw .invalid("\(share) is no share from 0 to 1") }
        return share
    }
}
