/// Something that a browser asks for: a page, or a file that a page needs.
package struct Page: Sendable {
    /// Where it is asked for, such as `/nodes`. A last segment `{…}` stands for any one segment.
    package let path: String
    /// The media type, with the character set of texts.
    package let contentType: String
    /// What is sent.
    package let bytes: [UInt8]
    /// As an `ETag` has it, with its quotation marks.
    package let entityTag: String
    /// Whether the address changes with the content, so that it may be kept for ever.
    package let isImmutable: Bool
}
