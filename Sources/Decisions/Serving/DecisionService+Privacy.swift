internal import Domains
internal import Placement
package import Telemetry

/// Records for people who may not see what is private. Of a domain that is not served any more nobody knows what is.
extension DecisionService {
    /// The same without the values of attributes that the domain declares private.
    package func hidingPrivateValues(_ observed: ObservedDecision) -> ObservedDecision {
        let decision = observed.decision
        return ObservedDecision(
            decision: decision.placing(self.hidingPrivateValues(decision.workload, of: decision.domain)),
            outcome: observed.outcome
        )
    }

    /// The same without the values of attributes that the domain declares private.
    package func hidingPrivateValues(_ report: RunReport, of domain: String) -> RunReport {
        let run = report.run
        return RunReport(
            Run(
                id: run.id,
                workload: self.hidingPrivateValues(run.workload, of: domain),
                target: run.target,
                startedAt: run.startedAt,
                outcome: run.outcome
            ),
            decision: report.decision,
            // A program's own words, which may repeat its input.
            error: report.error.flatMap { Value.text($0).hidden.text },
            metrics: report.metrics
        )
    }

    private func hidingPrivateValues(_ workload: Workload, of domain: String) -> Workload {
        let shown =
            self.domain(domain)?.domain.hidingPrivateValues(workload.attributes)
            ?? workload.attributes.mapValues(\.hidden)
        return Workload(key: workload.key, attributes: shown)
    }
}
