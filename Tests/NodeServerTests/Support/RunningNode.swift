import AsyncHTTPClient
import BerthServer
import BerthTesting
import Foundation
import JSON
import Logging
import NIOCore
import NIOHTTP1
import NodeWire
import Nodes
import Placement
import ServiceLifecycleTestKit
import Web

/// A node with its server on a port that the system chose, in this process.
struct RunningNode: Sendable {
    /// Such as `http://127.0.0.1:41234`.
    let address: String

    struct Answer: Sendable {
        let status: Int
        let headers: HTTPHeaders
        let text: String

        func object() throws -> [String: Value] {
            guard case .record(let fields) = try JSONDecoder().decode(Value.self, from: Data(self.text.utf8)) else {
                return [:]
            }
            return fields
        }

        func events() throws -> [TaskEvent] {
            try self.text.split(separator: "\n").map {
                try TaskEvent(json: Array($0.utf8))
            }
        }

        func report() throws -> TaskReport? {
            guard case .finished(let report)? = try self.events().last else { return nil }
            return report
        }
    }

    static func configuration(
        kind: Node.Kind = .edge,
        slots: Int = 2,
        queue: Int = 4,
        join: String? = nil,
        profile: NodeProfile = .measured,
        allowedPrograms: [String] = []
    ) -> NodeConfiguration {
        NodeConfiguration(
            kind: kind,
            address: SocketAddress(host: "127.0.0.1", port: 0),
            name: "here",
            advertised: nil,
            slots: slots,
            queueLimit: queue,
            join: join,
            profile: profile,
            allowedPrograms: allowedPrograms,
            drainSeconds: 60
        )
    }

    /// Runs a node beside a test, and stops it afterwards as a signal would.
    static func with(
        _ configuration: NodeConfiguration = Self.configuration(),
        limits: HTTPLimits? = nil,
        _ body: @Sendable @escaping (RunningNode) async throws -> Void
    ) async throws {
        let ids = RequestIDs(seed: 1)
        let server = NodeInstance(
            configuration,
            version: "test",
            limits: limits,
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() },
            requestID: ids.next,
            now: { Timestamp(secondsSince1970: Date().timeIntervalSince1970) },
            nanoseconds: { DispatchTime.now().uptimeNanoseconds }
        )
        let (addresses, found) = AsyncStream.makeStream(of: String.self, bufferingPolicy: .bufferingNewest(1))
        try await testGracefulShutdown { stop in
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { try await server.run { found.yield($0) } }
                do {
                    for await address in addresses {
                        try await body(RunningNode(address: address))
                        break
                    }
                } catch {
                    group.cancelAll()
                    throw error
                }
                stop.triggerGracefulShutdown()
                try await group.waitForAll()
            }
        }
    }

    func send(
        _ method: HTTPMethod,
        _ path: String,
        _ body: String? = nil,
        type: String? = "application/json"
    ) async throws -> Answer {
        var request = HTTPClientRequest(url: self.address + path)
        request.method = method
        if let body {
            if let type { request.headers.add(name: "Content-Type", value: type) }
            request.body = .bytes(ByteBuffer(string: body))
        }
        let response = try await HTTPClient.shared.execute(request, timeout: .seconds(60))
        let text = String(buffer: try await response.body.collect(upTo: 16 << 20))
        return Answer(status: Int(response.status.code), headers: response.headers, text: text)
    }

    /// Sends an order and waits for its end, or its refusal.
    func order(
        _ task: String,
        token: Int64 = 1,
        type: String,
        _ payload: [String: Value] = [:],
        timeoutSeconds: Double = 30
    ) async throws -> Answer {
        try await self.send(.POST, "/tasks", try Self.text(task, token, type, payload, timeoutSeconds))
    }

    static func text(
        _ task: String,
        _ token: Int64,
        _ type: String,
        _ payload: [String: Value],
        _ timeoutSeconds: Double
    ) throws -> String {
        let order = TaskOrder(
            task: TaskOrder.ID(task),
            token: token,
            type: type,
            payload: .record(payload),
            timeoutSeconds: timeoutSeconds
        )
        var writer = JSONWriter()
        writer.order(order)
        return String(decoding: writer.bytes, as: UTF8.self)
    }

    /// Asks until a task stands as it should.
    func wait(for task: String, toBe status: String) async throws {
        var seen: String?
        try await eventually("the task \(task), \(status); it is \(seen ?? "unknown")") {
            seen = try await self.send(.GET, "/tasks/\(task)").object()["status"]?.text
            return seen == status
        }
    }
}
