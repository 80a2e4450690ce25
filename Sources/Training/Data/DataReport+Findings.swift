internal import Foundation
package import Placement
internal import Statistics

extension DataReport {
    /// Something unusual.
    package enum Finding: Sendable, Hashable, Codable {
        /// Runs with a negative or infinite time or cost.
        case impossibleValues(runs: Int)
        /// Runs that start after the moment of the report.
        case futureStarts(runs: Int)
        case repeatedIDs(runs: Int)
        /// Runs that equal an earlier one in everything but their id.
        case copies(runs: Int)
        case severalCurrencies([Currency])
        case constantAttribute(owner: AttributeSummary.Owner, name: String)
        case sameStart(at: Timestamp, runs: Int)
        case gap(from: Timestamp, to: Timestamp)
        /// The share of failures in the last quarter of the window differs from that before.
        case failuresShifted(target: Target.ID, before: Double, lately: Double)
        /// The median time of successful runs in the last quarter of the window differs from that before, in seconds.
        case timeShifted(target: Target.ID, before: Double, lately: Double)
    }

    static func findings(
        in runs: [Run],
        groups: [TargetRuns],
        columns: [AttributeColumn],
        asOf: Timestamp
    ) -> [Finding] {
        // A single start in the future would stretch the window until nothing in it is late.
        let past = runs.filter { $0.startedAt <= asOf }
        return Self.wrongValues(in: runs, asOf: asOf) + Self.repetitions(in: runs)
            + Self.constants(columns, runs: runs.count) + Self.timing(of: past)
            + Self.shifts(in: groups, of: past)
    }

    private static func wrongValues(in runs: [Run], asOf: Timestamp) -> [Finding] {
        var findings: [Finding] = []
        let impossible = runs.count {
            TargetRuns.value(.time, of: $0) == nil || TargetRuns.value(.cost, of: $0) == nil
        }
        if impossible > 0 { findings.append(.impossibleValues(runs: impossible)) }
        let future = runs.count { $0.startedAt > asOf }
        if future > 0 { findings.append(.futureStarts(runs: future)) }
        let currencies = Set(runs.map(\.outcome.cost.currency)).sorted { $0.code < $1.code }
        if currencies.count > 1 { findings.append(.severalCurrencies(currencies)) }
        return findings
    }

    private static func repetitions(in runs: [Run]) -> [Finding] {
        var ids: Set<Run.ID> = []
        var contents: Set<Run> = []
        var repeated = 0
        var copies = 0
        for run in runs {
            if !ids.insert(run.id).inserted {
                repeated += 1
            } else if !contents.insert(run.withoutID).inserted {
                copies += 1
            }
        }
        return (repeated > 0 ? [.repeatedIDs(runs: repeated)] : []) + (copies > 0 ? [.copies(runs: copies)] : [])
    }

    private static func constants(_ columns: [AttributeColumn], runs: Int) -> [Finding] {
        guard runs > 1 else { return [] }
        return columns.filter { $0.values.count == 1 && $0.present == runs }
            .map { .constantAttribute(owner: $0.owner, name: $0.name) }
    }

    private static func timing(of runs: [Run]) -> [Finding] {
        guard let first = runs.first?.startedAt, let last = runs.last?.startedAt else { return [] }
        var findings: [Finding] = []
        let starts = Dictionary(runs.map { ($0.startedAt, 1) }, uniquingKeysWith: +)
        if let (start, count) = starts.max(by: { ($0.value, $1.key) < ($1.value, $0.key) }),
            count >= Limits.sameStartRuns, Double(count) > Limits.sameStartShare * Double(runs.count)
        {
            findings.append(.sameStart(at: start, runs: count))
        }
        let window = last.secondsSince1970 - first.secondsSince1970
        let longEnough = max(Limits.gapShare * window, Limits.gapDistances * window / Double(runs.count))
        guard window > 0 else { return findings }
        let gaps = zip(runs, runs.dropFirst()).filter { earlier, later in
            later.startedAt.secondsSince1970 - earlier.startedAt.secondsSince1970 >= longEnough
        }
        return findings + gaps.map { .gap(from: $0.startedAt, to: $1.startedAt) }
    }

    /// Targets whose last quarter of the window is unlike what was before.
    private static func shifts(in groups: [TargetRuns], of runs: [Run]) -> [Finding] {
        guard let first = runs.first?.startedAt, let last = runs.last?.startedAt, first < last else { return [] }
        let turn = last.advanced(bySeconds: (first.secondsSince1970 - last.secondsSince1970) / 4)
        return groups.flatMap { group -> [Finding] in
            let before = group.runs.filter { $0.startedAt < turn }
            let lately = group.runs.filter { (turn...last).contains($0.startedAt) }
            return [
                Self.failureShift(of: group.id, before, lately), Self.timeShift(of: group.id, before, lately),
            ].compactMap { $0 }
        }
    }

    /// Two proportions by their pooled standard error.
    private static func failureShift(of target: Target.ID, _ before: [Run], _ lately: [Run]) -> Finding? {
        guard min(before.count, lately.count) >= Limits.shiftRuns else { return nil }
        let failures = (before.count { !$0.outcome.succeeded }, lately.count { !$0.outcome.succeeded })
        let counts = (Double(before.count), Double(lately.count))
        let shares = (Double(failures.0) / counts.0, Double(failures.1) / counts.1)
        let pooled = Double(failures.0 + failures.1) / (counts.0 + counts.1)
        let error = (pooled * (1 - pooled) * (1 / counts.0 + 1 / counts.1)).squareRoot()
        let distance = abs(shares.1 - shares.0)
        guard distance >= Limits.failureShift, distance > Limits.shiftScore * error else { return nil }
        return .failuresShifted(target: target, before: shares.0, lately: shares.1)
    }

    private static func timeShift(of target: Target.ID, _ before: [Run], _ lately: [Run]) -> Finding? {
        func logs(_ runs: [Run]) -> [Double] {
            runs.filter(\.outcome.succeeded).compactMap { TargetRuns.value(.time, of: $0) }.filter { $0 > 0 }
                .map { log($0) }
        }
        let times = (logs(before), logs(lately))
        guard min(times.0.count, times.1.count) >= Limits.shiftRuns else { return nil }
        let scales = (RobustScale(times.0), RobustScale(times.1))
        let error = scales.0.squaredError(count: times.0.count) + scales.1.squaredError(count: times.1.count)
        let distance = abs(scales.1.median - scales.0.median)
        guard distance >= log(Limits.timeRatio), distance > Limits.shiftScore * error.squareRoot() else { return nil }
        return .timeShifted(target: target, before: exp(scales.0.median), lately: exp(scales.1.median))
    }
}

extension Run {
    fileprivate var withoutID: Run {
        Run(
            id: ID(""),
            workload: self.workload,
            target: self.target,
            startedAt: self.startedAt,
            outcome: self.outcome
        )
    }
}
