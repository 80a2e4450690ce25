internal import Placement

/// A replay's answer for people.
package enum ReplayReport {
    /// Lines of text, the last ended too.
    package static func text(_ answer: ReplayAnswer) -> String {
        let sections = [
            Self.heading(answer), Self.policies(answer), Self.groups(answer), Self.quality(answer),
            Self.online(answer), Self.details(answer), Self.notes(answer),
        ]
        return sections.filter { !$0.isEmpty }.map { $0.joined(separator: "\n") + "\n" }.joined(separator: "\n")
    }

    private static func heading(_ answer: ReplayAnswer) -> [String] {
        let skipped = answer.skipped > 0 ? ", \(answer.skipped) skipped" : ""
        var lines = [
            "Replay of \(answer.domain) by \(answer.objective.rawValue): \(answer.decisions) decisions\(skipped)",
            Self.window("Learned from", answer.training),
        ]
        if let test = answer.test { lines.append(Self.window("Judged by", test)) }
        if let column = answer.leaveOut {
            lines.append("Each value of \(column) was decided after learning from the others.")
        }
        return lines
    }

    private static func window(_ verb: String, _ window: DataWindow) -> String {
        "\(verb) \(window.runs) runs of \(window.workloads) workloads on \(window.targets) targets, "
            + "\(window.from) to \(window.to)."
    }

    // MARK: Chosen ÷ best

    private static let header = ["mean", "geo. mean", "median", "90 %", "worst", "exact"]

    private static func cells(_ scores: Scores) -> [String] {
        [scores.mean, scores.geometricMean, scores.median, scores.p90, scores.worst].map {
            Fixed.text($0, decimals: 3)
        } + [Fixed.percent(scores.exactShare)]
    }

    private static func policies(_ answer: ReplayAnswer) -> [String] {
        var table = TextTable(header: ["chosen ÷ best"] + Self.header + ["we save", "of the total"])
        table.append(["Berth (\(answer.strategy.name.rawValue))"] + Self.cells(answer.normalized))
        let others: [(String, Scores?, KeyPath<Saving, Double?>)] = [
            ("rules", answer.rules, \.rules), ("best fixed target", answer.bestFixed, \.bestFixed),
            ("cheapest hourly", answer.cheapestHourly, \.cheapestHourly),
            ("best simple policy", answer.bestSimple, \.bestSimple), ("random", answer.random, \.random),
        ]
        for (name, scores, saving) in others {
            guard let scores else { continue }
            let savings = [answer.saving[keyPath: saving], answer.savingOfTotal[keyPath: saving]]
            table.append([name] + Self.cells(scores) + savings.map { Fixed.percent($0.map { $0 / 100 }) })
        }
        return table.lines
    }

    private static let mostGroups = 30

    private static func groups(_ answer: ReplayAnswer) -> [String] {
        // More than a screen of groups is for the JSON.
        guard (2...Self.mostGroups).contains(answer.groups.count) else { return [] }
        var table = TextTable(header: ["chosen ÷ best by group", "n"] + Self.header + ["rules"])
        for group in answer.groups {
            table.append(
                ["\(group.by) \(group.value)", "\(group.decisions)"] + Self.cells(group.normalized)
                    + [group.rules.map { Fixed.text($0.mean, decimals: 3) } ?? "-"]
            )
        }
        return table.lines
    }

    // MARK: How far to trust it

    private static func quality(_ answer: ReplayAnswer) -> [String] {
        var lines = ["Best target chosen: \(Fixed.percent(answer.accuracy.selectionAccuracy))."]
        if answer.accuracy.cells > 0 {
            lines.append(
                "Mean error of predicted cost \(Fixed.percent(answer.accuracy.costMAPE)), of time "
                    + "\(Fixed.percent(answer.accuracy.timeMAPE)), over \(answer.accuracy.cells) cells."
            )
        }
        if let coverage = answer.coverage {
            lines.append(
                "Inside the 90 % interval: time \(Fixed.percent(coverage.time)), cost "
                    + "\(Fixed.percent(coverage.cost)) of \(coverage.runs) runs" + Self.parts(coverage) + "."
            )
        }
        if let confidence = answer.confidence {
            lines.append(
                "Confidence \(Fixed.text(confidence.minimum, decimals: 2)) to "
                    + "\(Fixed.text(confidence.maximum, decimals: 2)), mean "
                    + "\(Fixed.text(confidence.mean, decimals: 2)); right in \(Fixed.percent(confidence.meanActual)); "
                    + "calibration error \(Fixed.text(confidence.calibrationError, decimals: 3))."
            )
        }
        if let probes = answer.probes {
            let pays = probes.breakEvenRuns.map { ", paid off after \(Figure.short($0)) runs" } ?? ""
            lines.append(
                "Trial runs: \(probes.count), cost \(Figure.short(probes.cost)) \(answer.currency), "
                    + "\(Figure.short(probes.meanCostToBest)) times a run on the best target on average\(pays)."
            )
        }
        return lines + Self.bases(answer.strategy)
    }

    private static func parts(_ coverage: Coverage) -> String {
        let parts = [("known workloads", coverage.seen), ("new workloads", coverage.unseen)].compactMap { name, part in
            part.map { "\(name) \(Fixed.percent($0.time)), \(Fixed.percent($0.cost))" }
        }
        return parts.isEmpty ? "" : " (" + parts.joined(separator: "; ") + ")"
    }

    private static func bases(_ use: StrategyUse) -> [String] {
        let counts = [
            ("the model", use.model), ("the rules", use.rules), ("the rules (low confidence)", use.lowConfidence),
            ("the rules (no model)", use.modelUnavailable), ("the best of the trial runs", use.measured),
            ("exploration", use.exploration),
        ].filter { $0.1 > 0 }
        return ["Decided by " + counts.map { "\($0.0) (\($0.1))" }.joined(separator: ", ") + "."]
    }

    private static func online(_ answer: ReplayAnswer) -> [String] {
        guard let online = answer.online else { return [] }
        var table = TextTable(header: ["regret after", "so far", "recent", "rules so far", "rules recent"])
        for point in online.checkpoints {
            let regrets = [point.regret, point.recentRegret, point.rulesRegret, point.recentRulesRegret]
            table.append(["\(point.decisions)"] + regrets.map { Fixed.text($0, decimals: 3) })
        }
        return table.lines + [
            "Learned from \(online.learnedRuns) outcomes along the way, retrained \(online.trainings) times."
        ]
    }

    // MARK: Decisions and notes

    private static func details(_ answer: ReplayAnswer) -> [String] {
        (answer.details ?? []).flatMap { detail in
            let confidence = detail.confidence.map { ", confidence \(Fixed.text($0, decimals: 2))" } ?? ""
            return [
                "\(detail.workload) → \(detail.chosen) (\(detail.basis.rawValue)\(confidence)), "
                    + "\(Fixed.text(detail.normalized, decimals: 3)) times the best, \(detail.best)"
            ] + detail.explanation.map { "  \($0)" }
        }
    }

    private static func notes(_ answer: ReplayAnswer) -> [String] { answer.notes.map { "Note: \($0)." } }
}
