internal import AsyncHTTPClient
internal import Foundation
internal import JSON
internal import NIOCore
internal import NIOHTTP1
internal import NIOPosix
internal import NodeWire
package import Nodes
internal import Placement
package import TaskDispatch

/// Reaches nodes over HTTP.
package final class NodeClient: NodeLink {
    private let client: HTTPClient

    /// How long a connection may take to be made, and a short answer to come.
    private static let timeout = TimeAmount.seconds(2)
    /// How long an answer to an order may take to begin: longer than an emulated distance.
    private static let firstLineTimeout = TimeAmount.seconds(90)
    /// Bytes of one line of an answer: a result, with room.
    private static let lineBytes = 16 << 20
    private static let problemBytes = 64 << 10

    package init() {
        var configuration = HTTPClient.Configuration()
        configuration.timeout.connect = Self.timeout
        // Every order holds a connection until its task has ended.
        configuration.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = 1_024
        configuration.connectionPool.retryConnectionEstablishment = false
        configuration.httpVersion = .http1Only
        // A node has one address, its own.
        configuration.redirectConfiguration = .disallow
        self.client = HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
    }

    deinit {
        // The client stays until it has closed its connections.
        self.client.shutdown { _ in }
    }

    // MARK: Orders

    package func run(
        _ order: TaskOrder,
        on node: Node,
        progress: @escaping @Sendable (TaskEvent) -> Void
    ) async -> OrderEnd {
        let response: HTTPClientResponse
        do {
            var request = HTTPClientRequest(url: "\(node.address)/tasks")
            request.method = .POST
            request.headers.add(name: "Content-Type", value: "application/json")
            var writer = JSONWriter(reserving: 512)
            writer.order(order)
            request.body = .bytes(ByteBuffer(bytes: writer.bytes))
            response = try await self.client.execute(
                request,
                deadline: .now() + .nanoseconds(Int64(order.timeoutSeconds * 1e9)) + Self.firstLineTimeout
            )
        } catch {
            return Self.neverSent(error) ? .unreachable(reason: "\(error)") : .broken(reason: "\(error)")
        }
        guard response.status == .ok else { return await Self.refusal(response) }
        do {
            return try await Self.followed(response.body, of: order, progress)
        } catch {
            return .broken(reason: "\(error)")
        }
    }

    /// Whether a request failed before the node can have heard of it.
    private static func neverSent(_ error: any Error) -> Bool {
        switch error {
        case is NIOConnectionError: true
        case let error as HTTPClientError: error == .connectTimeout
        case let error as IOError: error.errnoCode == ECONNREFUSED
        default: false
        }
    }

    private static func refusal(_ response: HTTPClientResponse) async -> OrderEnd {
        let body = (try? await response.body.collect(upTo: Self.problemBytes)).map { Array($0.readableBytesView) }
        let reason = body.flatMap(Self.detail) ?? "the node answered with status \(response.status.code)"
        switch response.status {
        case .tooManyRequests, .serviceUnavailable: return .refused(.full)
        case .conflict: return .refused(.stale)
        case .badRequest, .notFound, .unprocessableEntity, .payloadTooLarge:
            return .refused(.unusable(reason: reason))
        default: return .broken(reason: reason)
        }
    }

    /// What a problem's body says.
    private static func detail(of bytes: [UInt8]) -> String? {
        guard case .record(let problem)? = try? JSONScanner.value(of: bytes) else { return nil }
        return problem["detail"]?.text
    }

    private static func followed(
        _ body: HTTPClientResponse.Body,
        of order: TaskOrder,
        _ progress: @Sendable (TaskEvent) -> Void
    ) async throws -> OrderEnd {
        var lines = LineBuffer(limit: Self.lineBytes)
        for try await chunk in body {
            for line in try lines.add(chunk.readableBytesView) {
                switch try TaskEvent(json: line) {
                case .finished(let report):
                    guard report.task == order.task, report.token == order.token else {
                        return .broken(reason: "the node reported on another task")
                    }
                    return .finished(report)
                case let event: progress(event)
                }
            }
        }
        return .broken(reason: "the answer ended before the task")
    }

    // MARK: Questions

    package func inquire(_ task: TaskOrder.ID, on node: Node) async -> OrderInquiry {
        do {
            let request = HTTPClientRequest(url: "\(node.address)/tasks/\(task)")
            let response = try await self.client.execute(request, timeout: Self.timeout)
            // Read, so that the connection is free again; what it says, following the order says too.
            _ = try? await response.body.collect(upTo: Self.lineBytes)
            switch response.status {
            case .ok: return .known
            case .notFound: return .unknown
            default: return .silent
            }
        } catch {
            return .silent
        }
    }

    package func cancel(_ task: TaskOrder.ID, on node: Node) async {
        var request = HTTPClientRequest(url: "\(node.address)/tasks/\(task)")
        request.method = .DELETE
        // A node that does not hear of it tells the task's end all the same.
        guard let response = try? await self.client.execute(request, timeout: Self.timeout) else { return }
        _ = try? await response.body.collect(upTo: Self.lineBytes)
    }
}
