internal import JSON
internal import Placement
internal import Problems

/// One line of an exported file: a report with everything that is kept of it, the target's attributes and the
/// workload's key among it, so that it can be taken back unchanged.
///
///     {"run": {…}, "decisionId": "d-…", "error": "…", "metrics": {…}}
///
/// `run` is the object that `Run` encodes to, keys ascending. What the report does not have is left out.
package enum RunRecord {
    /// The line without its end.
    ///
    /// - Precondition: The report is one that a store has kept, so that its numbers are finite.
    package static func line(of report: RunReport) -> [UInt8] {
        var json = JSONWriter()
        json.raw(#"{"run":"#)
        json.run(report.run)
        if let decision = report.decision {
            json.raw(#","decisionId":"#)
            json.text(decision.description)
        }
        if let error = report.error {
            json.raw(#","error":"#)
            json.text(error)
        }
        if !report.metrics.isEmpty {
            json.raw(#","metrics":"#)
            json.object(report.metrics)
        }
        json.raw("}")
        return json.bytes
    }

    /// Whether bytes start as such a line does, or as one of the run files before the database, which had a sum first.
    package static func isBeginning(of bytes: [UInt8]) -> Bool {
        bytes.starts(with: #"{"run":"#.utf8) || bytes.starts(with: #"{"sum":"#.utf8)
    }

    /// Reads a file of such lines.
    ///
    /// - Parameter file: The name that errors carry.
    /// - Throws: The first line that is none.
    package static func reports(_ bytes: [UInt8], file: String) throws(BadRun) -> [RunReport] {
        var reports: [RunReport] = []
        var line = 0
        var start = 0
        while start < bytes.count {
            line += 1
            let end = bytes[start...].firstIndex(of: UInt8(ascii: "\n")) ?? bytes.count
            if start < end { reports.append(try Self.report(bytes, start..<end, file: file, line: line)) }
            start = end + 1
        }
        return reports
    }

    private static func report(
        _ bytes: [UInt8],
        _ range: Range<Int>,
        file: String,
        line: Int
    ) throws(BadRun) -> RunReport {
        var parts = RunParts()
        do throws(JSONFault) {
            var scanner = JSONScanner(bytes, in: range)
            try parts.read(&scanner)
            try scanner.requireEnd()
        } catch {
            throw BadRun(file: file, line: line, field: nil, fault: .notJSON(error.problem))
        }
        do throws(FieldFault) {
            return try parts.report()
        } catch {
            throw BadRun(file: file, line: line, error)
        }
    }
}

extension JSONWriter {
    fileprivate mutating func run(_ run: Run) {
        self.raw(#"{"id":"#)
        self.text(run.id.description)
        self.raw(#","outcome":{"cost":{"currency":"#)
        self.text(run.outcome.cost.currency.code)
        self.raw(#","nanos":"#)
        self.wholeNumber(run.outcome.cost.nanos)
        self.raw(#"},"succeeded":"#)
        self.flag(run.outcome.succeeded)
        self.raw(#","timeSeconds":"#)
        self.number(run.outcome.timeSeconds)
        self.raw(#"},"startedAt":"#)
        self.text(run.startedAt.description)
        self.raw(#","target":{"attributes":"#)
        self.object(run.target.attributes)
        self.raw(#","id":"#)
        self.text(run.target.id.description)
        self.raw(#"},"workload":{"attributes":"#)
        self.object(run.workload.attributes)
        self.raw(#","key":"#)
        self.text(run.workload.key.description)
        self.raw("}}")
    }
}
