package import Placement

/// The price of a target exactly as a decision used it. Frozen into the decision record, it computes the same bill
/// after the catalog has changed.
package struct PriceRow: Sendable, Hashable, Codable {
    /// What the price is for.
    package let target: Target.ID
    /// What the run is billed by: after discount and conversion.
    package let basis: BillingBasis
    /// The list price behind it, where the user's own terms changed it.
    package let listed: BillingBasis?
    /// The user's terms that ``basis`` is after; `nil` where none held.
    package let discount: Discount?
    /// Set where the source's price was in another currency.
    package let conversion: Conversion?
    /// Where the list prices come from.
    package let origins: [Origin]
    /// When the row was taken from the catalog.
    package let takenAt: Timestamp

    /// Prices a target under the narrowest discount that holds.
    ///
    /// - Throws: `BillingError` when the discount does not fit the basis.
    package init(
        target: Target.ID,
        listed: BillingBasis,
        scope: Discount.Scope,
        discounts: [Discount],
        conversion: Conversion?,
        origins: [Origin],
        takenAt: Timestamp
    ) throws(BillingError) {
        self.target = target
        self.conversion = conversion
        self.origins = origins
        self.takenAt = takenAt
        self.discount = Discount.applicable(to: scope, at: takenAt, among: discounts)
        if let discount = self.discount {
            self.basis = try listed.applying(discount)
            self.listed = listed
        } else {
            self.basis = listed
            self.listed = nil
        }
    }
}
