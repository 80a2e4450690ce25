internal import HTTPTypes

/// Answers with pages. They are no part of the API, so that its description knows nothing of them.
struct PageRoutes: Sendable {
    private let exact: [String: ServedPage]
    /// Pages whose last segment is a placeholder, by what stands before it.
    private let open: [String: ServedPage]

    init(_ pages: [ServedPage]) {
        var exact: [String: ServedPage] = [:]
        var open: [String: ServedPage] = [:]
        for page in pages {
            if let start = page.path.firstIndex(of: "{") {
                open[String(page.path[..<start])] = page
            } else {
                exact[page.path] = page
            }
        }
        self.exact = exact
        self.open = open
    }

    /// - Parameter path: Still percent-encoded, without the query.
    func page(at path: Substring) -> ServedPage? {
        if let page = self.exact[String(path)] { return page }
        guard !self.open.isEmpty, let slash = path.lastIndex(of: "/") else { return nil }
        let name = path[path.index(after: slash)...]
        return name.isEmpty ? nil : self.open[String(path[...slash])]
    }

    /// - Parameter headers: Of the request.
    static func answer(_ page: ServedPage, to headers: HTTPFields) -> Answer {
        var fields = HTTPFields()
        fields[.eTag] = page.entityTag
        fields[.cacheControl] = page.isImmutable ? "public, max-age=31536000, immutable" : "no-cache"
        fields[.vary] = "Accept-Encoding"
        for (name, value) in Self.security { fields[name] = value }
        if headers[.ifNoneMatch].map({ Self.names(page.entityTag, in: $0) }) ?? false {
            return Answer(.notModified, contentType: page.contentType, headers: fields)
        }
        var body = page.body
        if let packed = page.packed, headers[.acceptEncoding].map(Self.takesGzip) ?? false {
            body = packed
            fields[.contentEncoding] = "gzip"
        }
        return Answer(contentType: page.contentType, headers: fields, body: body)
    }

    /// Whether a list of tags, or `*`, holds the tag; a weak tag names the same bytes here.
    private static func names(_ tag: String, in list: String) -> Bool {
        let wanted: Set<Substring> = ["*", tag[...], "W/\(tag)"]
        return list.split(separator: ",").contains { wanted.contains($0.drop { $0 == " " }) }
    }

    private static func takesGzip(_ list: String) -> Bool {
        let refusals: Set<String> = ["q=0", "q=0.0", "q=0.00", "q=0.000"]
        for coding in list.split(separator: ",") {
            let parts = coding.split(separator: ";").map { String($0.filter { $0 != " " }) }
            if parts.first == "gzip" { return !parts.dropFirst().contains(where: refusals.contains) }
        }
        return false
    }

    /// Nothing from elsewhere, nothing inline, in nobody else's frame. Pictures may be data: what somebody is about to
    /// submit is shown.
    private static let security: [(HTTPField.Name, String)] = {
        let policy =
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
            + "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
        let headers: [(String, String)] = [
            ("Content-Security-Policy", policy), ("X-Content-Type-Options", "nosniff"), ("X-Frame-Options", "DENY"),
            ("Referrer-Policy", "no-referrer"), ("Cross-Origin-Opener-Policy", "same-origin"),
            ("Cross-Origin-Resource-Policy", "same-origin"),
            ("Permissions-Policy", "camera=(), geolocation=(), microphone=()"),
        ]
        return headers.compactMap { name, value in HTTPField.Name(name).map { ($0, value) } }
    }()
}
