internal import Decisions
internal import Placement
internal import Telemetry

// The columns of a segment, in the order in which they stand.

extension RecordWriter {
    mutating func segment(_ numbered: [NumberedReport]) {
        let reports = numbered.map(\.report)
        self.bytes.count(reports.count)
        self.bytes.runIDs(reports.map(\.run.id.description))
        self.bytes.differences(reports.map(\.run.startedAt.microseconds))
        self.targets(reports.map(\.run.target))
        self.bytes.workloads(reports.map(\.run.workload))
        self.bytes.outcomes(reports.map(\.run.outcome))
        self.bytes.bits(reports.map { $0.decision != nil })
        self.bytes.differences(reports.compactMap { $0.decision?.number })
        self.bytes.bits(reports.map { $0.error != nil })
        for report in reports { if let error = report.error { self.bytes.text(error) } }
        self.bytes.records(reports.map(\.metrics))
        self.bytes.differences(numbered.map(\.number))
    }

    /// Each different target once, then which one a run had.
    private mutating func targets(_ targets: [Target]) {
        let dictionary = Distinct(targets.map { Constant.target($0).bytes })
        self.bytes.count(dictionary.firsts.count)
        for first in dictionary.firsts { self.constant(.target(targets[first])) }
        self.bytes.places(dictionary)
    }
}

extension RecordReader {
    /// - Parameter lowest: The first number of a segment that does not hold its numbers.
    mutating func segment(lowest: Int64?) throws -> [NumberedReport] {
        let count = try self.bytes.count()
        let ids = try self.bytes.runIDs(count)
        let starts = try self.bytes.differences(count)
        let targets = try self.targets(count)
        let workloads = try self.bytes.workloads(count)
        let outcomes = try self.bytes.outcomes(count)
        let isDecided = try self.bytes.bits(count)
        var decisions = try self.bytes.differences(isDecided.count { $0 }).makeIterator()
        let isFailed = try self.bytes.bits(count)
        var errors: [String?] = []
        for isFailed in isFailed { errors.append(isFailed ? try self.bytes.text() : nil) }
        let metrics = try self.bytes.records(count)
        let numbers =
            try lowest.map { lowest in (0..<count).map { lowest + Int64($0) } } ?? self.bytes.differences(count)
        try self.requireEnd()
        return try (0..<count).map { index in
            let decision = isDecided[index] ? decisions.next() : nil
            if let decision, decision < 0 { throw ByteFault.invalid("\(decision) is not a number of a decision") }
            let report = RunReport(
                Run(
                    id: Run.ID(ids[index]),
                    workload: workloads[index],
                    target: targets[index],
                    startedAt: Timestamp(microseconds: starts[index]),
                    outcome: outcomes[index]
                ),
                decision: decision.map { Decision.ID(number: $0) },
                error: errors[index],
                metrics: metrics[index]
            )
            return NumberedReport(number: numbers[index], report: report)
        }
    }

    private mutating func targets(_ count: Int) throws -> [Target] {
        let distinct = try self.bytes.count()
        var targets: [Target] = []
        for _ in 0..<distinct { targets.append(try self.target()) }
        return try self.bytes.places(count, of: targets)
    }
}
