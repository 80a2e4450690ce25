import HTTPAPI
import HTTPTypes
import Placement
import Testing
import Web

/// Pages beside the API: what browsers ask for, and what the API keeps for itself.
struct PageTests {
    private static let script = ServedPage(
        path: "/assets/1/a.js",
        contentType: "text/javascript; charset=utf-8",
        body: Array("let a = 1".utf8),
        packed: [0x1F, 0x8B],
        entityTag: "\"abc\"",
        isImmutable: true
    )

    private static let pages =
        [script]
        + ["/", "/tasks", "/tasks/{id}"].map { path in
            ServedPage(
                path: path,
                contentType: "text/html; charset=utf-8",
                body: Array("<!doctype html>".utf8),
                packed: nil,
                entityTag: "\"page\"",
                isImmutable: false
            )
        }

    private static func service() async throws -> TestService { try await TestService(pages: Self.pages) }

    @Test(arguments: ["/", "/tasks", "/tasks/1", "/tasks/a%2Fb", "/tasks?status=failed"])
    func `a page answers at its address`(path: String) async throws {
        let answer = try await Self.service().sendUndescribed("GET", path)
        #expect(answer.status == 200)
        #expect(answer.contentType == "text/html; charset=utf-8")
        #expect(answer.text == "<!doctype html>")
        #expect(answer.headers[.cacheControl] == "no-cache")
        #expect(answer.requestID != nil)
    }

    @Test(arguments: ["/task", "/tasks/", "/tasks/1/2", "/assets/2/a.js", "/assets/1/", "/assets"])
    func `other addresses are unknown as ever`(path: String) async throws {
        let answer = try await Self.service().send("GET", path)
        #expect(answer.status == 404)
        #expect(answer.json["type"] == "urn:berth:problem:unknown-path")
    }

    @Test func `what somebody has is not sent again`() async throws {
        let service = try await Self.service()
        for tags in ["\"abc\"", "W/\"abc\"", "\"x\", \"abc\"", "*"] {
            let answer = try await service.sendUndescribed("GET", Self.script.path, headers: ["If-None-Match": tags])
            #expect(answer.status == 304)
            #expect(answer.bytes == [])
            #expect(answer.headers[.eTag] == "\"abc\"")
        }
        let other = try await service.sendUndescribed("GET", Self.script.path, headers: ["If-None-Match": "\"x\""])
        #expect(other.status == 200)
        #expect(other.headers[.cacheControl] == "public, max-age=31536000, immutable")
    }

    @Test func `it is packed for whoever takes it so`() async throws {
        let service = try await Self.service()
        for (codings, isPacked) in [
            ("gzip, br", true), ("br;q=1.0, gzip;q=0.8", true), ("gzip;q=0", false), ("br", false),
        ] {
            let answer = try await service.sendUndescribed(
                "GET",
                Self.script.path,
                headers: ["Accept-Encoding": codings]
            )
            #expect((answer.headers[.contentEncoding] == "gzip") == isPacked, "\(codings)")
            #expect((answer.bytes == Self.script.packed) == isPacked, "\(codings)")
            #expect(answer.headers[.vary] == "Accept-Encoding")
        }
    }

    @Test func `nothing from elsewhere may be loaded, and nothing inline runs`() async throws {
        for path in ["/", Self.script.path] {
            let answer = try await Self.service().sendUndescribed("GET", path)
            let policy = try #require(answer.headers[.contentSecurityPolicy])
            #expect(policy.hasPrefix("default-src 'none'; script-src 'self'; style-src 'self'"))
            #expect(!policy.contains("unsafe"))
            #expect(policy.contains("frame-ancestors 'none'"))
            #expect(answer.headers[.xContentTypeOptions] == "nosniff")
            #expect(HTTPField.Name("Referrer-Policy").flatMap { answer.headers[$0] } == "no-referrer")
        }
    }

    @Test func `HEAD tells the length, other methods are refused`() async throws {
        let service = try await Self.service()
        let head = try await service.sendUndescribed("HEAD", Self.script.path)
        #expect(head.status == 200)
        #expect(head.bytes == [])
        #expect(head.headers[.contentLength] == "9")
        let post = try await service.sendUndescribed("POST", "/tasks", headers: ["Content-Type": "application/json"])
        #expect(post.status == 405)
        #expect(post.headers[.allow] == "GET, HEAD")
    }
}
