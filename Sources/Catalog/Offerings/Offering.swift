package import Placement

/// A priced instance type in a region.
package struct Offering: Sendable, Hashable {
    /// How the instance is rented.
    package enum Market: String, Sendable, Hashable, Codable, CaseIterable {
        case onDemand
        /// Cheaper, and may be taken away.
        case spot
    }

    /// The prices as the source lists them, and the rate that turned them into the offering's.
    package struct Converted: Sendable, Hashable {
        /// Per hour, in the source's currency.
        package let onDemand: Money?
        /// Per hour, in the source's currency.
        package let spot: Money?
        /// From the source's currency into the offering's.
        package let rate: ExchangeRate

        package init(onDemand: Money?, spot: Money?, rate: ExchangeRate) {
            self.onDemand = onDemand
            self.spot = spot
            self.rate = rate
        }
    }

    /// What is rented.
    package let type: InstanceType.ID
    /// Where, as the provider spells it.
    package let region: String
    /// Per hour; `nil` where only spot is sold.
    package let onDemand: Money?
    /// Per hour, of the cheapest zone; `nil` where no spot is sold or its price is unknown.
    package let spot: Money?
    /// The zone of the spot price, where the source tells zones apart.
    package let spotZone: String?
    /// Set where the source lists its prices in another currency.
    package let converted: Converted?
    /// Where the prices come from.
    package let origin: Origin

    package init(
        type: InstanceType.ID,
        region: String,
        onDemand: Money?,
        spot: Money?,
        spotZone: String?,
        converted: Converted?,
        origin: Origin
    ) {
        self.type = type
        self.region = region
        self.onDemand = onDemand
        self.spot = spot
        self.spotZone = spotZone
        self.converted = converted
        self.origin = origin
    }

    /// The price of one hour; `nil` where the market does not sell it.
    package func perHour(_ market: Market) -> Money? {
        switch market {
        case .onDemand: self.onDemand
        case .spot: self.spot
        }
    }

    /// How the price came into the offering's currency; `nil` where the source lists it in that already.
    package func conversion(_ market: Market) -> Conversion? {
        guard let converted = self.converted else { return nil }
        let listed =
            switch market {
            case .onDemand: converted.onDemand
            case .spot: converted.spot
            }
        return listed.map { Conversion(listed: $0, rate: converted.rate) }
    }

    /// The offering in another currency, keeping what was listed.
    ///
    /// - Returns: `nil` where the rate is from another currency or a price is out of range.
    package func converted(at rate: ExchangeRate) -> Offering? {
        let onDemand = self.onDemand.map { rate.convert($0) }
        let spot = self.spot.map { rate.convert($0) }
        if case .some(.none) = onDemand { return nil }
        if case .some(.none) = spot { return nil }
        return Offering(
            type: self.type,
            region: self.region,
            onDemand: onDemand ?? nil,
            spot: spot ?? nil,
            spotZone: self.spotZone,
            converted: Converted(onDemand: self.onDemand, spot: self.spot, rate: rate),
            origin: self.origin
        )
    }

    /// The lower of the prices there are.
    package var cheapestPerHour: Money? {
        [self.onDemand, self.spot].compactMap(\.self).min { $0.nanos < $1.nanos }
    }

    /// The target's name: provider, type, region and market.
    package func targetID(_ market: Market) -> Target.ID {
        Target.ID("\(self.type)/\(self.region)/\(market.rawValue)")
    }
}
