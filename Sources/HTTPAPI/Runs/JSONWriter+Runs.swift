internal import JSON
internal import Placement
internal import Telemetry

/// Runs as they are reported: what is written here can be sent to `POST /api/telemetry/runs` again.
extension JSONWriter {
    mutating func report(_ report: RunReport, domain: String) {
        let run = report.run
        self.beginObject()
        self.key("runId")
        self.text(run.id.description)
        if let decision = report.decision {
            self.key("decisionId")
            self.text(decision.description)
        }
        self.key("domain")
        self.text(domain)
        if let provider = run.target.attributes["provider"]?.text {
            self.key("provider")
            self.text(provider)
        }
        self.key("target")
        self.text(run.target.id.description)
        self.key("startedAt")
        self.text(run.startedAt.description)
        self.members(of: run.outcome)
        if let error = report.error {
            self.key("error")
            self.text(error)
        }
        self.key("spec")
        self.object(run.workload.attributes)
        if !report.metrics.isEmpty {
            self.key("metrics")
            self.object(report.metrics)
        }
        self.endObject()
    }
}
