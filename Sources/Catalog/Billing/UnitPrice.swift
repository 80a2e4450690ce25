/// The price of one unit of a meter, exact to a trillionth (10⁻¹²) of the currency.
///
/// Published per-second prices have up to ten decimals, so a trillionth holds them exactly; a price per hour keeps
/// its own unit, because its 3600th part is no finite decimal.
package struct UnitPrice: Sendable, Hashable {
    /// How many units of the meter the price is for.
    package enum Quantity: String, Sendable, Hashable, Codable, CaseIterable {
        /// One second of the meter.
        case second
        /// 3600 seconds of the meter.
        case hour
        /// One start, or one GB.
        case one
        /// A million starts.
        case million
    }

    /// Trillionths of the currency, 0 or more; at most 9.2 million units.
    package let picos: Int64
    /// How many units of the meter ``picos`` buy.
    package let per: Quantity

    /// - Returns: `nil` for a negative price.
    package init?(picos: Int64, per: Quantity) {
        guard picos >= 0 else { return nil }
        self.picos = picos
        self.per = per
    }

    /// - Parameter text: The price as a decimal text such as `0.0000166667`; decimals beyond the twelfth are
    ///   rounded, halves up.
    /// - Returns: `nil` for a text that is no number of 0 or more.
    package init?(parsing text: String, per: Quantity) {
        guard let picos = DecimalText.parse(text, decimals: 12) else { return nil }
        self.init(picos: picos, per: per)
    }

    /// The price as a decimal number without its unit.
    package var amount: String { DecimalText.spelling(of: self.picos, decimals: 12) }
}

extension UnitPrice: CustomStringConvertible {
    package var description: String {
        switch self.per {
        case .one: self.amount
        case .second, .hour, .million: "\(self.amount) per \(self.per.rawValue)"
        }
    }
}

extension UnitPrice: Codable {
    private enum CodingKeys: String, CodingKey { case price, per }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        let text = try container.decode(String.self, forKey: .price)
        guard let price = UnitPrice(parsing: text, per: try container.decode(Quantity.self, forKey: .per)) else {
            throw DecodingError.dataCorruptedError(
                forKey: .price,
                in: container,
                debugDescription: "'\(text)' is not a price of 0 or more"
            )
        }
        self = price
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(self.amount, forKey: .price)
        try container.encode(self.per, forKey: .per)
    }
}
