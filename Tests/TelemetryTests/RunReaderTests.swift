import Dispatch
import Domains
import Placement
import Synchronization
import Telemetry
import Testing

struct RunReaderTests {
    private static let targets = [
        Target(id: Target.ID("e2b"), attributes: ["provider": "e2b"]),
        Target(id: Target.ID("aws/512"), attributes: ["provider": "aws"]),
        Target(id: Target.ID("aws/1024"), attributes: ["provider": "aws"]),
        Target(id: Target.ID("modal/cpu"), attributes: ["provider": "modal"]),
        Target(id: Target.ID("own"), attributes: [:]),
    ]

    private func domain(_ currency: String = "USD") throws -> Domain {
        try Domain(
            yaml: """
                domain: sandbox
                currency: \(currency)
                identity: [workload.language, workload.name]
                features:
                  memory: {from: workload.memoryMB}
                """,
            file: "sandbox.yaml"
        )
    }

    private func reader(
        _ badRuns: RunReader.BadRuns = .refuse,
        specFields: [String]? = nil,
        limits: RunReader.Limits = RunReader.Limits()
    ) throws -> RunReader {
        RunReader(
            domain: try self.domain(),
            targets: Self.targets,
            specFields: specFields,
            badRuns: badRuns,
            limits: limits
        )
    }

