import BerthTesting
import Decisions
import Placement
import Testing

/// `POST /api/predict`.
struct PredictTests {
    private static let path = "/api/predict"

    @Test func `rules decide where no model serves, and the decision is recorded`() async throws {
        let service = try await TestService()
        let answer = try await service.send(
            "POST",
            Self.path,
            #"{"spec": {"language": "python", "timeoutSeconds": 30}}"#
        )
        #expect(answer.status == 200)
        #expect(answer.json["basis"] == "model-unavailable")
        #expect(answer.json["rule"] == "a short interactive run starts fastest")
        #expect(answer.json["predicted"] == .missing)
        #expect(answer.json["alternatives"].elements.count == 3)
        #expect(answer.json["recorded"] == true)
        #expect(answer.json["explanation"] == .missing)
        let id = try #require(answer.json["decisionId"].string)
        #expect(try await service.log.decision(Decision.ID(id))?.decision.workload.attributes["language"] == "python")
    }

    @Test func `a model's figures are told for the choice and the others`() async throws {
        let service = try await TestService()
        try service.serveModel()
        let body = """
            {"spec": {"language": "python", "code": "print(1)\\n", "cpu": 2, "memoryMB": 1024, "gpu": false,
             "timeoutSeconds": 60, "dependencies": ["numpy"], "environment": {"A": "b"},
             "files": [{"path": "data.csv", "bytes": 120}]},
             "constraints": {"maxCostUSD": 0.0035, "maxLatencyMS": 60000, "excludeProviders": ["daytona"]}}
            """
        let answer = try await service.send("POST", "\(Self.path)?explain=true", body)
        let json = answer.json
        #expect(answer.status == 200)
        #expect(json["provider"] == "e2b")
        #expect(json["region"] == "us-east-1")
        #expect(json["confidence"] == 0.9)
        #expect(json["strategy"] == "hybrid")
        #expect(json["model"] == "sandbox@v1.0.0")
        #expect(json["predicted"]["latencyMS"] == 1000)
        #expect(json["predicted"]["costUSD"] == 0.001)
        #expect(json["predicted"]["latencyMSInterval"] == .list([500, 2000]))
        #expect(json["alternatives"].elements.map { $0["provider"] } == ["modal", "fly"])
        #expect(json["alternatives"][0]["successRate"] == 0.99)
        #expect(json["excluded"].elements.map { $0["provider"] } == ["daytona"])
        #expect(json["explanation"].elements.count > 2)
    }

    @Test func `where nothing is feasible, the answer says why`() async throws {
        let service = try await TestService()
        try service.serveModel()
        let answer = try await service.send(
            "POST",
            Self.path,
            #"{"spec": {"language": "python"}, "constraints": {"maxCostUSD": 0}}"#
        )
        #expect(answer.status == 200)
        #expect(answer.json["provider"] == .missing)
        #expect(answer.json["basis"] == .missing)
        #expect(answer.json["excluded"].elements.count == 4)
        #expect(answer.json["excluded"][0]["reason"].string?.contains("above the limit") == true)
    }

    @Test func `providers and regions bound the choice`() async throws {
        let service = try await TestService()
        func provider(_ constraints: String) async throws -> Value {
            let body = #"{"spec": {"language": "python"}, "constraints": {\#(constraints)}}"#
            return try await service.send("POST", Self.path, body).json["provider"]
        }
        #expect(try await provider(#""providers": ["modal"]"#) == "modal")
        #expect(try await provider(#""regions": ["eu-west-1"], "excludeProviders": ["fly"]"#) == "daytona")
        #expect(try await provider(#""providers": null, "excludeProviders": []"#) != .missing)
    }

    struct Bad: Sendable, CustomTestStringConvertible {
        let body: String
        let status: Int
        let field: String?
        let detail: String
        var testDescription: String { self.body }

        init(_ body: String, _ status: Int, _ field: String?, _ detail: String) {
            self.body = body
            self.status = status
            self.field = field
            self.detail = detail
        }
    }

