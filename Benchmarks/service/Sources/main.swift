import BerthServer
import BerthTesting
import Decisions
import Dispatch
import Foundation
import HTTPAPI
import HTTPTypes
import Hummingbird
import Logging
import MetricRegistry
import NIOCore
import Persistence
import Placement
import TaskDispatch
import Web

// What a request of POST /api/predict costs without network and disk: microseconds of one thread, the best of many
// rounds. Arguments: a data directory whose domain `sandbox` has a model, and the number of rounds.

struct NoLog: DecisionLog {
    func keep(targetTable bytes: [UInt8], hash: String) async throws {}
    func targetTable(_ hash: String) async throws -> [UInt8]? { nil }
    func removeTargetTables(except inForce: Set<String>) async throws -> Int { 0 }
    func append(_ decisions: [Decision]) async throws {}
    func decision(_ id: Decision.ID) async throws -> ObservedDecision? { nil }
    func decisions(_ query: DecisionQuery) async throws -> DecisionPage { DecisionPage(decisions: [], next: nil) }
    func newestID() async throws -> Decision.ID? { nil }
    func explorationSpent() async throws -> [String: Double] { [:] }
}

func body(_ count: Int) -> String {
    let languages = ["python", "javascript", "typescript", "go", "ruby"]
    let memory = [256, 512, 1024, 2048, 4096]
    let code =
        "import json\\nimport math\\n\\ndef work(n):\\n    total = 0\\n    for i in range(n):\\n        total += math.sqrt(i) * \(count)\\n    return total\\n\\nprint(json.dumps({\\\"result\\\": work(\(count % 100000))}))\\n"
    return
        "{\"spec\":{\"language\":\"\(languages[count % 5])\",\"code\":\"\(code)\",\"cpu\":\(count % 4 + 1),\"memoryMB\":\(memory[count % 5]),\"gpu\":false,\"timeoutSeconds\":\(60 + count % 240),\"dependencies\":[\"numpy\",\"pandas==2.\(count % 10)\"],\"environment\":{\"MODE\":\"run\",\"N\":\"\(count)\"},\"files\":[{\"path\":\"in.csv\",\"bytes\":\(1000 + count % 100000)}]},\"constraints\":{\"providers\":[\"e2b\",\"daytona\",\"modal\",\"vercel\"]}}"
}

func moment() -> Timestamp { Timestamp(microseconds: Int64(Date().timeIntervalSince1970 * 1e6)) }

struct NoTrainer: Error {}

let folder = CommandLine.arguments[1]
let rounds = CommandLine.arguments.count > 2 ? Int(CommandLine.arguments[2]) ?? 30 : 30
var logger = Logger(label: "bench")
logger.logLevel = .warning
let configuration = try ServerConfiguration(
    file: nil,
    environment: ["BERTH_DECISIONS_CACHE_SECONDS": "0"],
    flags: ["data.dir": ("--data-dir", folder)],
    seed: 1
)
let instance = try await BerthInstance(
    configuration,
    logger: logger,
    makeTaskID: { UUID().uuidString },
    trainer: { throw NoTrainer() },
    now: { moment() }
)
for domain in instance.decisions.domains { try await domain.history.learnWorkloads() }
let registry = MetricRegistry()
let runs = MemoryRunStore(now: { moment() })
let decisions = DecisionService(
    domains: instance.decisions.domains,
    log: NoLog(),
    control: MemoryControlStore(),
    runs: runs,
    measures: ServiceMeasures(registry),
    newestID: nil,
    settings: DecisionSettings(seed: 1, cacheSeconds: 0),
    now: { moment() }
)
let http = HTTPService(
    decisions: decisions,
    delivery: instance.delivery,
    fleet: instance.fleet,
    tasks: instance.tasks,
    registry: registry,
    health: Health(version: "0", startedAt: moment(), phase: .running, checks: []),
    isReadOnly: false,
    logger: logger,
    classify: { _ in nil },
    requestID: RequestIDs(seed: 1).next,
    clock: ContinuousClock(),
    nanoseconds: { DispatchTime.now().uptimeNanoseconds }
)

/// Away from the main actor, so that a request hops between no executors.
@concurrent
func measure(_ http: HTTPService, rounds: Int) async throws -> (best: Double, length: Int) {
    let size = 500
    var best = Double.infinity
    var length = 0
    for round in 0..<rounds {
        let bodies = (0..<size).map { ByteBuffer(string: body(round * size + $0)) }
        let started = DispatchTime.now().uptimeNanoseconds
        for bytes in bodies {
            var fields = HTTPFields()
            fields[.contentType] = "application/json"
            fields[.contentLength] = String(bytes.readableBytes)
            let request = Request(
                head: HTTPRequest(
                    method: .post,
                    scheme: nil,
                    authority: "localhost",
                    path: "/api/predict",
                    headerFields: fields
                ),
                body: RequestBody(buffer: bytes)
            )
            let response = try await http.web.respond(to: request, context: HTTPContext())
            precondition(response.status == .ok)
            length = response.body.contentLength ?? 0
        }
        best = min(best, Double(DispatchTime.now().uptimeNanoseconds - started) / 1000 / Double(size))
    }
    return (best, length)
}
let (best, length) = try await measure(http, rounds: rounds)
print("a request without network and disk: \(best) µs (the best of \(rounds) rounds), \(length) bytes of answer")
