/// The pages that Berth serves, with all that they need.
package enum DashboardPages {
    /// Every page's address answers with the same document, which draws the page of its address.
    package static let addresses = [
        "/", "/submit", "/nodes", "/nodes/{name}", "/tasks", "/tasks/{id}", "/decisions", "/decisions/{id}", "/targets",
        "/models", "/models/{name}", "/costs",
    ]

    /// Pages, styles and scripts, each under a path of its own.
    package static let all: [Page] = Self.pages() + [Self.style()] + Self.files()

    /// The address of files begins with their version: a browser asks for each only once.
    private static var folder: String { "/assets/\(Asset.version)/" }

    private static func pages() -> [Page] {
        guard let document = Asset.all.first(where: { $0.path == "index.html" }) else { return [] }
        let bytes = Array(Self.filled(document.text).utf8)
        return Self.addresses.map { address in
            Page(
                path: address,
                contentType: "text/html; charset=utf-8",
                bytes: bytes,
                entityTag: "\"\(Asset.version)\"",
                isImmutable: false
            )
        }
    }

    /// All modules are named in the document, so that a browser asks for them at once and not as it meets them.
    private static func filled(_ document: String) -> String {
        let modules = Asset.all.map(\.path).filter { $0.hasSuffix(".js") && $0 != "theme.js" && $0 != "app.js" }
            .map { "<link rel=\"modulepreload\" href=\"\(Self.folder)\($0)\">" }
        return document.replacing("{{modules}}", with: modules.joined(separator: "\n  "))
            .replacing("{{version}}", with: Asset.version)
    }

    /// In the order in which one builds on the other.
    private static let styles = ["tokens", "base", "shell", "parts", "tables", "charts", "pages"]

    /// All styles as one: nothing is painted before the last of them is there.
    private static func style() -> Page {
        let texts = Self.styles.map { name in Asset.all.first { $0.path == "style/\(name).css" }?.text ?? "" }
        return Page(
            path: "\(Self.folder)style.css",
            contentType: Self.contentType(of: "style.css"),
            bytes: Array(texts.joined().utf8),
            entityTag: "\"\(Asset.version)-style\"",
            isImmutable: true
        )
    }

    private static func files() -> [Page] {
        Asset.all.filter { $0.path != "index.html" && !$0.path.hasSuffix(".css") }.map { asset in
            Page(
                path: Self.folder + asset.path,
                contentType: Self.contentType(of: asset.path),
                bytes: Array(asset.text.utf8),
                entityTag: "\"\(asset.digest)\"",
                isImmutable: true
            )
        }
    }

    private static func contentType(of path: String) -> String {
        switch path.split(separator: ".").last {
        case "css": "text/css; charset=utf-8"
        case "js": "text/javascript; charset=utf-8"
        case "svg": "image/svg+xml"
        default: "application/octet-stream"
        }
    }
}
