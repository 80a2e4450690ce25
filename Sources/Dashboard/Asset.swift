/// A file of the pages, as it stands in `Sources/Dashboard/Assets`.
struct Asset: Sendable {
    /// Such as `core/dom.js`.
    let path: String
    /// Tells its content from any other.
    let digest: String
    let text: String
}
