internal import Placement
internal import Telemetry

// A report's body: everything but its id, its start and its decision, which are columns.

private enum ReportFormat {
    /// Changes with every change of what is written; a reader knows all former ones.
    static let version: UInt8 = 1
}

extension RecordWriter {
    mutating func report(_ report: RunReport) {
        self.bytes.byte(ReportFormat.version)
        self.constant(.target(report.run.target))
        self.bytes.text(report.run.workload.key.description)
        self.attributes(report.run.workload.attributes)
        self.bytes.outcome(report.run.outcome)
        self.bytes.optional(report.error) { $0.text($1) }
        self.bytes.flag(!report.metrics.isEmpty)
        if !report.metrics.isEmpty { self.attributes(report.metrics) }
    }
}

extension RecordReader {
    /// - Throws: ``ByteFault`` for a body that is not what was written.
    mutating func report(
        _ id: Run.ID,
        startedAt: Timestamp,
        decision: Decision.ID?
    ) throws -> RunReport {
        let version = try self.bytes.byte()
        guard version == ReportFormat.version else { throw ByteFault.otherVersion(version) }
        let target = try self.target()
        let workload = Workload(key: Workload.Key(try self.bytes.text()), attributes: try self.attributes())
        let outcome = try self.bytes.outcome()
        let error = try self.bytes.optional { (bytes) throws(ByteFault) in try bytes.text() }
        let metrics = try self.bytes.flag() ? try self.attributes() : [:]
        try self.requireEnd()
        return RunReport(
            Run(id: id, workload: workload, target: target, startedAt: startedAt, outcome: outcome),
            decision: decision,
            error: error,
            metrics: metrics
        )
    }
}
