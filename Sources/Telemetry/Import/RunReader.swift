internal import Declarations
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
/// `target` names the target; `provider` does where the provider has one target only. The cost's field ends with the
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

    package struct Limits: Sendable, Hashable {
        package var fileBytes: Int
        package var runBytes: Int
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
        package var badCount = 0
    }

    private let fields: ReportFields
    private let badRuns: BadRuns
    private let limits: Limits

    /// - Parameters:
    ///   - targets: The targets that a run may name.
    ///   - specFields: What `spec` may hold; anything when `nil`.
    package init(
        domain: Domain,
        targets: [Target],
        specFields: [String]?,
        badRuns: BadRuns,
        limits: Limits = Limits()
    ) {
        self.fields = ReportFields(domain: domain, places: KnownPlaces(targets), specFields: specFields)
        self.badRuns = badRuns
        self.limits = limits
    }

    /// - Parameter file: The name that errors carry.
    package func read(_ bytes: [UInt8], file: String) throws(RunReadError) -> Result {
        guard bytes.count <= self.limits.fileBytes else {
            throw .tooLarge(file: file, bytes: bytes.count, limit: self.limits.fileBytes)
        }
        let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]
        let start = bytes.starts(with: byteOrderMark) ? 3 : 0
        var result = Result()
        var scanner = JSONScanner(bytes, in: start..<bytes.count)
        scanner.skipWhiteSpace()
        if scanner.peek == UInt8(ascii: "[") {
            try self.readList(&scanner, file, &result)
        } else if let lines = Self.lines(of: bytes, from: start) {
            for line in lines {
                try self.take(file, &result) { () throws(BadRun) in try self.run(bytes, line, file) }
            }
        } else {
            let whole = Line(number: scanner.line, range: scanner.position..<bytes.count)
            try self.take(file, &result) { () throws(BadRun) in try self.run(bytes, whole, file) }
        }
        guard !result.reports.isEmpty || result.badCount > 0 else { throw .noRuns(file: file) }
        if self.badRuns == .refuse, result.badCount > 0 {
            throw .badRuns(
                first: result.badRuns,
                count: result.badCount,
                total: result.badCount + result.reports.count
            )
        }
        return result
    }

    private struct Line {
        let number: Int
        let range: Range<Int>
    }

    /// The lines that are not blank; `nil` when they look like one report over several lines: the first opens an
    /// object and does not close it, and the second opens none.
    private static func lines(of bytes: [UInt8], from start: Int) -> [Line]? {
        var lines: [Line] = []
        var position = start
        for (index, line) in bytes[start...].split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
            .enumerated()
        {
            let end = position + line.count
            if line.contains(where: { !Self.isWhiteSpace($0) }) {
                lines.append(Line(number: index + 1, range: position..<end))
            }
            position = end + 1
        }
        guard lines.count > 1 else { return lines }
        func opens(_ line: Line) -> Bool {
            bytes[line.range].first { !Self.isWhiteSpace($0) } == UInt8(ascii: "{")
        }
        let closes = bytes[lines[0].range].last { !Self.isWhiteSpace($0) } == UInt8(ascii: "}")
        return opens(lines[0]) && !closes && !opens(lines[1]) ? nil : lines
    }

    private static func isWhiteSpace(_ byte: UInt8) -> Bool {
        [UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\r"), UInt8(ascii: "\n")].contains(byte)
    }

    private func readList(
        _ scanner: inout JSONScanner,
        _ file: String,
        _ result: inout Result
    ) throws(RunReadError) {
        // The list is scanned first, which bounds what the reports can cost when it breaks off at its end.
        var reports: [(line: Int, value: Value)] = []
        let limit = self.limits.runs
        do throws(JSONFault) {
            try scanner.list { (scanner) throws(JSONFault) in
                scanner.skipWhiteSpace()
                let line = scanner.line
                let value = try scanner.value()
                if reports.count <= limit { reports.append((line, value)) }
            }
            try scanner.requireEnd()
        } catch {
            throw .notJSON(file: file, error)
        }
        for (line, value) in reports {
            try self.take(file, &result) { () throws(BadRun) in
                try self.fields.report(from: value, file: file, line: line)
            }
        }
    }

    private func run(_ bytes: [UInt8], _ line: Line, _ file: String) throws(BadRun) -> RunReport {
        guard line.range.count <= self.limits.runBytes else {
            let fault = BadRun.Fault.tooLong(bytes: line.range.count, limit: self.limits.runBytes)
            throw BadRun(file: file, line: line.number, field: nil, fault: fault)
        }
        let value: Value
        do throws(JSONFault) {
            var scanner = JSONScanner(bytes, in: line.range)
            value = try scanner.value()
            try scanner.requireEnd()
        } catch {
            throw BadRun(file: file, line: line.number + error.line - 1, field: nil, fault: .notJSON(error.problem))
        }
        return try self.fields.report(from: value, file: file, line: line.number)
    }

    /// Adds what `read` gives, a run or its fault.
    private func take(
        _ file: String,
        _ result: inout Result,
        _ read: () throws(BadRun) -> RunReport
    ) throws(RunReadError) {
        guard result.reports.count + result.badCount < self.limits.runs else {
            throw .tooManyRuns(file: file, limit: self.limits.runs)
        }
        do throws(BadRun) {
            result.reports.append(try read())
        } catch {
            result.badCount += 1
            if result.badRuns.count < self.limits.faults { result.badRuns.append(error) }
        }
    }
}
