package import Placement

/// What a node pretends to be, for trying out a fleet on one machine.
///
/// Each part that is `nil` is not emulated: the network, the processor and the absence of a price are then real.
package struct NodeProfile: Sendable, Hashable {
    /// Milliseconds that a request and its answer take longer than they do, both ways together.
    package let distanceMilliseconds: Double?
    /// How many times as long as on this machine work takes, at least 1.
    package let slowdown: Double?
    /// What an hour of a slot is said to cost.
    package let pricePerHour: Money?

    package init(distanceMilliseconds: Double?, slowdown: Double?, pricePerHour: Money?) {
        self.distanceMilliseconds = distanceMilliseconds
        self.slowdown = slowdown
        self.pricePerHour = pricePerHour
    }

    /// Nothing is emulated.
    package static let measured = NodeProfile(distanceMilliseconds: nil, slowdown: nil, pricePerHour: nil)

    /// Whether anything is pretended.
    package var isEmulated: Bool {
        self.distanceMilliseconds != nil || self.slowdown != nil || self.pricePerHour != nil
    }

    /// What `distanceMilliseconds` may be.
    package static let distances = 0.0...60_000
    /// What `slowdown` may be: as a factor, 1 is no slower.
    package static let slowdowns = 1.0...1_000
    /// What `pricePerHour` may be, in USD.
    package static let hourlyPricesUSD = 0.0...1_000_000
}
