internal import Foundation
internal import Placement

extension DataReport {
    /// The report for a person, a line for each thing to know. At most 20 targets and attributes are listed.
    package var text: String {
        var lines = [self.head]
        lines += Self.section("targets", self.targets.map(\.line))
        lines += Self.section(
            "providers",
            self.providers.map { "\($0.provider): \(percent($0.share)), runs: \($0.runs)" }
        )
        lines += Self.section(
            "attributes with missing values",
            self.attributes.filter { $0.missingShare > 0 }.map(\.line)
        )
        lines += Self.section("outliers: \(self.outliers.count)", self.outliers.listed.map(\.line))
        lines += Self.section("unusual", self.findings.map(\.description))
        lines += Self.section("bias", self.biases.map(\.description))
        lines += Self.section("not yet", self.notYet.map(\.description))
        return lines.joined(separator: "\n") + "\n"
    }

    private var head: String {
        guard let window = self.window else { return "no runs" }
        let days = String(format: "%.1f", window.days)
        return "runs: \(self.runs), failed: \(self.failures), workloads: \(self.workloads), "
            + "targets: \(self.targets.count)\nfrom \(window.from) to \(window.to), \(days) days"
    }

    private static func section(_ title: String, _ lines: [String]) -> [String] {
        guard !lines.isEmpty else { return [] }
        let more = lines.count - Limits.listed
        return ["\(title):"] + lines.prefix(Limits.listed).map { "  \($0)" } + (more > 0 ? ["  and \(more) more"] : [])
    }
}

private func percent(_ share: Double) -> String { String(format: "%.1f %%", share * 100) }

private func amount(_ value: Double) -> String { String(format: "%.4g", value) }

extension DataReport.TargetShare {
    fileprivate var line: String {
        let time = self.medianSeconds.map { ", median \(amount($0)) s" } ?? ""
        let cost = self.medianCost.map { ", \(amount($0)) \(self.currency?.code ?? "in several currencies")" } ?? ""
        return "\(self.id): \(percent(self.share)), runs: \(self.runs), failed: \(self.failures)\(time)\(cost)"
    }
}

extension DataReport.AttributeSummary {
    fileprivate var line: String { "\(self.owner.rawValue) \(self.name): \(percent(self.missingShare)) missing" }
}

extension DataReport.Outlier {
    fileprivate var line: String {
        "\(self.run) on \(self.target): \(self.quantity.rawValue) \(amount(self.value)), median \(amount(self.median)), "
            + "\(String(format: "%+.1f", self.score)) robust deviations"
    }
}

extension DataReport.Finding: CustomStringConvertible {
    package var description: String {
        switch self {
        case .impossibleValues(let runs): "runs with a negative or infinite time or cost: \(runs)"
        case .futureStarts(let runs): "runs that start in the future: \(runs)"
        case .repeatedIDs(let runs): "runs with the id of another run: \(runs)"
        case .copies(let runs): "runs that equal another one in everything but their id: \(runs)"
        case .severalCurrencies(let currencies):
            "costs are in several currencies: \(currencies.map(\.code).joined(separator: ", "))"
        case .constantAttribute(let owner, let name): "\(owner.rawValue) \(name) is the same in every run"
        case .sameStart(let start, let runs): "\(runs) runs start at the same moment, \(start)"
        case .gap(let from, let to): "no runs from \(from) to \(to)"
        case .failuresShifted(let target, let before, let lately):
            "\(target): \(percent(lately)) of the runs in the last quarter of the time failed, "
                + "\(percent(before)) before"
        case .timeShifted(let target, let before, let lately):
            "\(target): median \(amount(lately)) s in the last quarter of the time, \(amount(before)) s before"
        }
    }
}

extension DataReport.Bias: CustomStringConvertible {
    package var description: String {
        switch self {
        case .dominantTarget(let target, let share):
            "\(percent(share)) of the runs were on \(target): little is known about the others"
        case .dominantProvider(let provider, let share):
            "\(percent(share)) of the runs were with \(provider): little is known about the others"
        case .thinTargets(let targets, let count):
            "targets with fewer than \(DataReport.Limits.targetRuns) runs: \(count), namely "
                + targets.map(\.description).joined(separator: ", ")
                + (count > targets.count ? " and \(count - targets.count) more" : "")
        case .boundCategory(let attribute, let category, let target, let runs):
            "all \(runs) runs with \(attribute) '\(category)' were on \(target): how they do elsewhere is not known"
        }
    }
}

extension DataReport.NotYet: CustomStringConvertible {
    package var description: String {
        switch self {
        case .anything(let found, let needed): "a model needs at least \(needed) runs, there are \(found)"
        case .choice(let target): "no choice can be learned: every run was on \(target)"
        case .failures: "no run failed, so there is no success model; every target counts as reliable"
        case .successes: "every run failed, so it cannot be learned what makes one succeed"
        case .otherWorkloads: "all runs are of one workload; how good predictions are for others is not known"
        case .change: "all runs start at the same moment, so a model cannot be tested on later runs"
        case .ownIntervals(let targets):
            "targets with fewer than \(DataReport.Limits.targetRuns) runs: \(targets); their intervals are pooled with "
                + "those of all targets"
        }
    }
}
