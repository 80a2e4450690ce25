// Times decisions on one thread: features, forests, utility, confidence and the record, nothing else.
// Usage: swift build -c release --product engine-bench && .build/release/engine-bench [DECISIONS]

import Catalog
import Demo
import Domains
import Engine
import Features
import Foundation
import LightGBMTrainer
import Placement
import Training

let decisions = CommandLine.arguments.dropFirst().first.flatMap(Int.init) ?? 2000
let seed: UInt64 = 7
let start = try timestamp("2026-10-01")
let domain = try Domain(
    yaml: String(contentsOf: URL(filePath: "domains/sandbox.yaml"), encoding: .utf8),
    file: "domains/sandbox.yaml"
)
let simulator = try SandboxSimulator(
    seed: seed,
    catalog: try SandboxCatalog.builtIn(),
    driftAt: start.advanced(bySeconds: 14 * 86_400)
)
let runs = try simulator.history(count: 4000, startingAt: start, days: 28).map(\.run)
let library = try LightGBMLibrary(
    configuredPath: ProcessInfo.processInfo.environment["BERTH_LIGHTGBM_LIBRARY"],
    places: .usual(workingDirectory: FileManager.default.currentDirectoryPath, home: NSHomeDirectory())
)
let result = try ModelTrainer(
    domain: domain,
    trainer: LightGBMTrainer(library: library),
    settings: TrainingSettings(seed: seed),
    version: "v1.0.0"
).train(runs)
let moment = start.advanced(bySeconds: 28 * 86_400)
let targets = simulator.targets(at: moment).map(\.target)
let snapshot = ServingSnapshot(
    domain: domain,
    targets: targets,
    model: try LearnedModel(result.artifact, domain: domain),
    policy: domain.policy,
    history: RunStatistics(runs)
)
let workloads = simulator.workloads(count: decisions).map(\.workload)
var state = EngineState(seed: seed)
var took: [Double] = []
let clock = ContinuousClock()
for (number, workload) in workloads.enumerated() {
    let request = DecisionRequest(id: Decision.ID("\(number)"), at: moment, workload: workload)
    let began = clock.now
    _ = try Engine.decide(request, with: snapshot, state: &state)
    let elapsed = (clock.now - began).components
    took.append(Double(elapsed.attoseconds) / 1e12 + Double(elapsed.seconds) * 1e6)
}
took.sort()
let mean = took.reduce(0, +) / Double(took.count)
print(
    """
    \(decisions) decisions of the sandbox domain, \(targets.count) targets, \(result.artifact.program.columnNames.count) \
    columns, one thread
    median \(Int(took[took.count / 2])) µs, 99 % \(Int(took[took.count * 99 / 100])) µs, mean \(Int(mean)) µs a decision
    \(Int(1e6 / mean)) decisions/s, \(Int(1e6 / mean * Double(targets.count))) predictions/s
    """
)

func timestamp(_ text: String) throws -> Timestamp {
    guard let timestamp = Timestamp(parsing: text) else { throw CocoaError(.formatting) }
    return timestamp
}
