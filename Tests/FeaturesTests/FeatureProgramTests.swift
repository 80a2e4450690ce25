import Declarations
import Features
import Placement
import Testing

@Suite struct FeatureProgramTests {
    static let yaml = """
        length: {from: workload.code, as: length}
        complexity: {from: workload.code, as: code-complexity, language: workload.language}
        cpu: {from: workload.cpu / 100}
        memory: {from: workload.memoryMB, as: log1p}
        room: {from: target.maxMemoryMB / workload.memoryMB}
        language: {from: workload.language, as: category}
        provider: {from: target.provider, as: one-hot}
        variables: {from: workload.environment, as: count}
        bytes: {from: workload.files, as: total-bytes}
        secret: {from: workload.environment.TOKEN, as: hash}
        hour: {from: clock, as: hour}
        weekend: {from: clock, as: weekend}
        usual: {from: history, as: mean-time, of: workload-on-target, window: 7d}
        failures: {from: history, as: failure-rate}
        """
    static let privatePaths = ["workload.code", "workload.environment"]

    static let workload = Workload(
        key: .init("w"),
        attributes: [
            "code": "for x in y:\n    if x: print(x)  # if\n", "language": "python", "cpu": 150, "memoryMB": 511,
            "environment": .record(["TOKEN": "abc", "HOME": "/"]),
            "files": .list([.record(["path": "a", "bytes": 10]), .record(["path": "b", "bytes": 32])]),
        ]
    )
    static let targets = ["aws", "gcp"].map {
        Target(id: .init($0), attributes: ["provider": .text($0), "maxMemoryMB": 1022])
    }

    static func frozen() throws -> FrozenProgram {
        let program = try FeatureProgram(Declaration(yaml: Self.yaml, file: "f.yaml"), privatePaths: Self.privatePaths)
        return try FrozenProgram(program, examples: Self.targets.map { (Self.workload, $0) })
    }

    static func run(_ id: String, on target: Int, endingAt end: String, seconds: Double, ok: Bool = true) throws -> Run
    {
        let ended = try #require(Timestamp(parsing: end))
        return Run(
            id: .init(id),
            workload: Self.workload,
            target: Self.targets[target],
            startedAt: ended.advanced(bySeconds: -seconds),
            outcome: Outcome(timeSeconds: seconds, cost: Money(nanos: 7, currency: .usd), succeeded: ok)
        )
    }

