package import Placement

/// A place to decide about with its price: attributes, how it bills, and where that is known from.
package struct PricedTarget: Sendable, Hashable {
    /// Its id and the attributes that rules and features read.
    package let target: Target
    /// The list price, before the user's own terms.
    package let basis: BillingBasis
    /// What discounts are matched with.
    package let scope: Discount.Scope
    /// Set where the source's price was in another currency.
    package let conversion: Conversion?
    /// Where the list prices come from.
    package let origins: [Origin]

    package init(
        target: Target,
        basis: BillingBasis,
        scope: Discount.Scope,
        conversion: Conversion?,
        origins: [Origin]
    ) {
        self.target = target
        self.basis = basis
        self.scope = scope
        self.conversion = conversion
        self.origins = origins
    }

    /// The price as a decision record keeps it.
    package func priceRow(discounts: [Discount], at time: Timestamp) throws(BillingError) -> PriceRow {
        try PriceRow(
            target: self.target.id,
            listed: self.basis,
            scope: self.scope,
            discounts: discounts,
            conversion: self.conversion,
            origins: self.origins,
            takenAt: time
        )
    }
}
