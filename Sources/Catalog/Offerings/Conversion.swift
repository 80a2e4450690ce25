package import Placement

/// How a price came into the catalog's currency: the rate, with its date, and what the source listed.
package struct Conversion: Sendable, Hashable, Codable {
    package let listed: Money
    package let rate: ExchangeRate

    package init(listed: Money, rate: ExchangeRate) {
        self.listed = listed
        self.rate = rate
    }
}
