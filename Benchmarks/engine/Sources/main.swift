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

let library = try LightGBMLibrary(
    configuredPath: ProcessInfo.processInfo.environment["BERTH_LIGHTGBM_LIBRARY"],
    places: .usual(workingDirectory: FileManager.default.currentDirectoryPath, home: NSHomeDirectory())
)
let trainer = LightGBMTrainer(library: library)
let bench = try SandboxBench(trainer: trainer)
if CommandLine.arguments.count == 3, CommandLine.arguments[1] == "--record" {
    var recording = Recording(trainer: trainer)
    try recording.sandboxes(bench)
    try recording.instances()
    try Data(recording.lines.joined(separator: "\n").utf8).write(to: URL(filePath: CommandLine.arguments[2]))
    exit(0)
}
let decisions = CommandLine.arguments.dropFirst().first.flatMap(Int.init) ?? 2000
let targets = bench.targets
let moment = bench.moment
let snapshot = ServingSnapshot(
    domain: bench.domain,
    targets: bench.targets,
    model: try LearnedModel(bench.artifact, domain: bench.domain),
    policy: bench.domain.policy,
    history: RunStatistics(bench.runs)
)
let workloads = bench.simulator.workloads(count: decisions).map(\.workload)
var state = EngineState(seed: SandboxBench.seed)
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
    \(decisions) decisions of the sandbox domain, \(targets.count) targets, \(bench.artifact.program.columnNames.count) \
    columns, one thread
    median \(Int(took[took.count / 2])) µs, 99 % \(Int(took[took.count * 99 / 100])) µs, mean \(Int(mean)) µs a decision
    \(Int(1e6 / mean)) decisions/s, \(Int(1e6 / mean * Double(targets.count))) predictions/s
    """
)
