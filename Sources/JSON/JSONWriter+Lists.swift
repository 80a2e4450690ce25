package import Placement

/// Lists, and values that may be missing.
extension JSONWriter {
    /// A list of what `write` writes for each element, in their order.
    package mutating func list<Element>(
        _ elements: some Sequence<Element>,
        _ write: (Element, inout JSONWriter) -> Void
    ) {
        self.beginList()
        for element in elements {
            self.separate()
            write(element, &self)
        }
        self.endList()
    }

    /// A list of texts, in their order.
    package mutating func texts(_ texts: some Sequence<String>) { self.list(texts) { $1.text($0) } }

    /// A text, or `null`.
    package mutating func optional(text: String?) {
        if let text { self.text(text) } else { self.null() }
    }

    /// `null` for a number that is not finite too.
    package mutating func optional(number: Double?) {
        if let number, number.isFinite { self.number(number) } else { self.null() }
    }

    /// A moment as text in RFC 3339, or `null`.
    package mutating func optional(moment: Timestamp?) { self.optional(text: moment?.description) }
}
