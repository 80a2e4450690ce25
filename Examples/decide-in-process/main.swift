// Decides where one workload runs, without a service.
//
//     swift run decide-in-process domains/sandbox.yaml
//     berth models export sandbox v1.2.0 --data-dir berth-demo > model.json
//     swift run decide-in-process domains/sandbox.yaml model.json

import Berthing
import Foundation

guard (2...3).contains(CommandLine.arguments.count) else {
    print("usage: decide-in-process DOMAIN.yaml [MODEL.json]")
    exit(64)
}

let file = CommandLine.arguments[1]
let domain = try Domain(yaml: String(contentsOfFile: file, encoding: .utf8), file: file)
let model = try CommandLine.arguments.dropFirst(2).first.map { path in
    try Model(reading: Array(try Data(contentsOf: URL(filePath: path))), for: domain)
}

var decider = Decider(
    domain: domain,
    targets: try domain.catalogTargets(at: .now),
    model: model,
    strategy: model == nil ? .rules : .model,
    explores: false,
    seed: 1,
    // Kept, each is a line from which the decision can be explained and computed again.
    record: { decision in
        if let line = try? decision.json() { FileHandle.standardError.write(Data((line + "\n").utf8)) }
    }
)

let decision = try decider.decide(
    Request(
        id: UUID().uuidString,
        at: .now,
        workload: [
            "language": "python", "code": "print(1)", "cpu": 1, "memoryMB": 512, "gpu": false, "timeoutSeconds": 20,
        ]
    )
)

print(decision.target?.id ?? "none")
for sentence in decision.explanation { print("  " + sentence) }
