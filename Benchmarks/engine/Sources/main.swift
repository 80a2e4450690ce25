// Times decisions on one thread: features, forests, utility, confidence and the record, nothing else.
// Usage: swift build -c release --product engine-bench && .build/release/engine-bench [OPTIONS]; see Options.swift.

import Foundation
import LightGBMTrainer

let options = try Options(CommandLine.arguments.dropFirst())
let library = try LightGBMLibrary(
    configuredPath: ProcessInfo.processInfo.environment["BERTH_LIGHTGBM_LIBRARY"],
    places: .usual(workingDirectory: FileManager.default.currentDirectoryPath, home: NSHomeDirectory())
)
let trainer = LightGBMTrainer(library: library)
if let path = options.record {
    var recording = Recording(trainer: trainer)
    try recording.sandboxes(try SandboxBench(trainer: trainer))
    try recording.instances()
    try Data(recording.lines.joined(separator: "\n").utf8).write(to: URL(filePath: path))
} else {
    try Growth(trainer: trainer, options: options).print()
}