    /// A report in which some fields are replaced; an empty text leaves a field out.
    private func report(_ changes: KeyValuePairs<String, String> = [:]) -> String {
        var fields = [
            ("runId", #""r-1""#), ("domain", #""sandbox""#), ("provider", #""e2b""#), ("language", #""python""#),
            ("startedAt", #""2026-01-31T12:00:00Z""#), ("durationMs", "812.5"), ("costUSD", "0.0000216"),
            ("success", "true"), ("spec", #"{"memoryMB":512}"#), ("metrics", #"{"cpuMs":640,"oom":false,"x":null}"#),
        ]
        for (key, value) in changes {
            fields.removeAll { $0.0 == key }
            if !value.isEmpty { fields.append((key, value)) }
        }
        return "{" + fields.map { "\"\($0.0)\":\($0.1)" }.joined(separator: ",") + "}"
    }

    private func read(_ text: String, _ reader: RunReader) throws -> RunReader.Result {
        try reader.read(Array(text.utf8), file: "runs.json")
    }

    @Test func `a report becomes a run whose workload has the spec and the language, and no measurement`() throws {
        let run = try #require(try self.read(self.report(), self.reader()).reports.first).run
        #expect(
            run
                == Run(
                    id: Run.ID("r-1"),
                    workload: Workload(
                        key: Workload.Key("python/-"),
                        attributes: ["language": "python", "memoryMB": 512]
                    ),
                    target: Self.targets[0],
                    startedAt: try #require(Timestamp(parsing: "2026-01-31T12:00:00Z")),
                    outcome: Outcome(timeSeconds: 0.8125, cost: Money(nanos: 21_600, currency: .usd), succeeded: true)
                )
        )
    }

    @Test func `lists, single reports, lines, blank lines and byte order marks are read`() throws {
        let one = self.report()
        let two = self.report(["runId": #""r-2""#])
        let texts = [
            "[\(one),\n\(two)]", "\(one)\n\n\(two)\n", "\(one)\r\n\(two)\r\n", "\u{FEFF} \n[ \(one) , \(two) ] \n",
            "\u{FEFF}\(one)\n\(two)",
        ]
        for text in texts {
            #expect(try self.read(text, self.reader()).reports.map(\.run.id.description) == ["r-1", "r-2"], "\(text)")
        }
        let spread = one.replacing(",", with: ",\n").replacing("{", with: "{\n")
        #expect(try self.read("\n" + spread, self.reader()).reports.count == 1)
    }

    @Test(arguments: [
        (#""target""#, #""aws/512""#, "", "aws/512"), (#""target""#, #""aws/512""#, #""aws""#, "aws/512"),
        (#""target""#, "", #""modal""#, "modal/cpu"), (#""target""#, "", #""own""#, "own"),
        (#""target""#, #""own""#, #""whatever""#, "own"),
    ])
    func `a target is named by itself or by a provider that has no other`(
        _: String,
        target: String,
        provider: String,
        expected: String
    ) throws {
        let text = self.report(["target": target, "provider": provider])
        #expect(try self.read(text, self.reader()).reports.map(\.run.target.id.description) == [expected])
    }

    private static let refusals: [(changes: KeyValuePairs<String, String>, text: String)] = [
        (
            ["durationMS": "1"],
            "durationMS: unknown field; did you mean 'durationMs'? allowed: runId, decisionId, domain, target, provider, "
                + "language, startedAt, durationMs, costUSD, success, error, spec, metrics, targetAttributes"
        ),
        (["domain": #""task""#], "domain: found 'task', expected 'sandbox'"),
        (["runId": ""], "runId: it is missing"),
        (["runId": #""""#], "runId: found '', expected a string of 1 to 200 bytes"),
        (["runId": "7"], "runId: found 7, expected a string of 1 to 200 bytes"),
        (["durationMs": ""], "durationMs: it is missing"),
        (["durationMs": "null"], "durationMs: it is missing"),
        (["durationMs": "-1"], "durationMs: found -1, expected a number from 0 to 1000000000000 ms"),
        (["durationMs": #""NaN""#], "durationMs: found 'NaN', expected a number from 0 to 1000000000000 ms"),
        (["durationMs": "NaN"], "not JSON: found 'NaN', expected a value"),
        (["durationMs": "[1]"], "durationMs: found a list, expected a number from 0 to 1000000000000 ms"),
        (["costUSD": "-0.01"], "costUSD: found -0.01, expected a number from 0 to 9000000000 USD"),
        (["costUSD": "true"], "costUSD: found true, expected a number from 0 to 9000000000 USD"),
        (["success": "1"], "success: found 1, expected true or false"),
        (["error": #""boom""#], "error: found an error, expected none, because success is true"),
        (["error": "5"], "error: found 5, expected a string"),
        (["spec": "[]"], "spec: found a list, expected an object"),
        (["spec": #"{"memoryMB":-1}"#], "spec.memoryMB: found -1, expected an amount of at least 0"),
        (["spec": #"{"language":"go"}"#], "spec.language: found 'go', expected 'python', as in 'language'"),
        (["metrics": #"{"cpuMs":"many"}"#], "metrics.cpuMs: found 'many', expected a number"),
        (
            ["startedAt": #""1769860800""#],
            "startedAt: found '1769860800', expected an ISO 8601 time since 1970 such as 2026-01-31T12:00:00Z"
        ),
        (
            ["startedAt": #""yesterday""#],
            "startedAt: found 'yesterday', expected an ISO 8601 time since 1970 such as 2026-01-31T12:00:00Z"
        ),
        (["startedAt": "1769860800"], "startedAt: found 1769860800, expected a string of 1 to 40 bytes"),
        (["provider": ""], "target: it is missing"),
        (["provider": #""e2c""#], "provider: 'e2c' is not known; did you mean 'e2b'? known are aws, e2b, modal, own"),
        (
            ["provider": #""aws""#],
            "provider: 'aws' has several targets; name one in 'target': aws/1024, aws/512"
        ),
        (
            ["target": #""aws/51""#],
            "target: 'aws/51' is not known; did you mean 'aws/512'? known are aws/1024, aws/512, e2b, modal/cpu, own"
        ),
        (
            ["target": #""aws/512""#],
            "provider: found 'e2b', expected the provider of target 'aws/512'"
        ),
    ]

    @Test func `a report says what its target is, in numbers, flags and short texts`() throws {
        let described = self.report(
            ["target": #""m7""#, "targetAttributes": #"{"provider": "e2b", "vcpus": 2, "gpu": null}"#]
        )
        let reader = try self.reader()
        let target = Target(id: Target.ID("m7"), attributes: ["provider": "e2b", "vcpus": 2])
        #expect(try self.read(described, reader).reports.map(\.run.target) == [target])
        func fault(_ changes: KeyValuePairs<String, String>) -> String? {
            do throws(RunReadError) {
                _ = try reader.read(Array(self.report(changes).utf8), file: "f")
                return nil
            } catch {
                guard case .badRuns(let first, _, _) = error else { return "\(error)" }
                return first.first?.field
            }
        }
        let many = (0...100).map { "\"a\($0)\": 1" }.joined(separator: ",")
        let long = String(repeating: "x", count: 1001)
        #expect(fault(["targetAttributes": "{}"]) == "target")
        #expect(fault(["target": #""m""#, "targetAttributes": "3"]) == "targetAttributes")
        #expect(fault(["target": #""m""#, "targetAttributes": "{\(many)}"]) == "targetAttributes")
        #expect(fault(["target": #""m""#, "targetAttributes": #"{"a": [1]}"#]) == "targetAttributes.a")
        #expect(fault(["target": #""m""#, "targetAttributes": #"{"a": "\#(long)"}"#]) == "targetAttributes.a")
        #expect(fault(["target": #""m""#, "targetAttributes": #"{"provider": "aws"}"#]) == "provider")
    }

    @Test func `each bad field is refused with what was found and what is allowed`() throws {
        for (changes, text) in Self.refusals {
            let error = #expect(throws: RunReadError.self) { try self.read(self.report(changes), self.reader()) }
            guard case .badRuns(let first, 1, 1) = error else {
                Issue.record("\(text): \(String(describing: error))")
                continue
            }
            #expect(first.map(\.description) == ["runs.json:1: \(text)"])
        }
    }

    @Test func `a bad line 7 of 10 refuses all, and with leaving out is the only one missing`() throws {
        var lines = (1...10).map { self.report(["runId": "\"r-\($0)\""]) }
        lines[6] = String(lines[6].dropLast(3))
        let text = lines.joined(separator: "\n")
        let error = #expect(throws: RunReadError.self) { try self.read(text, self.reader()) }
        #expect(
            error?.description == """
                1 of 10 runs were rejected, so none was stored:
                  runs.json:7: not JSON: found the end, expected the end of the text
                """
        )
        let result = try self.read(text, self.reader(.leaveOut))
        #expect(result.reports.map(\.run.id.description) == [1, 2, 3, 4, 5, 6, 8, 9, 10].map { "r-\($0)" })
        #expect(result.badCount == 1)
        #expect(result.badRuns.map(\.line) == [7])
    }

    @Test func `a first line that breaks off does not take the others with it`() throws {
        let text = String(self.report().dropLast(2)) + "\n" + self.report()
        let result = try self.read(text, self.reader(.leaveOut))
        #expect(result.reports.count == 1)
        #expect(result.badRuns.map(\.line) == [1])
    }

    @Test func `in a list the report's first line is named, and a broken list is refused whole`() throws {
        let bad = self.report(["success": "2"])
        let result = try self.read("[\n\(self.report()),\n\(bad),\n 5]", self.reader(.leaveOut))
        #expect(
            result.badRuns.map(\.description) == [
                "runs.json:3: success: found 2, expected true or false",
                "runs.json:4: found a number, expected an object",
            ]
        )
        let error = #expect(throws: RunReadError.self) {
            try self.read("[\n\(self.report()),\n\(bad)", self.reader(.leaveOut))
        }
        #expect(error?.description == "runs.json:3: not JSON: found the end, expected ',' or ']'")
    }

    @Test func `what a spec may hold can be told`() throws {
        let reader = try self.reader(specFields: ["memoryMB", "vcpus"])
        #expect(try self.read(self.report(), reader).reports.count == 1)
        let error = #expect(throws: RunReadError.self) {
            try self.read(self.report(["spec": #"{"memoryMb":512}"#]), reader)
        }
        #expect(error?.description.contains("did you mean 'memoryMB'? allowed: memoryMB, vcpus") == true)
    }

    @Test func `only the first faults are told, with the number of the others`() throws {
        var limits = RunReader.Limits()
        limits.faults = 2
        let text = Array(repeating: "5", count: 5).joined(separator: "\n")
        let error = #expect(throws: RunReadError.self) { try self.read(text, self.reader(limits: limits)) }
        #expect(
            error?.description == """
                5 of 5 runs were rejected, so none was stored:
                  runs.json:1: found a number, expected an object
                  runs.json:2: found a number, expected an object
                  and 3 more
                """
        )
    }

    /// Runs one job after the other, in their order.
    private final class OneAtATime: TaskExecutor {
        private let queue = DispatchQueue(label: "one at a time")

        func enqueue(_ job: consuming ExecutorJob) {
            let job = UnownedJob(job)
            self.queue.async { job.runSynchronously(on: self.asUnownedTaskExecutor()) }
        }
    }

    private final class Flag: Sendable {
        private let state = Mutex(false)
        var isSet: Bool { self.state.withLock { $0 } }
        func set() { self.state.withLock { $0 = true } }
    }

    @Test(arguments: ["lines", "a list"])
    func `a large body is read in turns, and gives what it gives at once`(form: String) async throws {
        let reports = (0..<950).map { self.report(["runId": "\"r-\($0)\""]) }
        let text = form == "lines" ? reports.joined(separator: "\n") : "[\(reports.joined(separator: ",\n"))]"
        let (bytes, reader) = (Array(text.utf8), try self.reader())
        let isRead = Flag()
        let (read, wasReadAtOnce) = try await withTaskExecutorPreference(OneAtATime()) {
            async let result = {
                let result = try await reader.readInTurns(bytes, file: "f")
                isRead.set()
                return result
            }()
            async let other = { isRead.isSet }()
            return (try await result, await other)
        }
        #expect(!wasReadAtOnce)
        #expect(read.reports == (try reader.read(bytes, file: "f").reports) && read.reports.count == 950)
    }

    @Test func `size, number of runs and size of a run are bounded`() throws {
        let text = self.report() + "\n" + self.report()
        func fault(_ change: (inout RunReader.Limits) -> Void) throws -> String? {
            var limits = RunReader.Limits()
            change(&limits)
            let reader = try self.reader(limits: limits)
            return #expect(throws: RunReadError.self) { try self.read(text, reader) }?.description
        }
        #expect(
            try fault { $0.fileBytes = 10 }
                == "runs.json has \(text.utf8.count) bytes; at most 10 are read at once, so split it"
        )
        #expect(try fault { $0.runs = 1 } == "runs.json has more than 1 runs; split it")
        #expect(try fault { $0.runBytes = 10 }?.contains("bytes; at most 10 are allowed") == true)
        for empty in ["", " \n", "[]"] {
            let error = #expect(throws: RunReadError.self) { try self.read(empty, self.reader()) }
            #expect(
                error?.description
                    == "runs.json has no runs; expected a JSON list of runs, one run, or one run per line"
            )
        }
    }

    @Test func `the cost is in the domain's currency`() throws {
        let reader = RunReader(
            domain: try self.domain("EUR"),
            targets: Self.targets,
            specFields: nil,
            badRuns: .refuse
        )
        let error = #expect(throws: RunReadError.self) { try self.read(self.report(), reader) }
        #expect(error?.description.contains("costUSD: unknown field; did you mean 'costEUR'?") == true)
        let run = try self.read(self.report(["costUSD": "", "costEUR": "1"]), reader).reports[0].run
        #expect(run.outcome.cost == Money(nanos: 1_000_000_000, currency: .eur))
    }

    @Test func `a domain without targets says so, and long lists of targets are cut`() throws {
        let none = RunReader(domain: try self.domain(), targets: [], specFields: nil, badRuns: .refuse)
        let error = #expect(throws: RunReadError.self) { try self.read(self.report(), none) }
        #expect(error?.description.contains("'e2b' is not known; the domain has no targets yet") == true)
        let many = (10..<40).map { Target(id: Target.ID("host-\($0)"), attributes: [:]) }
        let reader = RunReader(domain: try self.domain(), targets: many, specFields: nil, badRuns: .refuse)
        let other = #expect(throws: RunReadError.self) { try self.read(self.report(), reader) }
        #expect(other?.description.contains("host-29 and 10 more") == true)
    }
}
