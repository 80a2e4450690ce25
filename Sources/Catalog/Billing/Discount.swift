package import Placement

/// A user's own terms with a provider: a percentage off, or a price of her own, for a time.
package struct Discount: Sendable, Hashable, Codable {
    /// Names the discount in price rows and decision records.
    package typealias ID = Identifier<Discount>

    /// What the discount is for; a narrower scope beats a wider one.
    package struct Scope: Sendable, Hashable, Codable {
        /// Whose prices it changes.
        package let provider: Provider.ID
        /// A family of instance types; `nil` for all.
        package let family: String?
        /// `nil` for all.
        package let region: String?

        package init(provider: Provider.ID, family: String?, region: String?) {
            self.provider = provider
            self.family = family
            self.region = region
        }

        func covers(_ priced: Scope) -> Bool {
            self.provider == priced.provider
                && (self.family == nil || self.family == priced.family)
                && (self.region == nil || self.region == priced.region)
        }

        /// Family and region beat family, which beats region, which beats the provider alone.
        var narrowness: Int { (self.family == nil ? 0 : 2) + (self.region == nil ? 0 : 1) }
    }

    /// What it does to a price.
    package enum Terms: Sendable, Hashable, Codable {
        /// A part off every charge, for a committed share of the use: the whole off the whole is a reservation that
        /// is paid already.
        case percent(off: BasisPoints, ofShare: BasisPoints)
        /// A price of one's own for one meter.
        case fixed(Meter, UnitPrice, Currency)
    }

    /// Unique among a user's discounts.
    package let id: ID
    /// Which prices it changes.
    package let scope: Scope
    /// How it changes them.
    package let terms: Terms
    /// The first moment it holds; `nil` for always.
    package let from: Timestamp?
    /// The first moment it holds no longer; `nil` for never.
    package let until: Timestamp?

    package init(id: ID, scope: Scope, terms: Terms, from: Timestamp?, until: Timestamp?) {
        self.id = id
        self.scope = scope
        self.terms = terms
        self.from = from
        self.until = until
    }

    /// Whether ``from`` ≤ time < ``until``.
    package func holds(at time: Timestamp) -> Bool {
        (self.from.map { $0 <= time } ?? true) && (self.until.map { time < $0 } ?? true)
    }

    /// The first of the narrowest discounts that cover what is priced and hold at the time.
    package static func applicable(
        to priced: Scope,
        at time: Timestamp,
        among discounts: [Discount]
    ) -> Discount? {
        var best: Discount?
        for discount in discounts where discount.scope.covers(priced) && discount.holds(at: time) {
            if best.map({ $0.scope.narrowness < discount.scope.narrowness }) ?? true { best = discount }
        }
        return best
    }
}

extension BillingBasis {
    /// The basis under the user's own terms. Prices after a percentage are rounded to a trillionth, halves up.
    ///
    /// - Throws: `BillingError` for terms in another currency, and where a price of one's own has a unit its meter lacks.
    package func applying(_ discount: Discount) throws(BillingError) -> BillingBasis {
        switch discount.terms {
        case .percent(let off, let share):
            let kept = 100_000_000 - Int128(off.count) * Int128(share.count)
            return try self.replacing { (charge) throws(BillingError) in
                let picos = (Int128(charge.price.picos) * kept + 50_000_000) / 100_000_000
                guard let price = UnitPrice(picos: Int64(picos), per: charge.price.per) else {
                    throw BillingError.overflow(self.currency)
                }
                return Charge(meter: charge.meter, price: price, rounding: charge.rounding)
            }
        case .fixed(let meter, let price, let currency):
            guard currency == self.currency else {
                throw BillingError.otherCurrency(found: currency, expected: self.currency)
            }
            return try self.replacing { (charge) throws(BillingError) in
                charge.meter == meter ? Charge(meter: meter, price: price, rounding: charge.rounding) : charge
            }
        }
    }
}
