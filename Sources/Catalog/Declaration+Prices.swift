internal import Declarations
internal import Placement

extension Declaration {
    func timestamp() throws(DeclarationError) -> Timestamp {
        guard let timestamp = Timestamp(parsing: try self.text()) else {
            throw self.invalid(expected: "a date such as 2026-01-31")
        }
        return timestamp
    }

    func currency() throws(DeclarationError) -> Currency {
        guard let currency = Currency(try self.text()), currency.isKnown else {
            throw self.invalid(expected: "a currency code of ISO 4217 such as USD or EUR")
        }
        return currency
    }

    func timeRounding() throws(DeclarationError) -> TimeRounding {
        let fields = try self.fields(allowed: ["stepSeconds", "minimumSeconds"])
        let year = Double(TimeRounding.longestMicroseconds) / 1e6
        let step = try fields.required("stepSeconds").number(in: 0.000001...year)
        let minimum = try fields.required("minimumSeconds").number(in: 0...year)
        guard
            let rounding = TimeRounding(
                granularityMicroseconds: Int64((step * 1e6).rounded()),
                minimumMicroseconds: Int64((minimum * 1e6).rounded())
            )
        else { throw self.invalid(expected: "a step from a microsecond to a year") }
        return rounding
    }
}

extension Declaration.Fields {
    /// The price under `price` for the quantity under `per`.
    func unitPrice() throws(DeclarationError) -> UnitPrice {
        let per = try self.required("per").choice(UnitPrice.Quantity.self)
        let price = try self.required("price")
        guard let parsed = UnitPrice(parsing: try price.text(), per: per) else {
            throw price.invalid(expected: "a price of 0 or more, such as 0.000014")
        }
        return parsed
    }
}
