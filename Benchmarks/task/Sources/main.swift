// Judges the decisions of domain `task` on simulated tasks, whose truth is known.
// Usage: swift build -c release --product task-bench && .build/release/task-bench [OPTIONS]; see Options.swift.

import Foundation
import LightGBMTrainer

let options = try Options(CommandLine.arguments.dropFirst())
let library = try LightGBMLibrary(
    configuredPath: ProcessInfo.processInfo.environment["BERTH_LIGHTGBM_LIBRARY"],
    places: .usual(workingDirectory: FileManager.default.currentDirectoryPath, home: NSHomeDirectory())
)
let bench = try TaskBench(options)
if let folder = options.tables { try PeerTables(bench).write(into: folder) }
print(try bench.report(trainer: LightGBMTrainer(library: library)))
