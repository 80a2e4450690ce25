import Declarations
import Expressions
import Features
import Placement
import Testing

/// Prepared for many decisions, a program gives the vectors and errors that single names and single rows give.
@Suite struct PreparedProgramTests {
    private static let yaml = """
        code_lines: {from: workload.code, as: code-lines, language: workload.language}
        code_calls: {from: workload.code, as: code-calls, language: workload.language}
        language: {from: workload.language, as: category}
        cpu: {from: workload.spec.cpu}
        provider: {from: target.provider, as: one-hot}
        speed: {from: target.speed, as: log}
        room: {from: target.memory / workload.memory, as: log}
        price: {from: 'coalesce(target.price, 0) * workload.spec.cpu + max(target.memory, workload.memory)'}
        same: {from: 'if(target.provider == "a", "fast", workload.language)', as: one-hot}
        hour: {from: clock, as: hour}
        target_runs: {from: history, as: run-count, of: target, window: 7d}
        target_mean: {from: history, as: mean-time, of: target, window: 7d}
        known: {from: history, as: run-count, of: workload}
        pair: {from: history, as: mean-cost, of: workload-on-target}
        """

    private static let targets = [
        Target(id: Target.ID("a"), attributes: ["provider": "a", "speed": 2, "memory": 64, "price": 0.5]),
        Target(id: Target.ID("b"), attributes: ["provider": "b", "speed": "3", "memory": "32"]),
        Target(id: Target.ID("c"), attributes: ["memory": 16, "price": 1]),
        Target(id: Target.ID("bad"), attributes: ["provider": "b", "speed": 1, "memory": .list([1])]),
    ]

    private static let workloads: [[String: Value]] = [
        ["code": "def f(x):\n  g(x)", "language": "python", "spec": .record(["cpu": 2]), "memory": 4],
        ["code": 3, "language": "go", "spec": 1, "memory": "8"], [:],
        ["language": "klingon", "spec": .record(["cpu": "many"]), "memory": 1],
        ["spec": .record(["cpu": .list([])]), "memory": .record([:])], ["memory": 0, "spec": .record(["cpu": -1])],
    ]

    private static let history = RunStatistics((0..<20).map { Self.run($0) })

    private static func run(_ index: Int) -> Run {
        Run(
            id: Run.ID("\(index)"),
            workload: Workload(key: Workload.Key("w\(index % 2)"), attributes: [:]),
            target: Self.targets[index % 3],
            startedAt: Timestamp(microseconds: Int64(index) * 3_600_000_000),
            outcome: Outcome(
                timeSeconds: Double(index + 1),
                cost: Money(nanos: Int64(index) * 1000, currency: .usd),
                succeeded: index % 3 != 0
            )
        )
    }

    private static let moment = Timestamp(microseconds: 90_000_000_000)

    private static func program() throws -> FrozenProgram {
        try FrozenProgram(
            FeatureProgram(Declaration(yaml: Self.yaml, file: "f.yaml"), privatePaths: []),
            examples: Self.targets.prefix(3).map {
                (workload: Workload(key: Workload.Key("w"), attributes: Self.workloads[0]), target: $0)
            }
        )
    }

    @Test(arguments: [[0], [1, 2], [2, 1, 0], [0, 3], [3, 0], []])
    func `vectors and errors are those of single rows`(chosen: [Int]) throws {
        let program = try Self.program()
        let prepared = PreparedProgram(program, targets: Self.targets)
        for (index, attributes) in Self.workloads.enumerated() {
            let workload = Workload(key: Workload.Key("w\(index)"), attributes: attributes)
            let found = Self.outcome {
                try prepared.matrix(
                    workload: workload,
                    values: prepared.slots.values(of: workload),
                    targets: chosen,
                    at: Self.moment,
                    history: Self.history
                )
            }
            let expected = Self.outcome {
                try chosen.flatMap { target in
                    try program.matrix(
                        workload: workload,
                        targets: [Self.targets[target]],
                        at: Self.moment,
                        history: Self.history
                    )
                }
            }
            #expect(found == expected)
        }
    }

    @Test func `expressions are the features' own, evaluated name by name`() throws {
        let program = try Self.program()
        let columns = program.columnFeatures
        for attributes in [Self.workloads[0], Self.workloads[1], Self.workloads[5]] {
            let workload = Workload(key: Workload.Key("w"), attributes: attributes)
            for target in Self.targets.prefix(3) {
                let row = try program.matrix(
                    workload: workload,
                    targets: [target],
                    at: Self.moment,
                    history: Self.history
                )
                for (column, feature) in columns.enumerated() {
                    let declaration = program.features[feature]
                    guard declaration.transform == .number, case .expression(let expression) = declaration.source
                    else { continue }
                    let value = try expression.evaluate { $0.attribute(workload: workload, target: target) }
                    #expect(FeatureVector([row[column]]) == FeatureVector([value.number ?? .nan]))
                }
            }
        }
    }

    private static func outcome(_ rows: () throws -> [Double]) -> String {
        do { return try rows().map { $0.isNaN ? "missing" : "\($0)" }.joined(separator: " ") } catch {
            return "error: \(error)"
        }
    }
}
