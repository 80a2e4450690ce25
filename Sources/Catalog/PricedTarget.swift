package import Placement

/// A place to decide about with its price: attributes, how it bills, and where that is known from.
package struct PricedTarget: Sendable, Hashable {
    package let target: Target
    package let basis: BillingBasis
    /// What discounts are matched with.
    package let scope: Discount.Scope
    package let conversion: Conversion?
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
