/// A page, or a file that a page needs, as it is answered.
package struct ServedPage: Sendable {
    /// Such as `/nodes`. A last segment `{…}` stands for any one segment.
    package let path: String
    /// The media type, with the character set of texts.
    package let contentType: String
    /// What is sent where gzip is not accepted.
    package let body: [UInt8]
    /// The same, packed by gzip; `nil` where that is not worth it.
    package let packed: [UInt8]?
    /// With its quotation marks.
    package let entityTag: String
    /// Whether what the path answers never changes.
    package let isImmutable: Bool

    package init(
        path: String,
        contentType: String,
        body: [UInt8],
        packed: [UInt8]?,
        entityTag: String,
        isImmutable: Bool
    ) {
        self.path = path
        self.contentType = contentType
        self.body = body
        self.packed = packed
        self.entityTag = entityTag
        self.isImmutable = isImmutable
    }
}
