import Domains
import Engine
import Placement
import Replay
import RunMapping
import Tables
import Training

/// Three jobs on three boxes, small enough to compute by hand.
enum Tiny {
    static let yaml = """
        domain: tiny
        features:
          cores: {from: target.cores}
        hourlyPrice: target.price
        rules:
          - name: most cores
            order: [-target.cores]
        failures: counted
        history:
          filter: job != "noise"
          measured: [seconds, dollars, ok]
          workload:
            key: {job: job}
            describe: {kind: kind}
          target:
            id: {box: box}
            describe: {cores: cores, price: price}
          outcome:
            time: {value: seconds, unit: s}
            cost: {value: dollars, currency: USD}
            success: ok == 1
          at: at
        """

    static func domain(_ change: (String) -> String = { $0 }) throws -> Domain {
        try Domain(yaml: change(self.yaml), file: "tiny.yaml")
    }

    static let boxes: [String: (cores: Int, price: Double)] = ["x": (4, 2), "y": (8, 3), "z": (2, 1)]
    static let kinds = ["a": "batch", "b": "batch", "c": "query"]

    struct Row {
        let job: String
        let box: String
        let dollars: Double
        var ok = true

        init(_ job: String, _ box: String, _ dollars: Double, ok: Bool = true) {
            self.job = job
            self.box = box
            self.dollars = dollars
            self.ok = ok
        }
    }

    /// A second for a tenth of a dollar; a row a minute.
    static func file(_ name: String, _ rows: [Row], from minute: Int = 0, every minutes: Int = 1) throws -> ReplayFile {
        var lines = ["job,kind,box,cores,price,seconds,dollars,ok,at"]
        for (index, row) in rows.enumerated() {
            let box = self.boxes[row.box] ?? (1, 1)
            let kind = self.kinds[row.job] ?? "other"
            lines.append(
                "\(row.job),\(kind),\(row.box),\(box.cores),\(box.price),\(row.dollars * 10),\(row.dollars),"
                    + "\(row.ok ? 1 : 0),\((minute + index * minutes) * 60)"
            )
        }
        return ReplayFile(name: name, table: try Table(csv: lines.joined(separator: "\n") + "\n", file: name))
    }

    static let trainingRows = [
        Row("a", "x", 1), Row("a", "y", 2), Row("a", "z", 4),
        Row("b", "x", 2), Row("b", "y", 1), Row("b", "z", 3),
        Row("c", "x", 3), Row("c", "y", 7), Row("c", "z", 2),
    ]

    static let testRows = [
        Row("a", "x", 1), Row("a", "x", 3), Row("a", "y", 1), Row("a", "z", 4),
        Row("b", "x", 4), Row("b", "y", 2), Row("b", "z", 8),
        Row("c", "x", 3), Row("c", "y", 6), Row("c", "z", 2),
        Row("d", "x", 1), Row("noise", "x", 1),
    ]

    static func files() throws -> ReplayFiles {
        ReplayFiles(
            training: [try self.file("train.csv", self.trainingRows)],
            test: [try self.file("test.csv", self.testRows, from: 1000)]
        )
    }

    static func answer(
        _ plan: ReplayPlan,
        files: ReplayFiles? = nil,
        learner: (any ModelLearner)? = MeanLearner(),
        domain: Domain? = nil
    ) throws -> ReplayAnswer {
        let replay = HistoryReplay(plan, domain: try domain ?? self.domain(), learner: learner) { decision, snapshot in
            ["\(decision.candidates.count) candidates, \(snapshot.policy.strategy.rawValue)"]
        }
        return try replay.run(files ?? self.files())
    }
}

func isClose(_ left: Double?, _ right: Double, _ tolerance: Double = 1e-9) -> Bool {
    left.map { abs($0 - right) <= tolerance * max(1, abs(right)) } ?? false
}
