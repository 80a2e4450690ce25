package import Placement

/// What one unit of a currency was worth in another, on a day and by a source. Kept with every price it converted.
package struct ExchangeRate: Sendable, Hashable, Codable {
    /// The currency that is converted.
    package let from: Currency
    /// The currency that it is converted to.
    package let to: Currency
    /// Trillionths (10⁻¹²) of `to` for one unit of `from`; more than 0.
    package let picos: Int64
    /// The day for which the source states the rate.
    package let date: Timestamp
    /// Who states it, as an address or a name.
    package let source: String

    /// - Parameter rate: Units of `to` for one unit of `from` as a decimal text, such as `1.0825`; `nil` is returned
    ///   for a rate of 0 or less, one above nine million, and any other text.
    package init?(from: Currency, to: Currency, rate: String, date: Timestamp, source: String) {
        guard let picos = DecimalText.parse(rate, decimals: 12), picos > 0 else { return nil }
        self.from = from
        self.to = to
        self.picos = picos
        self.date = date
        self.source = source
    }

    /// The amount in the other currency, to the nearest nano-unit, halves away from zero.
    ///
    /// - Returns: `nil` for an amount in another currency than `from` and where the result is out of range.
    package func convert(_ amount: Money) -> Money? {
        guard amount.currency == self.from else { return nil }
        let product = Int128(amount.nanos) * Int128(self.picos)
        let half: Int128 = product < 0 ? -500_000_000_000 : 500_000_000_000
        guard let nanos = Int64(exactly: (product + half) / 1_000_000_000_000) else { return nil }
        return Money(nanos: nanos, currency: self.to)
    }
}
