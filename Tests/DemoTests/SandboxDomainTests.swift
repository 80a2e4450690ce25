import Catalog
import Demo
import Domains
import Engine
import Features
import Placement
import Testing

@Suite struct SandboxDomainTests {
    @Test func `the shipped domain declares more than twenty features`() throws {
        let domain = try Support.domain()
        #expect(domain.name == "sandbox")
        #expect(domain.program.features.count > 40)
        #expect(domain.objective == .costTime)
        #expect(domain.rules.count == 3)
        #expect(domain.hourlyPrice != nil)
        #expect(domain.history != nil)
    }

    @Test func `every feature has a value for typical workloads once there is history`() throws {
        let domain = try Support.domain()
        let simulator = try Support.simulator()
        let past = try Support.history(count: 2500)
        let now = Support.start.advanced(bySeconds: Double(Support.days) * 86_400)
        let targets = simulator.targets(at: now).map(\.target)
        let program = try FrozenProgram(domain.program, examples: past.map { ($0.run.workload, $0.run.target) })
        let statistics = RunStatistics(past.map(\.run))
        var seen = [Bool](repeating: false, count: program.columnNames.count)
        for run in past.suffix(40) {
            let matrix = try program.matrix(
                workload: run.run.workload,
                targets: targets,
                at: now,
                history: statistics
            )
            for (index, value) in matrix.enumerated() where !value.isNaN { seen[index % seen.count] = true }
            // What describes the workload is known on every target.
            let columns = program.columnNames
            for name in columns where name.hasPrefix("code_") || name.hasSuffix("_count") || name == "file_bytes" {
                let column = try #require(columns.firstIndex(of: name))
                #expect(!matrix[column].isNaN, "\(name)")
            }
        }
        for (name, isSeen) in zip(program.columnNames, seen) { #expect(isSeen, "\(name) is always missing") }
    }

    @Test func `the simulator spells workload keys as the domain does`() throws {
        let domain = try Support.domain()
        for simulated in try Support.simulator().workloads(count: 200) {
            #expect(try domain.workload(simulated.workload.attributes).key == simulated.workload.key)
        }
    }

    @Test func `the domain's requirements and the simulator agree on where a workload may run`() throws {
        let domain = try Support.domain()
        let simulator = try Support.simulator()
        let targets = simulator.targets(at: Support.start).map(\.target)
        var state = EngineState(seed: 1)
        let snapshot = ServingSnapshot(
            domain: domain,
            targets: targets,
            model: nil,
            policy: Policy(strategy: .rules, exploration: .off),
            history: RunStatistics()
        )
        var excluded = 0
        for (index, simulated) in simulator.workloads(count: 150).enumerated() {
            let decision = try Engine.decide(
                DecisionRequest(id: Decision.ID("\(index)"), at: Support.start, workload: simulated.workload),
                with: snapshot,
                state: &state
            )
            for candidate in decision.candidates {
                let truth = try simulator.truth(of: simulated, on: candidate.target.id, at: Support.start)
                #expect((candidate.exclusion == nil) == (truth != nil), "\(simulated.family) on \(candidate.target.id)")
                excluded += candidate.exclusion == nil ? 0 : 1
            }
        }
        #expect(excluded > 80)
    }

    @Test(
        arguments: [
            (["gpu": true, "cpu": 4, "memoryMB": 8192, "timeoutSeconds": 900], "modal-t4"),
            (["gpu": false, "cpu": 1, "memoryMB": 512, "timeoutSeconds": 10], "cloudflare"),
            (["gpu": false, "cpu": 2, "memoryMB": 2048, "timeoutSeconds": 300], "daytona"),
            (["cpu": 2, "memoryMB": 16384, "timeoutSeconds": 300], "gcp-cloud-run-functions"),
        ] as [([String: Value], String)]
    )
    func `rules choose as declared`(asked: [String: Value], expected: String) throws {
        let domain = try Support.domain()
        let attributes = asked.merging(["language": "python", "code": "print(1)"]) { asked, _ in asked }
        var state = EngineState(seed: 1)
        let decision = try Engine.decide(
            DecisionRequest(id: Decision.ID("1"), at: Support.start, workload: domain.workload(attributes)),
            with: ServingSnapshot(
                domain: domain,
                targets: Support.simulator().targets(at: Support.start).map(\.target),
                model: nil,
                policy: Policy(strategy: .rules, exploration: .off),
                history: RunStatistics()
            ),
            state: &state
        )
        #expect(decision.chosenCandidate?.target.id == Target.ID(expected))
    }
}
