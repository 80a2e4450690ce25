/// Something that a browser asks for: a page, or a file that a page needs.
package struct Page: Sendable {
    /// Where it is asked for, such as `/nodes`. A last segment `{…}` stands for any one segment.
    package let path: String
    package let contentType: String
    package let bytes: [UInt8]
    /// As an `ETag` has it, with its quotation marks.
    package let entityTag: String
    /// Whether the address changes with the content, so that it may be kept for ever.
    package let isImmutable: Bool
}
