import Berthing
import Foundation
import Synchronization
import Testing

struct DeciderTests {
    private static let yaml = """
        domain: jobs
        objective: cost
        hourlyPrice: target.usdPerHour
        features:
          job: {from: workload.job, as: category}
          hours: {from: workload.hours}
          usd_per_hour: {from: target.usdPerHour, as: log}
        requirements:
          - {name: memory, require: target.memoryMB >= workload.memoryMB}
        rules:
          - {name: least hourly price, order: [target.usdPerHour]}
        """

    private static let targets = [
        Target(id: "small", attributes: ["usdPerHour": 0.1, "memoryMB": 1024, "region": "eu"]),
        Target(id: "large", attributes: ["usdPerHour": 0.4, "memoryMB": 8192, "region": "eu"]),
        Target(id: "far", attributes: ["usdPerHour": 0.3, "memoryMB": 8192, "region": "us"]),
    ]

    private static let moment = Date(timeIntervalSince1970: 1_767_225_600)

    private func request(_ workload: [String: AttributeValue]) -> Request {
        Request(id: "d-1", at: Self.moment, workload: workload)
    }

    private func decider(
        _ targets: [Target] = Self.targets,
        record: (@Sendable (Decision) -> Void)? = nil
    ) throws -> Decider {
        Decider(domain: try Domain(yaml: Self.yaml), targets: targets, explores: false, seed: 1, record: record)
    }

    @Test func `rules choose among the feasible targets, and every candidate says why not`() throws {
        var decider = try self.decider()
        let small = try decider.decide(self.request(["job": "etl", "memoryMB": 512]))
        #expect(small.target == Self.targets[0])
        #expect(small.id == "d-1" && small.propensity == 1 && small.confidence == nil && small.modelID == nil)
        let large = try decider.decide(self.request(["job": "etl", "memoryMB": 4096]))
        #expect(large.target?.id == "far")
        #expect(large.candidates.map(\.target.id) == ["small", "large", "far"])
        #expect(large.candidates[0].exclusion?.contains("memory") == true)
        #expect(large.candidates[1].exclusion == nil && large.candidates[1].prediction == nil)
        #expect(large.explanation.first?.contains("least hourly price") == true)
    }

    @Test func `what a request allows and rules out is kept`() throws {
        var decider = try self.decider()
        var request = self.request(["job": "etl", "memoryMB": 4096])
        request.only = ["region": ["eu"]]
        #expect(try decider.decide(request).target?.id == "large")
        request.except = ["region": ["eu"]]
        let none = try decider.decide(request)
        #expect(none.target == nil && none.propensity == nil)
        #expect(none.candidates.allSatisfy { $0.exclusion != nil })
    }

    @Test func `every decision is handed to the callback, whole`() throws {
        let lines = Mutex<[String]>([])
        var decider = try self.decider { decision in
            let line = (try? decision.json()) ?? ""
            lines.withLock { $0.append(line) }
        }
        let decision = try decider.decide(self.request(["job": "etl"]))
        #expect(lines.withLock(\.self) == [try decision.json()])
        let record = try #require(
            try JSONSerialization.jsonObject(with: Data(decision.json().utf8)) as? [String: Any]
        )
        #expect(record["domain"] as? String == "jobs" && record["id"] as? String == "d-1")
    }

    @Test func `the same decider, asked the same, answers the same`() throws {
        var one = Decider(domain: try Domain(yaml: Self.yaml), targets: Self.targets, seed: 7)
        var other = one
        for number in 0..<50 {
            let request = Request(id: "d-\(number)", at: Self.moment, workload: ["job": "etl"])
            #expect(try one.decide(request).json() == other.decide(request).json())
        }
    }

    @Test func `faults name the field, what was found and what is allowed`() throws {
        var decider = try self.decider()
        func fault(_ request: Request) -> BerthingError? {
            do throws(BerthingError) {
                _ = try decider.decide(request)
                return nil
            } catch {
                return error
            }
        }
        let unknown = fault(self.request(["jobb": "etl"]))
        #expect(unknown?.code == .request && unknown?.message.contains("did you mean 'job'?") == true)
        let kind = fault(self.request(["hours": "two"]))
        #expect(kind?.message.contains("hours is 'two'; a number") == true, "\(kind?.message ?? "")")
        let infinite = fault(self.request(["hours": .number(.infinity)]))
        #expect(infinite?.message == "hours holds a number that is not finite")
        var limited = self.request(["job": "etl"])
        limited.maxCost = 1
        #expect(fault(limited)?.message.contains("train a model or omit the limit") == true)
        limited.maxCost = .nan
        #expect(fault(limited)?.code == .request)
        decider = try self.decider(Self.targets + [Self.targets[0]])
        #expect(fault(self.request(["job": "etl"]))?.code == .targets)
    }

    @Test func `a file that declares no domain, and bytes that are no model, are refused`() throws {
        let domain = #expect(throws: BerthingError.self) {
            try Domain(yaml: "domain: jobs\nfeaturs: {}\n", file: "a.yaml")
        }
        #expect(domain?.code == .domain && domain?.message.contains("a.yaml:2") == true)
        let jobs = try Domain(yaml: Self.yaml)
        let model = #expect(throws: BerthingError.self) { try Model(reading: Array("{}".utf8), for: jobs) }
        #expect(model?.code == .model && model?.message.isEmpty == false)
    }

    @Test func `a domain lists what it reads, and its catalog`() throws {
        let jobs = try Domain(yaml: Self.yaml)
        #expect(jobs.name == "jobs" && jobs.workloadAttributes == ["hours", "job", "memoryMB"])
        #expect(try jobs.catalogTargets(at: Self.moment).isEmpty)
        let sandboxes = try Domain(yaml: Self.yaml + "\ncatalog: sandboxes\n").catalogTargets(at: Self.moment)
        #expect(sandboxes.contains { $0.id == "e2b" })
    }

    @Test func `attributes are written as literals`() {
        let workload: [String: AttributeValue] = [
            "cpu": 1, "share": 0.5, "gpu": false, "language": "python", "memory": nil, "files": [["path": "a.txt"]],
        ]
        #expect(workload["cpu"] == .number(1) && workload["share"] == .number(0.5) && workload["gpu"] == .flag(false))
        #expect(workload["language"] == .text("python") && workload["memory"] == .missing)
        #expect(workload["files"] == .list([.record(["path": .text("a.txt")])]))
    }
}
