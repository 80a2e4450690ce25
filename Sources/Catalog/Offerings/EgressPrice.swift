package import Placement

/// What sending data out of a region costs.
package struct EgressPrice: Sendable, Hashable, Codable {
    /// Who bills it.
    package let provider: Provider.ID
    /// Where the data leaves.
    package let region: String
    /// Another region, or `internet`.
    package let destination: String
    /// Per GB (10⁹ bytes).
    package let perGB: Money

    package init(provider: Provider.ID, region: String, destination: String, perGB: Money) {
        self.provider = provider
        self.region = region
        self.destination = destination
        self.perGB = perGB
    }

    /// The destination that is no region of the provider.
    package static let internet = "internet"
}
