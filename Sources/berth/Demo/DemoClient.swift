internal import AsyncHTTPClient
internal import BerthServer
internal import JSON
internal import NIOHTTP1
internal import Placement

internal import struct NIOCore.ByteBuffer
internal import struct NIOCore.TimeAmount

/// Talks to the service over HTTP, as any client would.
struct DemoClient: Sendable {
    private let address: SocketAddress
    private static let timeout = TimeAmount.seconds(60)
    private static let answerBytes = 16 << 20

    init(_ address: SocketAddress) { self.address = address }

    /// A target for a workload; `nil` where none is feasible.
    func decide(_ workload: Workload) async throws -> (id: String, target: Target.ID?, basis: String) {
        var body = JSONWriter()
        body.raw(#"{"domain":"sandbox","workload":"#)
        body.object(workload.attributes)
        body.raw("}")
        let answer = try await self.send(.POST, "/api/v1/decisions", body.bytes)
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
        _ = try await self.send(.POST, "/api/v1/decisions/\(decision)/outcome", body.bytes)
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
        _ = try await self.send(.PUT, "/api/v1/domains/sandbox/policy", body.bytes)
    }

    func serve(_ version: String, of model: String) async throws {
        var body = JSONWriter()
        body.raw(#"{"version":"#)
        body.text(version)
        body.raw("}")
        _ = try await self.send(.POST, "/api/v1/models/\(model)/serve", body.bytes)
    }

    /// Does not wait for the task.
    func submit(_ task: [String: Value]) async throws {
        var body = JSONWriter()
        body.object(task)
        _ = try await self.send(.POST, "/api/submit-task?wait=0", body.bytes)
    }

    private func send(_ method: HTTPMethod, _ path: String, _ body: [UInt8]) async throws -> [String: Value] {
        var request = HTTPClientRequest(url: "http://\(self.address)\(path)")
        request.method = method
        request.headers.add(name: "Content-Type", value: "application/json")
        request.body = .bytes(ByteBuffer(bytes: body))
        let response = try await HTTPClient.shared.execute(request, timeout: Self.timeout)
        let bytes = [UInt8](try await response.body.collect(upTo: Self.answerBytes).readableBytesView)
        var scanner = JSONScanner(bytes)
        guard (200..<300).contains(response.status.code), case .record(let answer) = try scanner.value() else {
            let text = String(decoding: bytes.prefix(500), as: UTF8.self)
            throw CommandFailure(
                kind: .refusedInput,
                message: "\(method) \(path): \(response.status.code) \(text)"
            )
        }
        return answer
    }

    private func unexpected(_ what: String, _ answer: [String: Value]) -> CommandFailure {
        CommandFailure(kind: .refusedInput, message: "the service answered without \(what): \(answer)")
    }
}
