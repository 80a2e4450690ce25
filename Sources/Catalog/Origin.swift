package import Placement

/// Where a figure comes from, so that a price can be traced and its age judged.
package struct Origin: Sendable, Hashable, Codable {
    /// How the figure reached us.
    package enum Reading: String, Sendable, Hashable, Codable, CaseIterable {
        /// Read on the provider's own page.
        case vendor
        /// Somebody else's reading of the provider's page.
        case thirdParty
        /// Measured by somebody, not promised by the provider.
        case measured
    }

    /// What `date` is the date of.
    package enum Dated: String, Sendable, Hashable, Codable, CaseIterable {
        /// The source says so itself.
        case stated
        /// The source carries no date; this is when it was read.
        case read
    }

    /// An address or the name of a data set.
    package let source: String
    /// `nil` where nobody said when the figure held.
    package let date: Timestamp?
    /// Whether the source states the date, or we read it then.
    package let dated: Dated
    /// How the figure reached us.
    package let reading: Reading

    package init(source: String, date: Timestamp?, dated: Dated, reading: Reading) {
        self.source = source
        self.date = date
        self.dated = dated
        self.reading = reading
    }
}
