package import Domains
package import Placement

/// Reads reports of runs of one domain, as the API takes them.
///
/// A file is a JSON list of reports, a single report, or one report a line. A report is an object:
///
///     {"runId": "r-1", "domain": "sandbox", "provider": "e2b", "language": "python",
///      "startedAt": "2026-01-31T12:00:00Z", "durationMs": 812, "costUSD": 0.0000216, "success": true,
///      "decisionId": "d-0nbvc3mfg0000", "spec": {"memoryMB": 512}, "metrics": {"cpuMs": 640}}
///
/// `target` names the target; `provider` does where the provider has one target only. In a domain whose targets come
/// from its runs, `targetAttributes` beside it says what the target is, which then need not be known. The cost's field ends with the
/// domain's currency. `decisionId`, `domain`, `language`, `error`, `spec` and `metrics` may be left out. The fields of
/// `spec`, and the language, become the workload's attributes; `decisionId`, `error` and `metrics` stand beside the
/// run.
package struct RunReader: Sendable {
    /// What happens to a report that makes no run.
    package enum BadRuns: Sendable, Hashable {
        /// The file is refused, with the first faults.
        case refuse
        /// It is left out and counted, and the first faults are told.
        case leaveOut
    }

    /// How much is read at once; what is beyond is refused.
    package struct Limits: Sendable, Hashable {
        /// Bytes of a whole file.
        package var fileBytes: Int
        /// Bytes of one report.
        package var runBytes: Int
        /// Reports of one file.
        package var runs: Int
        /// The most faults that are told one by one.
        package var faults: Int

        package init(
            fileBytes: Int = 256 << 20,
            runBytes: Int = 4 << 20,
            runs: Int = 1_000_000,
            faults: Int = 20
        ) {
            self.fileBytes = fileBytes
            self.runBytes = runBytes
            self.runs = runs
            self.faults = faults
        }
    }

    /// What a file held.
    package struct Result: Sendable {
        /// In the file's order.
        package var reports: [RunReport] = []
        /// The first faults.
        package var badRuns: [BadRun] = []
        /// All reports that made no run, told or not.
        package var badCount = 0
    }

    let fields: ReportFields
    let badRuns: BadRuns
    let limits: Limits

    /// - Parameters:
    ///   - targets: The targets that a run may name.
    ///   - specFields: What `spec` may hold; anything when `nil`.
    package init(
        domain: Domain,
        targets: some Sequence<Target>,
        specFields: [String]?,
        badRuns: BadRuns,
        limits: Limits = Limits()
    ) {
        self.fields = ReportFields(domain: domain, places: KnownPlaces(TargetTable(targets)), specFields: specFields)
        self.badRuns = badRuns
        self.limits = limits
    }

    /// - Parameter file: The name that errors carry.
    package func read(_ bytes: [UInt8], file: String) throws(RunReadError) -> Result {
        var reading = try RunReading(bytes, file: file, self)
        while try reading.goOn() {}
        return try reading.finish()
    }

    /// The same a piece at a time, so that others who wait for the thread get their turn.
    package func readInTurns(_ bytes: [UInt8], file: String) async throws -> Result {
        var reading = try RunReading(bytes, file: file, self)
        while try reading.goOn() { await Task.yield() }
        return try reading.finish()
    }
}
