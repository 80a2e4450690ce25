/// An amount of money: whole nano-units (10⁻⁹) of a currency, since one call can cost less than a microdollar.
///
/// The range is ±9.2 × 10⁹ units. Amounts of different currencies do not compare; convert first and keep the rate.
package struct Money: Sendable, Hashable, Codable {
    /// Billionths (10⁻⁹) of a unit of the currency; negative for what is saved.
    package let nanos: Int64
    /// What the amount is in; sums are only of one.
    package let currency: Currency

    package init(nanos: Int64, currency: Currency) {
        self.nanos = nanos
        self.currency = currency
    }

    /// The nearest whole nano-unit; `nil` when the amount is not finite or out of range.
    package init?(_ units: Double, currency: Currency) {
        let nanos = (units * 1e9).rounded()
        guard nanos.isFinite, abs(nanos) < 9.2e18 else { return nil }
        self.init(nanos: Int64(nanos), currency: currency)
    }

    /// The amount in units of the currency, as a number to compute with; rounding is no longer exact from here on.
    package var units: Double { Double(self.nanos) / 1e9 }
}

/// An ISO 4217 currency code such as `USD`.
package struct Currency: Sendable, Hashable, Codable, CustomStringConvertible {
    /// Three capital letters.
    package let code: String

    /// - Parameter code: Three capital letters; anything else gives `nil`.
    package init?(_ code: String) {
        guard code.utf8.count == 3, code.utf8.allSatisfy({ (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0) })
        else { return nil }
        self.code = code
    }

    private init(proved code: String) { self.code = code }

    /// The dollar of the United States.
    package static let usd = Currency(proved: "USD")
    /// The euro.
    package static let eur = Currency(proved: "EUR")

    package var description: String { self.code }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let code = try container.decode(String.self)
        guard let currency = Currency(code) else {
            throw DecodingError.dataCorruptedError(
                in: container,
                debugDescription: "'\(code)' is not a currency code of three capital letters such as USD"
            )
        }
        self = currency
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(self.code)
    }
}
