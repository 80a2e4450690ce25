package import Placement

/// A bill line by line.
package struct CostBreakdown: Sendable, Hashable, Codable {
    /// One charge with the quantity that it billed.
    package struct Line: Sendable, Hashable, Codable {
        /// What was counted.
        package let meter: Meter
        /// Billed quantity after rounding, in seconds, virtual-CPU seconds, GiB seconds, GB seconds, starts or GB.
        package let quantity: Double
        /// The price of a unit of the meter.
        package let price: UnitPrice
        /// Quantity × price, rounded to the nano-unit.
        package let cost: Money
    }

    /// In the order of the basis.
    package let lines: [Line]
    /// What one run costs.
    package let oneRun: Money
    /// What the run and its expected retries cost.
    package let total: Money

    /// What the expected retries add.
    package var retries: Money {
        Money(nanos: self.total.nanos - self.oneRun.nanos, currency: self.total.currency)
    }
}
