package import Placement

/// How a price came into the catalog's currency: the rate, with its date, and what the source listed.
package struct Conversion: Sendable, Hashable, Codable {
    /// The price in the source's currency.
    package let listed: Money
    /// From the source's currency into the catalog's.
    package let rate: ExchangeRate

    package init(listed: Money, rate: ExchangeRate) {
        self.listed = listed
        self.rate = rate
    }
}
