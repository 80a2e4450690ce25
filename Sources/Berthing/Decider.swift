internal import Domains
internal import Engine
internal import Expressions
internal import Features
internal import LearnedModels
internal import Placement

/// Decides where workloads of a domain run, in this process.
///
/// A value: the same decider, asked the same, answers the same, bit for bit. Copies share what is prepared for many
/// decisions and draw alike, so give each thread or actor a decider of its own with another seed, or guard one.
///
/// ```swift
/// var decider = Decider(domain: domain, targets: targets, model: model, seed: 1)
/// let decision = try decider.decide(Request(id: "d-1", at: now, workload: ["cpu": 2, "language": "python"]))
/// ```
public struct Decider: Sendable {
    /// The domain that the workloads belong to.
    public let domain: Domain
    /// Where they may run.
    public let targets: [Target]
    private let model: LearnedModel?
    private let snapshot: ServingSnapshot
    private var state: EngineState
    private let record: (@Sendable (Decision) -> Void)?

    /// How targets are chosen.
    public enum Strategy: Sendable, Hashable {
        /// By the domain's rules.
        case rules
        /// By the model, however sure it is.
        case model
        /// By the model where it is sure enough, otherwise by the rules.
        case hybrid
    }

    /// Makes ready what all decisions have in common.
    ///
    /// - Parameters:
    ///   - domain: What the workloads are.
    ///   - targets: Where they may run, each with an id of its own.
    ///   - model: What to expect of them; without one the domain's rules decide.
    ///   - strategy: The domain's when `nil`.
    ///   - explores: Whether the share of decisions that the domain's policy says is drawn at random, to learn of other
    ///     targets.
    ///   - seed: Of these draws.
    ///   - record: Gets every decision before it is returned, on the caller's thread: the place to log it.
    /// - Complexity: As some decisions.
    public init(
        domain: Domain,
        targets: [Target],
        model: Model? = nil,
        strategy: Strategy? = nil,
        explores: Bool = true,
        seed: UInt64,
        record: (@Sendable (Decision) -> Void)? = nil
    ) {
        self.domain = domain
        self.targets = targets
        self.model = model?.learned
        let declared = domain.declared.policy
        self.snapshot = ServingSnapshot(
            domain: domain.declared,
            targets: targets.map(\.placed),
            model: model?.learned,
            policy: Policy(
                strategy: strategy.map(Policy.Strategy.init) ?? declared.strategy,
                confidenceGate: declared.confidenceGate,
                exploration: explores ? declared.exploration : .off,
                weights: declared.weights
            ),
            history: RunStatistics()
        )
        self.state = EngineState(seed: seed)
        self.record = record
    }

    /// Decides where one workload runs.
    ///
    /// - Returns: A decision without a target when none is feasible; each candidate then says why.
    /// - Throws: ``BerthingError/Code/request`` for an attribute or a limit that the domain does not allow,
    ///   ``BerthingError/Code/targets`` for two targets with one id.
    /// - Complexity: Some tens of microseconds for eight targets and three models of 200 trees.
    public mutating func decide(_ request: Request) throws(BerthingError) -> Decision {
        let engineRequest = DecisionRequest(
            id: .init(request.id),
            at: Timestamp(request.at),
            workload: try self.workload(request.workload),
            constraints: request.constraints
        )
        let record: Placement.Decision
        do throws(EngineError) {
            record = try Engine.decide(engineRequest, with: self.snapshot, state: &self.state)
        } catch {
            throw BerthingError(error.isOfTargets ? .targets : .request, "\(error)")
        }
        let decision = Decision(record, model: self.model)
        self.record?(decision)
        return decision
    }

    private func workload(_ attributes: [String: AttributeValue]) throws(BerthingError) -> Workload {
        if let name = attributes.filter(\.value.isInfinite).keys.min() {
            throw BerthingError(.request, "\(name) holds a number that is not finite")
        }
        let values = attributes.mapValues(\.value)
        do throws(AttributeFault) {
            try self.domain.schema.check(values)
        } catch {
            throw BerthingError(.request, "\(error)")
        }
        do throws(ExpressionError) {
            return try self.domain.declared.workload(values)
        } catch {
            throw BerthingError(.request, "\(error)")
        }
    }
}

extension Policy.Strategy {
    fileprivate init(_ strategy: Decider.Strategy) {
        switch strategy {
        case .rules: self = .rules
        case .model: self = .model
        case .hybrid: self = .hybrid
        }
    }
}

extension EngineError {
    /// Whether the targets are at fault rather than the request.
    fileprivate var isOfTargets: Bool { if case .duplicateTarget = self { true } else { false } }
}
