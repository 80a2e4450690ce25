internal import CEmbeddedFiles
internal import Statistics

/// A file of the pages, as it stands in `Sources/Dashboard/Assets`.
struct Asset: Sendable {
    /// Such as `core/dom.js`.
    let path: String
    let text: String
    /// Tells its content from any other: a stable hash in hexadecimal digits.
    let digest: String

    init(path: String, text: String) {
        self.path = path
        self.text = text
        self.digest = Self.digest(of: text)
    }

    /// Every file, ascending by path.
    static let all: [Asset] = {
        var assets: [Asset] = []
        while let file = embedded_page_file(assets.count) {
            assets.append(Asset(path: String(cString: file.pointee.path), text: String(cString: file.pointee.text)))
        }
        return assets
    }()

    /// Tells one state of all files from another.
    static let version = Self.digest(of: Self.all.map { "\($0.path) \($0.digest)\n" }.joined())

    private static func digest(of text: String) -> String {
        let digits = String(StableHash.of(text), radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }
}
