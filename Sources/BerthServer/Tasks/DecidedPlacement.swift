internal import Decisions
internal import Domains
internal import Nodes
internal import Placement
internal import TaskDispatch

/// Places tasks by decisions of the domain of tasks: its targets are the kinds of nodes, and how the fleet stands at the
/// moment is part of the workload, so that the record holds all that was known.
struct DecidedPlacement: TaskPlacer {
    let decisions: DecisionService
    let targets: FleetTargets
    /// The domain's name.
    static let domain = "task"

    func place(_ task: Submission, on fleet: [Node.Kind: KindStanding]) async throws -> TaskPlacement? {
        self.targets.refresh()
        let attributes = task.workload.merging(Self.attributes(of: fleet)) { $1 }
        let decision = try await self.decisions.decideAtOnce(
            DecisionService.Request(domain: Self.domain, attributes: attributes)
        )
        guard let chosen = decision.chosenCandidate, let kind = Node.Kind(rawValue: chosen.target.id.description) else {
            return nil
        }
        return TaskPlacement(
            decision: decision.id,
            kind: kind,
            confidence: decision.confidence,
            predicted: chosen.prediction
        )
    }

    /// Percent and milliseconds in whole numbers: finer ones tell the model nothing. A kind of which no node could take
    /// the task counts as full.
    private static func attributes(of fleet: [Node.Kind: KindStanding]) -> [String: Value] {
        var attributes: [String: Value] = [:]
        for kind in Node.Kind.allCases {
            attributes["\(kind.rawValue)_load"] = .number(fleet[kind]?.load.rounded() ?? 100)
            if let latency = fleet[kind]?.latencySeconds {
                attributes["\(kind.rawValue)_latency_ms"] = .number((latency * 1000).rounded())
            }
        }
        return attributes
    }

    func learn(_ run: TaskRun) async throws {
        let report = DecisionService.OutcomeReport(
            target: nil,
            startedAt: run.startedAt,
            outcome: Outcome(
                timeSeconds: run.seconds,
                // A node without a price is one's own.
                cost: run.cost ?? Money(nanos: 0, currency: .usd),
                succeeded: run.succeeded
            ),
            error: run.error,
            metrics: [:]
        )
        _ = try await self.decisions.observe(report, of: run.decision)
    }
}

extension Submission {
    /// What a decision may look at: what is wanted, and the payload's sizes.
    fileprivate var workload: [String: Value] {
        [
            "taskType": .text(self.type), "priority": .number(Double(self.wishes.priority)),
            "latency": .number(Double(self.wishes.latency)),
            "cost_sensitivity": .number(Double(self.wishes.costSensitivity)),
            "requiresGPU": .flag(self.wishes.requiresGPU), "payload": .record(self.payload.sizes),
        ]
    }
}

extension Value {
    /// Numbers and truth values as they are, texts and lists as how much they hold: what the work depends on, and
    /// nothing private.
    fileprivate var sizes: [String: Value] {
        guard case .record(let fields) = self else { return [:] }
        var sizes: [String: Value] = [:]
        for (name, value) in fields {
            switch value {
            case .number, .flag: sizes[name] = value
            case .text(let text): sizes["\(name)Bytes"] = .number(Double(text.utf8.count))
            case .list(let elements): sizes["\(name)Count"] = .number(Double(elements.count))
            case .record, .missing: break
            }
        }
        return sizes
    }
}