    @Test func `a vector holds every declared feature in order`() throws {
        let program = try Self.frozen()
        let history = RunStatistics([
            try Self.run("1", on: 0, endingAt: "2026-01-03T10:00:00Z", seconds: 2),
            try Self.run("2", on: 0, endingAt: "2026-01-03T11:00:00Z", seconds: 4, ok: false),
        ])
        let moment = try #require(Timestamp(parsing: "2026-01-03T11:30:00Z"))
        let matrix = try program.matrix(workload: Self.workload, targets: Self.targets, at: moment, history: history)
        #expect(
            program.columnNames == [
                "length", "complexity", "cpu", "memory", "room", "language", "provider=aws", "provider=gcp",
                "variables", "bytes", "secret", "hour", "weekend", "usual", "failures",
            ]
        )
        #expect(program.categoricalColumns == [5])
        let width = program.columnNames.count
        #expect(matrix.count == 2 * width)
        let expected = [37, 3, 1.5, 6.238324625039508, 2, 0, 1, 0, 2, 42]
        #expect(zip(matrix, expected).allSatisfy { abs($0 - $1) < 1e-12 })
        #expect(Array(matrix[11..<15]) == [11, 1, 3, 0.5])
        #expect(matrix[width + 6] == 0 && matrix[width + 7] == 1)
        #expect(matrix[width + 13].isNaN && matrix[width + 14].isNaN)
    }

    @Test func `no row sees a run that had not ended when it was decided`() throws {
        let run = try Self.run("1", on: 0, endingAt: "2026-01-03T10:00:00Z", seconds: 2)
        let history = RunStatistics([run])
        let program = try Self.frozen()
        for (moment, isKnown) in [
            (run.startedAt, false), (run.endedAt, false), (run.endedAt.advanced(bySeconds: 1e-6), true),
        ] {
            let matrix = try program.matrix(
                workload: Self.workload,
                targets: [Self.targets[0]],
                at: moment,
                history: history
            )
            #expect(matrix[13].isNaN == !isKnown)
        }
    }

    @Test func `the hash changes with a feature or a vocabulary, and survives JSON`() throws {
        let program = try Self.frozen()
        let hash = try program.hash()
        #expect(hash.count == 64)
        let source = try FeatureProgram(Declaration(yaml: Self.yaml, file: "f"), privatePaths: [])
        #expect(try FrozenProgram(source, examples: [(Self.workload, Self.targets[0])]).hash() != hash)
        let less = FeatureProgram(features: Array(source.features.dropLast()))
        #expect(try FrozenProgram(less, examples: Self.targets.map { (Self.workload, $0) }).hash() != hash)
    }

    @Test(arguments: [
        ("a: {from: workload.code, as: category}", "it is private"),
        ("a: {from: 'length(workload.code)'}", "it is private"),
        ("a: {from: workload.environment.TOKEN}", "it is private"),
        ("a: {from: workload.x, as: lenght}", "did you mean 'length'?"),
        ("a: {from: workload.x, as: hour}", "expected clock"),
        ("a: {from: clock, as: number}", "expected an expression"),
        ("a: {from: workload.x, as: mean-time}", "expected history"),
        ("a: {from: history, as: mean-time, window: soon}", "whole hours or days such as 1h, 24h or 7d"),
        ("a: {from: history, as: mean-time, window: 30s}", "whole hours or days such as 1h, 24h or 7d"),
        ("a: {from: history, as: mean-time, window: 15m}", "whole hours or days such as 1h, 24h or 7d"),
        ("a: {from: history, as: mean-time, window: 1.5h}", "whole hours or days such as 1h, 24h or 7d"),
        ("a: {from: history, as: mean-time, window: 0h}", "whole hours or days such as 1h, 24h or 7d"),
        ("a: {from: history, as: mean-time, window: 3661d}", "up to ten years"),
        ("a: {from: x}", "names of the form workload.… or target.…"),
        ("a: {from: workload.x, window: 7d}", "no such key"),
        ("a: {from: 'workload.x +'}", "an expression"),
        ("a: {as: number}", "'from' is missing"),
        ("a: {from: workload.x, form: 1}", "unknown key 'form'"),
        ("{}", "at least one feature"),
    ])
    func `a wrong declaration is refused with what is allowed`(yaml: String, reason: String) throws {
        let declaration = try Declaration(yaml: yaml, file: "f.yaml")
        #expect {
            try FeatureProgram(declaration, privatePaths: Self.privatePaths)
        } throws: {
            "\($0)".contains(reason) && "\($0)".hasPrefix("f.yaml:1")
        }
    }

    @Test func `a value of the wrong kind names the attribute`() throws {
        let workload = Workload(key: .init("w"), attributes: ["cpu": "many"])
        #expect {
            try Self.frozen().matrix(
                workload: workload,
                targets: Self.targets,
                at: Timestamp(microseconds: 0),
                history: RunStatistics()
            )
        } throws: {
            "\($0)".contains("'workload.cpu' is 'many', expected a number")
        }
    }
}

