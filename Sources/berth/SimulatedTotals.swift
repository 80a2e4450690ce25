internal import Demo
internal import Placement
internal import Statistics

/// Expected figures of the rules' choices, of hybrid's and of the simulator's best, side by side.
struct SimulatedTotals {
    /// Workloads that the history held already.
    private let known: Int
    private var rows: [String: Row] = [:]
    private var count = 0

    init(known: Int) { self.known = known }

    private struct Row {
        var cost = 0.0
        var seconds = 0.0
        var success = 0.0
        /// Value ÷ best of the choices that can succeed.
        var ratios: [Double] = []
        var hopeless = 0

        mutating func add(_ truth: Truth, ratio: Double) {
            self.cost += truth.cost
            self.seconds += truth.timeSeconds
            self.success += truth.successProbability
            if ratio.isFinite { self.ratios.append(ratio) } else { self.hopeless += 1 }
        }
    }

    private static let names = ["rules", "hybrid", "best known"]

    mutating func add(rules: Truth, hybrid: Truth, best: Truth, objective: Objective) {
        self.count += 1
        for (name, truth) in zip(Self.names, [rules, hybrid, best]) {
            self.rows[name, default: Row()].add(truth, ratio: truth.value(objective) / best.value(objective))
        }
    }

    var text: String {
        var lines = [
            "Simulated: \(self.count) workloads, \(self.known) of them known from the history, each decided once; the "
                + "simulator knows what each target would do.",
            Self.padded([
                "", "mean cost USD", "mean time s", "success", "never succeeds", "value ÷ best (geometric mean)",
            ]),
        ]
        for name in Self.names {
            guard let row = self.rows[name] else { continue }
            let count = Double(max(self.count, 1))
            lines.append(
                Self.padded([
                    name, Figure.short(row.cost / count), Figure.short(row.seconds / count),
                    Figure.percent(row.success / count), "\(row.hopeless)",
                    row.ratios.isEmpty ? "–" : Figure.short(Summaries.geometricMean(row.ratios)),
                ])
            )
        }
        return lines.joined(separator: "\n")
    }

    private static func padded(_ cells: [String]) -> String {
        zip(cells, [12, 15, 13, 9, 16, 0]).map { cell, width in
            cell + String(repeating: " ", count: max(0, width - cell.count))
        }.joined()
    }
}
