import Declarations
import Placement
import RunMapping
import Tables
import Testing

@Suite(.enabled(if: SharedData.isExpected, "the folder ../shared/data is not there"))
struct ShippedDomainTests {
    private func read(
        _ domain: String,
        _ path: String,
        sides: [String: String] = [:]
    ) throws -> MappedRuns {
        let file = "domains/\(domain).yaml"
        let declaration = try Declaration(yaml: try SharedData.text(file), file: file)
        let section = try #require(try declaration.entries().first { $0.key == "history" })
        let mapping = try RunFileMapping(section.value)
        return try mapping.runs(
            from: try SharedData.table(path),
            sides: try sides.mapValues(SharedData.table),
            badRows: .refuse
        )
    }

    @Test func `serverless calls`() throws {
        let history = try self.read("serverless", "sebs_serverless/invocations.csv")
        #expect(history.counts == MappedRuns.Counts(rows: 17_015, unmatched: 0, filtered: 875, unmeasured: 0))
        #expect(history.runs.count == 16_140)
        #expect(
            Set(history.runs.map(\.run.workload.key.description)).sorted() == [
                "compression/python/cold", "compression/python/warm", "graph-bfs/python/cold", "graph-bfs/python/warm",
                "thumbnailer/python/cold", "thumbnailer/python/warm", "uploader/python/cold", "uploader/python/warm",
            ]
        )
        let targets = Set(history.runs.map(\.run.target.id.description))
        #expect(targets.count == 13)
        #expect(targets.contains("azure/dynamic"))
        let first = history.runs[0].run
        #expect(first.target.id == Target.ID("aws/1024"))
        #expect(
            first.outcome == Outcome(timeSeconds: 4.306137, cost: Money(nanos: 58_534, currency: .usd), succeeded: true)
        )
        #expect(first.startedAt.description == "2020-11-11T01:34:34.979495Z")
    }

    @Test func `cluster jobs, where a failed run counts as two hours`() throws {
        let history = try self.read("cluster", "scout/runs.csv")
        #expect(history.counts == MappedRuns.Counts(rows: 828))
        let failed = history.runs.map(\.run).filter { !$0.outcome.succeeded }
        #expect(failed.count == 48)
        #expect(failed.allSatisfy { $0.outcome.timeSeconds == 7200 })
        #expect(failed[0].outcome.cost == Money(nanos: 800_000_000, currency: .usd))
        let cells = Dictionary(grouping: history.runs.map(\.run), by: \.workload.key)
        #expect(cells.count == 12)
        #expect(cells.values.allSatisfy { Set($0.map(\.target.id)).count == 69 })
        #expect(
            cells.values.allSatisfy { Set($0.map(\.workload)).count == 1 },
            "attributes that vary may tell outcomes"
        )
    }

    @Test func `instance types without GPU, on fourteen workloads`() throws {
        let history = try self.read(
            "instances",
            "sparecores/perf.csv",
            sides: ["instance_types": "catalog/instance_types.csv"]
        )
        #expect(history.counts.rows == 2502)
        #expect(history.counts.unmatched == 182)
        #expect(Set(history.runs.map(\.run.target.id)).count == 1689)
        let runs = Dictionary(grouping: history.runs, by: \.run.workload.key).mapValues(\.count)
        #expect(runs.count == 14)
        #expect(runs.values.allSatisfy { $0 > 1200 }, "\(runs)")
        #expect(history.runs.count + history.counts.unmeasured == 1689 * 14)
        #expect(!history.runs.contains { $0.run.target.attributes["family"] == "g6f" })
        let run = try #require(history.runs.first { $0.run.id.description.hasSuffix("#encrypt-aria") }).run
        let price = try #require(run.target.attributes["usd_per_hour"]?.number)
        #expect(abs(run.outcome.cost.units - price * run.outcome.timeSeconds / 3600) < 1e-8)
    }
}