@Suite struct RunStatisticsTests {
    @Test func `the order of arrival and older history change no bit`() throws {
        let runs = try (0..<60).map { index in
            try FeatureProgramTests.run(
                "\(index)",
                on: index % 2,
                endingAt: "2026-01-0\(1 + index % 5)T0\(index % 9):0\(index % 7):00Z",
                seconds: 1.0 / Double(index + 3),
                ok: index % 4 != 0
            )
        }
        let moment = try #require(Timestamp(parsing: "2026-01-05T08:30:00Z"))
        let all = RunStatistics(runs)
        var shuffled = RunStatistics()
        for run in runs.reversed() { shuffled.record(run) }
        let recent = RunStatistics(runs.filter { $0.endedAt >= moment.advanced(bySeconds: -3 * 86_400) })
        for scope in HistoryScope.allCases {
            let summaries = [all, shuffled, recent].map {
                $0.summary(
                    scope,
                    workload: .init("w"),
                    target: .init("aws"),
                    windowSeconds: 2 * 86_400,
                    before: moment
                )
            }
            #expect(summaries[0].runs > 0)
            #expect(summaries[0] == summaries[1] && summaries[0] == summaries[2])
        }
    }

    @Test func `a window opens at the full clock hour, for every statistic`() throws {
        let history = RunStatistics(
            try [("08:59:59", 1.0), ("09:00:00", 2), ("10:20:00", 4), ("10:40:00", 8)].enumerated().map {
                try FeatureProgramTests.run(
                    "\($0.offset)",
                    on: 0,
                    endingAt: "2026-01-01T\($0.element.0)Z",
                    seconds: $0.element.1,
                    ok: $0.offset != 1
                )
            }
        )
        func summary(hours: Double) throws -> RunSummary {
            history.summary(
                .target,
                workload: .init("w"),
                target: .init("aws"),
                windowSeconds: hours * 3600,
                before: try #require(Timestamp(parsing: "2026-01-01T10:40:00Z"))
            )
        }
        let hour = try summary(hours: 1)
        #expect((hour.runs, hour.failures, hour.hoursSeen, hour.hoursUp) == (2, 1, 2, 1))
        #expect(hour.meanTimeSeconds == 3)
        #expect(try summary(hours: 2).runs == 3)
    }

    @Test func `availability is the share of clock hours with a success among those with runs`() throws {
        var history = RunStatistics()
        for (index, (time, ok)) in [
            ("10:01", false), ("10:30", true), ("11:10", false), ("11:40", false), ("13:00", true),
        ]
        .enumerated() {
            history.record(
                try FeatureProgramTests.run("\(index)", on: 0, endingAt: "2026-01-01T\(time):00Z", seconds: 1, ok: ok)
            )
        }
        func availability(before: String, hours: Double?) throws -> Double {
            history.summary(
                .target,
                workload: .init("w"),
                target: .init("aws"),
                windowSeconds: hours.map { $0 * 3600 },
                before: try #require(Timestamp(parsing: before))
            ).availability
        }
        #expect(try availability(before: "2026-01-01T14:00:00Z", hours: nil) == 2.0 / 3)
        #expect(try availability(before: "2026-01-01T13:59:00Z", hours: 2) == 0.5)
        #expect(try availability(before: "2026-01-01T10:02:00Z", hours: nil) == 0)
        #expect(try availability(before: "2026-01-01T10:00:00Z", hours: nil).isNaN)
    }
}

@Suite struct CodeAnalysisTests {
    @Test func `comments and strings do not count, branches do`() {
        let python = CodeAnalysis(
            """
            import os  # if while
            def f(a):
                '''if if if'''
                for x in a:
                    if x and not os.path.exists("if"):
                        print(x)
            """,
            language: "Python"
        )
        #expect(python.complexity == 4)
        #expect(python.loops == 1 && python.functions == 1 && python.imports == 1)
        #expect(python.calls == 2 && python.lines == 6 && python.deepestNesting == 3)
        let javaScript = CodeAnalysis(
            "function f(a) { /* if */ return a ? g(a) && h : `if`; } // for",
            language: "javascript"
        )
        #expect(javaScript.complexity == 3 && javaScript.calls == 1)
    }

    @Test(arguments: ["", "\"", "'''", "/*", "\\", "\"\\", "\u{0}\u{1}", "🙂 = 🙂(🙂)", "((((", "))))", "\n\n   \n"])
    func `any text can be counted`(source: String) {
        for language in ["python", "ruby", "bash", "c", nil] {
            #expect(CodeAnalysis(source, language: language).complexity >= 1)
        }
    }
}
