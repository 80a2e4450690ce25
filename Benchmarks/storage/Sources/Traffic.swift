import BerthTesting
import Foundation
import JSON
import Placement
import Statistics

/// Runs as a team of agents reports them: some code recurs, each run has an id of its own.
enum Traffic {
    private static let languages = ["python", "javascript", "bash", "go"]

    /// - Parameter distinct: How many different workloads there are.
    static func run(_ index: Int, distinct: Int = 2000) -> Run {
        var generator = SeededGenerator(seed: UInt64(index))
        let draw = generator.uniform()
        // Few workloads make up most runs.
        let workload = Int(draw * draw * Double(distinct))
        var shape = SeededGenerator(seed: UInt64(workload) + 1_000_000_007)
        let language = Self.languages[Int(shape.uniform() * 4)]
        let memory = Double(256 << Int(shape.uniform() * 4))
        let code = Self.code(workload, &shape)
        let target = SampleDecisions.targets[Int(generator.uniform() * 4)]
        let milliseconds = (300 + generator.uniform() * 4000).rounded()
        return Run(
            id: Run.ID(Self.id(&generator)),
            workload: Workload(
                key: Workload.Key("\(language)/\(String(StableHash.of(code), radix: 16))/1/\(Int(memory))/false"),
                attributes: [
                    "language": .text(language), "code": .text(code), "cpu": 1, "memoryMB": .number(memory),
                    "gpu": false, "timeoutSeconds": 60, "dependencies": .list(["numpy", "requests"]),
                ]
            ),
            target: target,
            startedAt: Timestamp(microseconds: 1_767_225_600_000_000 + Int64(index) * 97_000 / 1000 * 1000),
            outcome: Outcome(
                timeSeconds: milliseconds / 1000,
                cost: Money(nanos: Int64(milliseconds * 14.3), currency: .usd),
                succeeded: generator.uniform() < 0.97
            )
        )
    }

    /// A version 4 UUID.
    private static func id(_ generator: inout SeededGenerator) -> String {
        func bits() -> UInt64 { UInt64(generator.uniform() * 0x1p52) }
        let words = (bits() << 12 ^ bits(), bits() << 12 ^ bits())
        return UUID(uuid: withUnsafeBytes(of: words) { $0.loadUnaligned(as: uuid_t.self) }).uuidString.lowercased()
    }

    private static func code(_ workload: Int, _ generator: inout SeededGenerator) -> String {
        var lines = ["import json, sys", "def main(argument):"]
        for line in 0..<(3 + Int(generator.uniform() * 8)) {
            lines.append("    value_\(line) = argument * \(Int(generator.uniform() * 1000)) + \(workload)")
        }
        return (lines + ["    return value_0", "print(json.dumps(main(\(workload))))"]).joined(separator: "\n")
    }

    /// The report that the API takes for the run.
    static func json(_ run: Run) -> [UInt8] {
        var json = JSONWriter()
        json.raw(#"{"runId":"#)
        json.text(run.id.description)
        json.raw(#","domain":"sandbox","target":"#)
        json.text(run.target.id.description)
        json.raw(#","startedAt":"#)
        json.text(run.startedAt.description)
        json.raw(#","durationMs":"#)
        json.number(run.outcome.timeSeconds * 1000)
        json.raw(#","costUSD":"#)
        json.number(run.outcome.cost.units)
        json.raw(#","success":"#)
        json.flag(run.outcome.succeeded)
        json.raw(#","spec":"#)
        json.object(run.workload.attributes)
        json.raw("}")
        return json.bytes
    }
}
