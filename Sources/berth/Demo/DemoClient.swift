internal import BerthServer
internal import Declarations
internal import Foundation
internal import Placement

#if canImport(FoundationNetworking)
    internal import FoundationNetworking
#endif

/// Talks to the service over HTTP, as any client would.
struct DemoClient: Sendable {
    private let address: SocketAddress
    private let session = URLSession(configuration: .ephemeral)

    init(_ address: SocketAddress) { self.address = address }

    /// A target for a workload; `nil` where none is feasible.
    func decide(_ workload: Workload) async throws -> (id: String, target: Target.ID?, basis: String) {
        var body = JSONWriter()
        body.raw(#"{"domain":"sandbox","workload":"#)
        body.object(workload.attributes)
        body.raw("}")
        let answer = try await self.send("POST", "/api/v1/decisions", body.bytes)
        guard case .text(let id)? = answer["id"] else { throw self.unexpected("a decision", answer) }
        return (id, (answer["chosen"]?.text).map { Target.ID($0) }, answer["basis"]?.text ?? "none")
    }

    func report(_ outcome: Outcome, startedAt: Timestamp, of decision: String) async throws {
        var body = JSONWriter()
        body.raw(#"{"startedAt":"#)
        body.text("\(startedAt)")
        body.raw(#","durationMs":"#)
        body.number(outcome.timeSeconds * 1000)
        body.raw(#","costUSD":"#)
        body.number(outcome.cost.units)
        body.raw(#","success":"#)
        body.flag(outcome.succeeded)
        body.raw("}")
        _ = try await self.send("POST", "/api/v1/decisions/\(decision)/outcome", body.bytes)
    }

    func follow(_ policy: Policy) async throws {
        var body = JSONWriter()
        body.raw(#"{"strategy":"#)
        body.text(policy.strategy.rawValue)
        body.raw(#","confidenceGate":"#)
        body.number(policy.confidenceGate)
        body.raw(#","exploration":{"share":"#)
        body.number(policy.exploration.share)
        body.raw(#","budget":"#)
        body.value(policy.exploration.budget.map(Value.number) ?? .missing)
        body.raw("}}")
        _ = try await self.send("PUT", "/api/v1/domains/sandbox/policy", body.bytes)
    }

    func serve(_ version: String, of model: String) async throws {
        var body = JSONWriter()
        body.raw(#"{"version":"#)
        body.text(version)
        body.raw("}")
        _ = try await self.send("POST", "/api/v1/models/\(model)/serve", body.bytes)
    }

    /// Does not wait for the task.
    func submit(_ task: [String: Value]) async throws {
        var body = JSONWriter()
        body.object(task)
        _ = try await self.send("POST", "/api/submit-task?wait=0", body.bytes)
    }

    private func send(_ method: String, _ path: String, _ body: [UInt8]) async throws -> [String: Value] {
        guard let url = URL(string: "http://\(self.address)\(path)") else { throw self.unexpected("an address", [:]) }
        var request = URLRequest(url: url)
        request.httpMethod = method
        request.httpBody = Data(body)
        request.setValue("application/json", forHTTPHeaderField: "Content-Type")
        // In a task of its own, which is never cancelled: Foundation on Linux may lock up when a request is cancelled
        // while its answer comes in.
        let (data, response) = try await Task { [session, request] in try await session.data(for: request) }.value
        let status = (response as? HTTPURLResponse)?.statusCode ?? 0
        var scanner = JSONScanner([UInt8](data))
        guard (200..<300).contains(status), case .record(let answer) = try scanner.value() else {
            throw CommandFailure(
                kind: .refusedInput,
                message: "\(method) \(path): \(status) \(String(decoding: data.prefix(500), as: UTF8.self))"
            )
        }
        return answer
    }

    private func unexpected(_ what: String, _ answer: [String: Value]) -> CommandFailure {
        CommandFailure(kind: .refusedInput, message: "the service answered without \(what): \(answer)")
    }
}
