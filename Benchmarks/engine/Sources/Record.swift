import Demo
import Domains
import Engine
import Features
import Foundation
import LearnedModels
import LightGBMTrainer
import Placement
import Resilience
import Training

/// Many decisions of every kind as lines of JSON, so that two builds can be compared bit by bit.
///
/// Workloads with missing, odd and unusable attributes; constraints; every strategy; failing models; a domain whose
/// grid of known targets leads.
struct Recording {
    let trainer: LightGBMTrainer
    private(set) var lines: [String] = []

    init(trainer: LightGBMTrainer) { self.trainer = trainer }

    private static let constraints = [
        Constraints.none, Constraints(only: ["provider": ["modal", "e2b", "daytona"]]),
        Constraints(maxTimeSeconds: 20), Constraints(maxCost: 2e-4), Constraints(except: ["gpu": ["true"]]),
        Constraints(only: ["nowhere": ["x"]]), Constraints(maxCost: .nan),
    ]

    private static let policies = [
        Policy(strategy: .hybrid, confidenceGate: 0.3, exploration: Exploration(share: 0.4, budget: 0.01)),
        Policy(strategy: .rules), Policy(strategy: .model), Policy(strategy: .hybrid),
        Policy(strategy: .hybrid, confidenceGate: 1), Policy(strategy: .hybrid, exploration: Exploration(share: 1)),
    ]

    /// A model that cannot answer.
    private struct Broken: Predictor {
        let modelID = "broken@v0.0.1"
        let programHash = "f00d"

        func predictions(
            for workload: Workload,
            on targets: [Target],
            objective: Objective,
            at moment: Timestamp,
            history: any HistorySource
        ) throws(PredictionError) -> [PredictedTarget] { throw .damagedModel("broken") }

        func nearBest(choosing chosen: Int, among predictions: [Prediction]) -> Double { 0 }

        func reasons(
            for workload: Workload,
            chosen: PredictedTarget,
            rival: PredictedTarget,
            objective: Objective
        ) -> [Reason] { [] }
    }

