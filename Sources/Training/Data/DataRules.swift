package import Placement

/// What runs must be before a model learns from them. Strict: what cannot be true is refused, never repaired.
package struct DataRules: Sendable, Hashable {
    /// The moment of the training; no run starts later.
    package let asOf: Timestamp
    /// Runs that start more than this many days before the newest one are left out; `nil` keeps all.
    package let days: Double?
    /// Fewer runs than this are too few.
    package let minimumRuns: Int

    /// - Precondition: `days` is positive, `minimumRuns` at least 1.
    package init(asOf: Timestamp, days: Double?, minimumRuns: Int) {
        precondition((days ?? 1) > 0, "an age window is longer than nothing")
        precondition(minimumRuns >= 1, "a model learns from at least one run")
        self.asOf = asOf
        self.days = days
        self.minimumRuns = minimumRuns
    }

    /// Runs to learn from, and what was left out.
    package struct Result: Sendable, Hashable {
        /// Ascending by start, runs of one start by id.
        package let runs: [Run]
        /// How many runs were left out, and why.
        package let leftOut: LeftOut
    }

    /// Runs that are nothing wrong, but nothing to learn from.
    package struct LeftOut: Sendable, Hashable, Codable {
        /// The same run again: one id, one content.
        package var duplicates = 0
        /// Before the age window.
        package var tooOld = 0

        package init(duplicates: Int = 0, tooOld: Int = 0) {
            self.duplicates = duplicates
            self.tooOld = tooOld
        }
    }

    /// The runs that follow the rules.
    ///
    /// - Throws: `impossible` for runs that cannot be true, `tooFew` when too few are left.
    package func apply(to runs: [Run]) throws(DataRulesError) -> Result {
        let faults = runs.compactMap { run in self.fault(of: run).map { DataRulesError.ImpossibleRun(run.id, $0) } }
        var known: [Run.ID: Run] = [:]
        var contradicting: [DataRulesError.ImpossibleRun] = []
        var leftOut = LeftOut()
        for run in runs {
            guard let same = known.updateValue(run, forKey: run.id) else { continue }
            if same == run {
                leftOut.duplicates += 1
            } else {
                contradicting.append(DataRulesError.ImpossibleRun(run.id, .contradiction))
            }
        }
        let impossible = faults + contradicting
        guard impossible.isEmpty else {
            throw .impossible(first: Array(impossible.prefix(DataRulesError.listed)), count: impossible.count)
        }
        let ordered = known.values.sorted { ($0.startedAt, $0.id) < ($1.startedAt, $1.id) }
        let kept = self.recent(ordered)
        leftOut.tooOld = ordered.count - kept.count
        guard kept.count >= self.minimumRuns else {
            throw .tooFew(found: kept.count, needed: self.minimumRuns, days: self.days, leftOut: leftOut)
        }
        return Result(runs: kept, leftOut: leftOut)
    }

    private func recent(_ ordered: [Run]) -> [Run] {
        guard let days = self.days, let newest = ordered.last?.startedAt else { return ordered }
        // Compared as a number, since a window of a million years is allowed and its start is no timestamp.
        return ordered.filter { newest.secondsSince1970 - $0.startedAt.secondsSince1970 <= days * 86_400 }
    }

    private func fault(of run: Run) -> DataRulesError.Impossible? {
        let seconds = run.outcome.timeSeconds
        guard seconds.isFinite, seconds >= 0 else { return .time(seconds: seconds) }
        guard run.outcome.cost.nanos >= 0 else { return .cost(run.outcome.cost) }
        guard run.startedAt <= self.asOf else { return .future(start: run.startedAt, asOf: self.asOf) }
        for (name, value) in run.workload.attributes.sorted(by: { $0.key < $1.key }) {
            if case .number(let number) = value, !number.isFinite { return .attribute(name, value: number) }
        }
        return nil
    }
}
