import Placement
import RunMapping
import Tables
import Testing

@Suite struct MappedRunsTests {
    @Test func `rows become runs, and those that do not are counted`() throws {
        let history = try Histories.read()
        #expect(history.counts == MappedRuns.Counts(rows: 6, unmatched: 1, filtered: 1, unmeasured: 1))
        #expect(history.badRows.isEmpty)
        #expect(history.runs.map(\.line) == [2, 3, 4])
        #expect(history.runs.map(\.file) == ["runs.csv", "runs.csv", "runs.csv"])
        let run = history.runs[1].run
        #expect(run.id == Run.ID("runs.csv:3"))
        #expect(run.workload.key == Workload.Key("resize/cold"))
        #expect(run.workload.attributes == ["function": "resize", "temperature": "cold", "size": 10])
        #expect(run.target.id == Target.ID("gcp"))
        #expect(run.target.attributes == ["provider": "gcp", "price": 0.25, "country": .missing])
        #expect(
            run.outcome == Outcome(timeSeconds: 1.5, cost: Money(nanos: 375_000_000, currency: .usd), succeeded: false)
        )
        #expect(run.startedAt == Timestamp(parsing: "2026-01-01T00:00:10Z"))
        #expect(history.runs[0].run.target.attributes["country"] == "Ireland")
        #expect(history.runs[2].run.startedAt == Timestamp(parsing: "2026-01-01T00:00:20Z"))
        #expect(history.runs[2].run.workload.attributes["size"] == .missing)
    }

    @Test func `a wide table becomes one run for each measured column`() throws {
        let history = try Histories.readWide()
        #expect(
            history.runs.map(\.run.id.description) == [
                "wide.csv:2#zip", "wide.csv:3#zip", "wide.csv:3#sort", "wide.csv:4#sort",
            ]
        )
        #expect(history.counts == MappedRuns.Counts(rows: 3, unmatched: 0, filtered: 0, unmeasured: 2))
        #expect(history.runs.map(\.run.outcome.timeSeconds) == [600, 120, 120, 240])
        #expect(history.runs[2].run.outcome.cost == Money(nanos: 2_000_000_000, currency: .eur))
        #expect(history.runs[2].run.workload.attributes == ["task": "sort", "unit": "rows"])
        #expect(history.runs[2].run.outcome.succeeded)
    }

    @Test func `without a start time each run starts when the one before it ended`() throws {
        let starts = try Histories.readWide().runs.map(\.run.startedAt.secondsSince1970)
        #expect(starts == [0, 600, 720, 840])
    }

    @Test func `the raw, joined and melted cells of each run are there`() throws {
        let history = try Histories.read()
        #expect(try history.values(ofColumn: "mode") == ["warm", "cold", "cold"])
        #expect(try history.values(ofColumn: "price_usd") == ["0.5", "0.25", "0.5"])
        #expect(try history.values(ofColumn: "country") == ["Ireland", .missing, .missing])
        #expect(history.columns.suffix(2) == ["price_usd", "country"])
        #expect(history.measuredColumns == ["wall_ms", "failed"])
        #expect {
            try history.values(ofColumn: "moode")
        } throws: {
            "\($0)" == "no column 'moode' in runs.csv; did you mean 'mode'?"
        }
        let wide = try Histories.readWide()
        #expect(try wide.values(ofColumn: "task") == ["zip", "zip", "sort", "sort"])
        #expect(try wide.values(ofColumn: "rate") == ["10", "50", "1000", "500"])
        #expect(try wide.values(ofColumn: "work") == [100, 100, 2000, 2000])
        #expect(wide.measuredColumns == ["zip_rate", "sort_rate", "rate"])
    }

    @Test func `shuffled and extra columns change nothing`() throws {
        let shuffled = """
            extra,started,failed,wall_ms,size,mode,region,vendor,name
            x,2026-01-01T00:00:00Z,0,500,10,warm,eu,aws,resize

            """
        #expect(try Histories.read(shuffled).runs[0].run == Histories.read().runs[0].run)
    }

    @Test(arguments: [
        (["a"], "a"), (["a/b"], "a/b"), (["a", "b"], "a/b"), (["a/b", "c"], "a\\/b/c"), (["a", "b/c"], "a/b\\/c"),
        (["a\\", "b"], "a\\\\/b"),
    ])
    func `different attributes never share an identity`(values: [String], identity: String) throws {
        let names = ["first", "second"].prefix(values.count)
        let key = names.map { "\($0): \($0)" }.joined(separator: ", ")
        let yaml = """
            measured: [ms]
            workload: {key: {\(key)}}
            target: {id: {t: first}}
            outcome: {time: {value: ms, unit: ms}, cost: {value: ms, currency: USD}}
            """
        let csv = (names + ["ms"]).joined(separator: ",") + "\n" + (values + ["1"]).joined(separator: ",") + "\n"
        let mapping = try Histories.mapping(yaml)
        let history = try mapping.runs(from: try Table(csv: csv, file: "r"), sides: [:], badRows: .refuse)
        #expect(history.runs[0].run.workload.key.description == identity)
        let attributes = Dictionary(uniqueKeysWithValues: zip(names, values.map { Value.text($0) }))
        #expect(mapping.workload.identity(of: attributes) == identity)
        #expect(mapping.workload.identity(of: [:]) == nil)
    }

    @Test(arguments: [("us", 0.002), ("ms", 2), ("s", 2000), ("min", 120_000), ("h", 7_200_000)])
    func `times are in seconds, whatever their unit`(unit: String, seconds: Double) throws {
        let yaml = Histories.replacing("unit: ms", with: "unit: \(unit)")
        let csv = "name,vendor,region,mode,size,wall_ms,failed,started\na,aws,eu,warm,1,2000,0,0\n"
        #expect(try Histories.read(csv, yaml: yaml).runs[0].run.outcome.timeSeconds == seconds)
    }

    @Test func `measured cells never reach a workload, a target or a start`() throws {
        let scrambled = """
            name,vendor,region,mode,size,wall_ms,failed,started
            resize,aws,eu,warm,10,9999,1,2026-01-01T00:00:00Z
            resize,gcp,us,cold,10,1,0,2026-01-01T00:00:10Z
            zip,aws,,cold,,77,1,1767225620

            """
        let runs = try Histories.read().runs.map(\.run)
        let others = try Histories.read(scrambled).runs.map(\.run)
        #expect(runs.map(\.workload) == others.map(\.workload))
        #expect(runs.map(\.target) == others.map(\.target))
        #expect(runs.map(\.startedAt) == others.map(\.startedAt))
        #expect(runs.map(\.outcome) != others.map(\.outcome))
    }
}