    mutating func add(_ line: some Encodable) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys]
        encoder.nonConformingFloatEncodingStrategy = .convertToString(
            positiveInfinity: "inf",
            negativeInfinity: "-inf",
            nan: "nan"
        )
        self.lines.append(String(decoding: try encoder.encode(line), as: UTF8.self))
    }

    mutating func decide(
        _ workloads: [Workload],
        domain: Domain,
        targets: [Target],
        model: LearnedModel?,
        history: RunStatistics,
        moment: Timestamp
    ) throws {
        var state = EngineState(seed: 3)
        for (index, workload) in workloads.enumerated() {
            let broken = index % 23 == 11
            let snapshot = ServingSnapshot(
                domain: domain,
                targets: index % 7 == 3 ? Array(targets.reversed().dropLast()) : targets,
                model: broken ? Broken() : index % 29 == 5 ? nil : model,
                previous: broken && index % 2 == 0 ? model : nil,
                policy: Self.policies[index % Self.policies.count],
                history: history,
                unavailable: index % 5 == 1 ? [targets[index % targets.count].id: "down"] : [:]
            )
            let request = DecisionRequest(
                id: Decision.ID("\(index)"),
                at: moment.advanced(bySeconds: Double(index) * 1711),
                workload: workload,
                constraints: index % 3 == 0 ? Self.constraints[index / 3 % Self.constraints.count] : .none,
                objective: index % 4 == 0 ? Objective.allCases[index / 4 % 3] : nil
            )
            do {
                let decision = try Engine.decide(request, with: snapshot, state: &state)
                try self.add(decision)
                try self.add(Explanation(decision, model: model))
            } catch {
                self.lines.append("error: \(error)")
            }
        }
        self.lines.append("\(state.generator) \(state.explorationSpent) \(state.breaker.isOpen)")
    }

    /// The same workload with attributes taken away, spelled otherwise or replaced.
    static func odd(_ workload: Workload, _ index: Int) -> Workload {
        var attributes = workload.attributes
        let key = index % 2 == 0 ? workload.key : Workload.Key("odd-\(index)")
        switch index % 24 {
        case 0: attributes = [:]
        case 1: attributes["code"] = nil
        case 2: attributes["language"] = "klingon"
        case 3: attributes["cpu"] = "2"
        case 4: attributes["memoryMB"] = "1024"
        case 5: attributes["gpu"] = "true"
        case 6: attributes["gpu"] = 1
        case 7: attributes["memoryMB"] = nil
        case 8: attributes["timeoutSeconds"] = .missing
        case 9: attributes["cpu"] = "many"
        case 10: attributes["memoryMB"] = .list([1, 2])
        case 11: attributes["dependencies"] = .record(["a": 1])
        case 12: attributes["files"] = .list([.record(["bytes": "12"]), .record(["bytes": 3]), 4])
        case 13: attributes["code"] = ""
        case 14: attributes["code"] = 12
        case 15: attributes["code"] = .text(String(repeating: "for (x in y) { f(\"a\") /* é */ }\n", count: 50))
        case 16: attributes["language"] = "PYTHON"
        case 17: attributes["language"] = "Ruby"
        case 18: attributes["language"] = "bash"
        case 19: attributes["gpu"] = true
        case 20: attributes["memoryMB"] = 1e6
        case 21: attributes["timeoutSeconds"] = 10
        case 22: attributes["cpu"] = .number(-1)
        default: attributes["environment"] = .record(["A": "x"])
        }
        return Workload(key: key, attributes: attributes)
    }

    mutating func sandboxes(
        _ bench: SandboxBench
    ) throws {
        try self.add(bench.artifact)
        let workloads = bench.simulator.workloads(count: 240).map(\.workload)
        let known = bench.runs.prefix(120).map(\.workload)
        let all = workloads + known + workloads.enumerated().map { Self.odd($0.element, $0.offset) }
        try self.decide(
            all + bench.runs.suffix(240).enumerated().map { Self.odd($0.element.workload, $0.offset) },
            domain: bench.domain,
            targets: bench.targets,
            model: try LearnedModel(bench.artifact, domain: bench.domain),
            history: RunStatistics(bench.runs),
            moment: bench.moment
        )
    }

    /// Made-up instance types on the instances' domain, each workload on some of them.
    mutating func instances() throws {
        let domain = try Domain(
            yaml: String(contentsOf: URL(filePath: "domains/instances.yaml"), encoding: .utf8),
            file: "domains/instances.yaml"
        )
        let targets = (0..<30).map(Self.instanceType)
        let workloads = (0..<14).map { index in
            Workload(
                key: Workload.Key("w\(index)"),
                attributes: [
                    "workload": .text("w\(index)"), "kind": .text("k\(index % 7)"),
                    "threads": .text(index % 3 == 0 ? "one" : "all"),
                ]
            )
        }
        let start = Timestamp(secondsSince1970: 1_780_272_000)
        var runs: [Run] = []
        for (row, workload) in workloads.enumerated() {
            for (column, target) in targets.enumerated() where (row * 7 + column * 3) % 5 != 0 {
                let speed = target.attributes["vcpus"]?.number ?? 1
                let time = 1000 / speed * Double(1 + (row * column) % 4)
                let price = target.attributes["usd_per_hour"]?.number ?? 1
                runs.append(
                    Run(
                        id: Run.ID("r\(row)-\(column)"),
                        workload: workload,
                        target: target,
                        startedAt: start.advanced(bySeconds: Double(runs.count) * 600),
                        outcome: Outcome(
                            timeSeconds: time,
                            cost: Money(nanos: Int64(price * time / 3600 * 1e9), currency: .usd),
                            succeeded: true
                        )
                    )
                )
            }
        }
        let artifact = try ModelTrainer(
            domain: domain,
            trainer: self.trainer,
            settings: TrainingSettings(seed: 5),
            version: "v1.0.0"
        ).train(runs).artifact
        try self.add(artifact)
        let extra = (0..<80).map { index in
            var attributes = workloads[index % 14].attributes
            if index % 5 == 1 { attributes["kind"] = nil }
            if index % 5 == 2 { attributes["workload"] = .number(Double(index)) }
            return Workload(key: Workload.Key(index % 3 == 0 ? "w\(index % 14)" : "n\(index)"), attributes: attributes)
        }
        try self.decide(
            extra,
            domain: domain,
            targets: (0..<34).map(Self.instanceType),
            model: try LearnedModel(artifact, domain: domain),
            history: RunStatistics(runs),
            moment: start.advanced(bySeconds: 1e6)
        )
    }

    private static func instanceType(_ index: Int) -> Target {
        let cores = Double(1 << (index % 5))
        let names = ["m5.large", "Standard_D4s_v5", "n2-standard-8", "t2.micro", "c6gd.metal"]
        return Target(
            id: Target.ID("t\(index)"),
            attributes: [
                "provider": .text(["aws", "azure", "gcp"][index % 3]), "type": .text("\(names[index % 5])\(index)"),
                "family": .text("f\(index % 4)"), "vcpus": .number(cores), "memory_gib": .number(cores * 4),
                "arch": "x86", "cpu_model": .text(["Intel Xeon", "AMD EPYC", "ARM"][index % 3]),
                "cpu_alloc": "dedicated", "usable_vcpus": .number(cores),
                "network_gbps": index % 4 == 0 ? .missing : .number(5), "suffix": .text(["ad", "s", "p"][index % 3]),
                "usd_per_hour": .number(0.05 * cores * Double(1 + index % 3)),
            ]
        )
    }
}
