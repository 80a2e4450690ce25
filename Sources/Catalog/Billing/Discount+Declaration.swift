package import Declarations
internal import Placement

extension Discount {
    /// Reads a user's own terms: a list under `discounts`, each entry with `name`, `provider`, optionally `family`,
    /// `region`, `from` (included) and `until` (excluded), and either `percent` (with an optional `share` in percent,
    /// 100 when absent) or `fixed: {meter, price, per, currency}`.
    package static func list(_ declaration: Declaration) throws(DeclarationError) -> [Discount] {
        let fields = try declaration.fields(allowed: ["discounts"])
        var discounts: [Discount] = []
        for entry in try fields.required("discounts").list() {
            let discount = try Self.discount(entry)
            guard !discounts.contains(where: { $0.id == discount.id }) else {
                throw entry.fault(.invalid(found: discount.id.description, expected: "a name not used before"))
            }
            discounts.append(discount)
        }
        return discounts
    }

    private static func discount(_ declaration: Declaration) throws(DeclarationError) -> Discount {
        let fields = try declaration.fields(
            allowed: ["name", "provider", "family", "region", "percent", "share", "fixed", "from", "until"])
        let from = try fields[optional: "from"]?.timestamp()
        let until = try fields[optional: "until"]?.timestamp()
        if let from, let until, until <= from, let field = fields[optional: "until"] {
            throw field.invalid(expected: "a date after \(from)")
        }
        return Discount(
            id: Discount.ID(try fields.required("name").text()),
            scope: Scope(
                provider: Provider.ID(try fields.required("provider").text()),
                family: try fields[optional: "family"]?.text(),
                region: try fields[optional: "region"]?.text()
            ),
            terms: try Self.terms(fields),
            from: from,
            until: until
        )
    }

    private static func terms(_ fields: Declaration.Fields) throws(DeclarationError) -> Terms {
        switch (fields[optional: "percent"], fields[optional: "fixed"]) {
        case (.some(let percent), nil):
            return .percent(
                off: try percent.basisPoints(),
                ofShare: try fields[optional: "share"]?.basisPoints() ?? .whole
            )
        case (nil, .some(let fixed)):
            if let share = fields[optional: "share"] {
                throw share.invalid(expected: "no share next to a fixed price")
            }
            let entry = try fixed.fields(allowed: ["meter", "price", "per", "currency"])
            let meter = try entry.required("meter").choice(Meter.self)
            let price = try entry.unitPrice()
            let allowed = BillingBasis.units(of: meter)
            guard allowed.contains(price.per) else {
                throw try entry.required("per").invalid(
                    expected: allowed.map(\.rawValue).joined(separator: " or ") + " for \(meter.rawValue)"
                )
            }
            return .fixed(meter, price, try entry.required("currency").currency())
        case (nil, nil), (.some, .some):
            throw fields.owner.fault(.invalid(found: "this discount", expected: "either percent or fixed"))
        }
    }
}

extension Declaration {
    fileprivate func basisPoints() throws(DeclarationError) -> BasisPoints {
        guard let points = BasisPoints(percent: try self.number(in: 0...100)) else {
            throw self.invalid(expected: "a number from 0 to 100")
        }
        return points
    }
}
