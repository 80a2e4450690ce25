internal import HTTPTypes
internal import Hummingbird
internal import NIOCore
internal import Problems

/// The client went away or sent what is no HTTP: nobody is left to answer.
struct BrokenConnection: Error {
    let cause: any Error
}

/// The body of a request as bytes.
enum RequestBytes {
    /// Reads the body that a route takes; a route without one leaves it unread.
    ///
    /// - Throws: ``Problem`` for a body of another kind or too large, ``BrokenConnection``.
    static func collected(_ request: Request, for body: Route.Body, limits: HTTPLimits) async throws -> [UInt8] {
        let limit: Int
        switch body {
        case .none: return []
        case .sizedJSON(let room): limit = max(limits.bodyBytes, room)
        case .reports: limit = limits.reportBytes
        }
        try Self.check(request.headers[.contentType], body)
        let announced = request.headers[.contentLength].flatMap { Int($0) } ?? 0
        guard announced <= limit else { throw Self.tooLarge(announced, limit) }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(announced)
        do {
            for try await chunk in request.body {
                guard bytes.count + chunk.readableBytes <= limit else {
                    throw Self.tooLarge(bytes.count + chunk.readableBytes, limit)
                }
                bytes.append(contentsOf: chunk.readableBytesView)
            }
        } catch let problem as Problem {
            throw problem
        } catch {
            throw BrokenConnection(cause: error)
        }
        return bytes
    }

    /// A body without a type is taken for what the route expects.
    private static func check(_ contentType: String?, _ body: Route.Body) throws(Problem) {
        guard let contentType else { return }
        let type = contentType.prefix { $0 != ";" }.lowercased()
        let known = type.drop { $0 == " " }.prefix { $0 != " " }
        guard !body.contentTypes.contains(where: { $0 == known }) else { return }
        let allowed = body.contentTypes
        throw Problem(
            .unsupportedMediaType,
            "the body is \(contentType.prefix(100)); send \(allowed.joined(separator: " or ")) and set Content-Type accordingly",
            field: "Content-Type",
            value: String(contentType.prefix(100)),
            allowed: allowed
        )
    }

    private static func tooLarge(_ bytes: Int, _ limit: Int) -> Problem {
        Problem(
            .tooLarge,
            "the body has \(bytes) bytes or more; at most \(limit) are accepted at once, so split it",
            value: String(bytes),
            allowed: ["at most \(limit) bytes"]
        )
    }
}
