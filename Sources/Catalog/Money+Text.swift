package import Placement

extension Money {
    /// Reads an amount that is not negative, to the nearest nano-unit (halves up); `nil` for any other text.
    package init?(parsing text: some StringProtocol, currency: Currency) {
        guard let nanos = DecimalText.parse(text, decimals: 9) else { return nil }
        self.init(nanos: nanos, currency: currency)
    }

    /// The exact amount and its currency, such as `0.0504 USD`.
    package var spelling: String { "\(DecimalText.spelling(of: self.nanos, decimals: 9)) \(self.currency)" }
}