    static let bad = [
        Bad(#"{"spec": {"languag": "python"}}"#, 400, "spec.languag", "did you mean 'language'?"),
        Bad(#"{"spec": {}}"#, 400, "spec.language", "is missing"),
        Bad(#"{"spec": {"language": ""}}"#, 400, "spec.language", "1 to 100 characters"),
        Bad(#"{"spec": {"language": 7}}"#, 400, "spec.language", "is '7'"),
        Bad(#"{}"#, 400, "spec", "is missing"),
        Bad(#"{"spec": []}"#, 400, "spec", "is a list; an object is allowed"),
        Bad(#"[]"#, 400, "the body", "an object"),
        Bad(#"{"spec": {"language": "python"}, "extra": 1}"#, 400, "extra", "allowed: spec, constraints"),
        Bad(#"{"spec": {"language": "python", "cpu": -1}}"#, 400, "spec.cpu", "is '-1'; a number from 0"),
        Bad(#"{"spec": {"language": "python", "cpu": "two"}}"#, 400, "spec.cpu", "is 'two'"),
        Bad(#"{"spec": {"language": "python", "cpu": NaN}}"#, 400, nil, "found 'NaN'"),
        Bad(#"{"spec": {"language": "python", "cpu": 1e999}}"#, 400, nil, "larger than any number"),
        Bad(#"{"spec": {"language": "python", "gpu": 1}}"#, 400, "spec.gpu", "true or false"),
        Bad(#"{"spec": {"language": "python", "memoryMB": -512}}"#, 400, "spec.memoryMB", "MB is allowed"),
        Bad(#"{"spec": {"language": "python", "dependencies": "numpy"}}"#, 400, "spec.dependencies", "a list"),
        Bad(#"{"spec": {"language": "python", "dependencies": [1]}}"#, 400, "spec.dependencies[0]", "a string"),
        Bad(#"{"spec": {"language": "python", "environment": {"A": 1}}}"#, 400, "spec.environment.A", "a string"),
        Bad(#"{"spec": {"language": "python", "files": [{"path": "a"}]}}"#, 400, "spec.files[0].bytes", "missing"),
        Bad(
            #"{"spec": {"language": "python", "files": [{"path": "a", "bytes": -1}]}}"#,
            400,
            "spec.files[0].bytes",
            "-1"
        ),
        Bad(#"{"spec": {"language": "python"}, "spec": {"language": "go"}}"#, 400, "spec", "appears twice"),
        Bad(#"{"spec": {"language": "python"}"#, 400, nil, "line 1: found the end"),
        Bad("{\"spec\":\n {\"language\":\n python}}", 400, nil, "line 3"),
        Bad("", 400, nil, "found the end"),
        Bad(
            #"{"spec": {"language": "python"}, "constraints": {"providers": ["modall"]}}"#,
            422,
            "constraints.providers",
            "did you mean 'modal'?"
        ),
        Bad(
            #"{"spec": {"language": "python"}, "constraints": {"excludeProviders": ["e2"]}}"#,
            422,
            "constraints.excludeProviders",
            "did you mean 'e2b'?"
        ),
        Bad(
            #"{"spec": {"language": "python"}, "constraints": {"regions": ["eu-west-2"]}}"#,
            422,
            "constraints.regions",
            "did you mean 'eu-west-1'?"
        ),
        Bad(
            #"{"spec": {"language": "python"}, "constraints": {"maxCostUSD": 1}}"#,
            422,
            "constraints.maxCostUSD",
            "train a model"
        ),
        Bad(
            #"{"spec": {"language": "python"}, "constraints": {"maxLatencyMS": 5}}"#,
            422,
            "constraints.maxLatencyMS",
            "train a model"
        ),
        Bad(
            #"{"spec": {"language": "python"}, "constraints": {"providers": []}}"#,
            400,
            "constraints.providers",
            "at least 1"
        ),
        Bad(
            #"{"spec": {"language": "python"}, "constraints": {"maxCost": 1}}"#,
            400,
            "constraints.maxCost",
            "maxCostUSD"
        ),
        Bad(
            #"{"spec": {"language": "python"}, "constraints": {"maxCostUSD": -1}}"#,
            400,
            "constraints.maxCostUSD",
            "-1"
        ),
    ]

    @Test(arguments: Self.bad)
    func `bad input is refused with field, value and what is allowed`(bad: Bad) async throws {
        let service = try await TestService()
        let answer = try await service.send("POST", Self.path, bad.body)
        #expect(answer.status == bad.status)
        #expect(answer.contentType == "application/problem+json")
        #expect(answer.json["field"].string == bad.field)
        let detail = try #require(answer.json["detail"].string)
        #expect(detail.contains(bad.detail), "\(detail)")
        #expect(try await service.log.newestID() == nil, "nothing was decided")
    }

    @Test func `lists and objects nested too deep are refused`() async throws {
        let deep = String(repeating: "[", count: 40) + String(repeating: "]", count: 40)
        let answer = try await TestService().send("POST", Self.path, deep)
        #expect(answer.status == 400)
        #expect(answer.json["detail"].string?.contains("more than 32 deep") == true)
    }

    @Test func `a parameter that is not known is refused with the nearest`() async throws {
        let service = try await TestService()
        let body = #"{"spec": {"language": "python"}}"#
        let unknown = try await service.send("POST", "\(Self.path)?explane=true", body)
        #expect(unknown.status == 400)
        #expect(unknown.json["detail"].string?.contains("did you mean 'explain'?") == true)
        let wrong = try await service.send("POST", "\(Self.path)?explain=yes", body)
        #expect(wrong.json["field"] == "explain")
        #expect(wrong.json["value"] == "yes")
        let twice = try await service.send("POST", "\(Self.path)?explain=true&explain=true", body)
        #expect(twice.status == 400)
        let broken = try await service.send("POST", "\(Self.path)?explain=%zz", body)
        #expect(broken.status == 400)
    }

    @Test func `where the log cannot be written, work is placed and the answer says so`() async throws {
        let service = try await TestService(failing: DiskFull())
        let answer = try await service.send("POST", Self.path, #"{"spec": {"language": "python"}}"#)
        #expect(answer.status == 200)
        #expect(answer.json["recorded"] == false)
        #expect(answer.json["provider"].isPresent)
    }

    @Test func `what a domain file adds can be said, and is checked as the file says`() async throws {
        let line = "  gpu: {from: workload.gpu}\n"
        let domain = try TestService.sandbox(changing: line, to: line + "  retries: {from: workload.retries}\n")
        let service = try await TestService(sandbox: domain)
        let taken = try await service.send("POST", Self.path, #"{"spec": {"language": "python", "retries": 3}}"#)
        #expect(taken.status == 200, "\(taken.text)")
        let wrong = try await service.send("POST", Self.path, #"{"spec": {"language": "python", "retries": "x"}}"#)
        #expect(wrong.status == 400 && wrong.json["field"] == "spec.retries", "\(wrong.text)")
        let usual = try await TestService().send("POST", Self.path, #"{"spec": {"language": "python", "retries": 3}}"#)
        #expect(usual.status == 400 && usual.json["field"] == "spec.retries")
    }
}
