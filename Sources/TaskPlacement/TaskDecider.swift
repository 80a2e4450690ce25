package import Decisions
package import Nodes
internal import Placement
package import TaskDispatch

/// Places tasks by decisions of the domain of tasks: its targets are the kinds of nodes, and how the fleet stands at the
/// moment is part of the workload, so that the record holds all that was known.
package struct TaskDecider: TaskPlacer {
    private let decisions: DecisionService
    private let targets: FleetTargets

    package init(decisions: DecisionService, targets: FleetTargets) {
        self.decisions = decisions
        self.targets = targets
    }

    package func place(_ task: Submission, on fleet: [Node.Kind: KindStanding]) async throws -> KindChoice? {
        self.targets.refresh()
        let attributes = TaskDomain.workload(
            task.type,
            wishes: task.wishes,
            sizes: TaskDomain.sizes(in: task.payload),
            fleet: fleet
        )
        let decision = try await self.decisions.decideAtOnce(
            DecisionService.Request(domain: TaskDomain.name, attributes: attributes)
        )
        guard let chosen = decision.chosenCandidate, let kind = Node.Kind(rawValue: chosen.target.id.description) else {
            return nil
        }
        return KindChoice(
            decision: decision.id,
            kind: kind,
            confidence: decision.confidence,
            predicted: chosen.prediction
        )
    }

    package func learn(_ run: TaskRun) async throws {
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
