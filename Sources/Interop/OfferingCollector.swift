internal import Catalog
internal import Placement

/// Gathers offerings from rows: one for each provider, type and region.
struct OfferingCollector {
    enum Repeated {
        /// A correction: the later row stands, counted as a duplicate.
        case keepLater
        /// Another zone of the region: the lower prices stand.
        case mergeZones
    }

    private struct Key: Hashable {
        let type: InstanceType.ID
        let region: String
    }

    private let whenRepeated: Repeated
    private let rate: ExchangeRate?
    private let file: String
    private var positions: [Key: Int] = [:]
    private(set) var offerings: [Offering] = []
    var leftOut = CatalogImportReport.LeftOut()

    init(whenRepeated: Repeated, rate: ExchangeRate?, file: String) {
        self.whenRepeated = whenRepeated
        self.rate = rate
        self.file = file
    }

    mutating func add(_ offering: Offering, line: Int) throws(CatalogImportError) {
        guard let priced = self.withoutZeros(offering) else { return }
        var offering = priced
        if let rate = self.rate {
            guard let converted = priced.converted(at: rate) else {
                let price = priced.cheapestPerHour?.spelling ?? ""
                throw CatalogImportError.notConvertible(file: self.file, line: line, price: price)
            }
            offering = converted
        }
        let key = Key(type: offering.type, region: offering.region)
        guard let position = self.positions[key] else {
            self.positions[key] = self.offerings.count
            self.offerings.append(offering)
            return
        }
        switch self.whenRepeated {
        case .keepLater:
            self.leftOut.duplicates += 1
            self.offerings[position] = offering
        case .mergeZones:
            self.leftOut.mergedZones += 1
            self.offerings[position] = Self.merged(self.offerings[position], offering)
        }
    }

    private mutating func withoutZeros(_ offering: Offering) -> Offering? {
        func positive(_ price: Money?) -> Money? { price.flatMap { $0.nanos > 0 ? $0 : nil } }
        let onDemand = positive(offering.onDemand)
        let spot = positive(offering.spot)
        guard onDemand != nil || spot != nil else {
            if offering.onDemand != nil || offering.spot != nil {
                self.leftOut.zeroPrices += 1
            } else {
                self.leftOut.unpriced += 1
            }
            return nil
        }
        return Offering(
            type: offering.type,
            region: offering.region,
            onDemand: onDemand,
            spot: spot,
            spotZone: spot == nil ? nil : offering.spotZone,
            converted: nil,
            origin: offering.origin
        )
    }

    private static func merged(_ first: Offering, _ second: Offering) -> Offering {
        func takesSecond(_ left: Money?, _ right: Money?) -> Bool {
            guard let right else { return false }
            return left.map { right.nanos < $0.nanos } ?? true
        }
        let onDemand = takesSecond(first.onDemand, second.onDemand) ? second : first
        let spot = takesSecond(first.spot, second.spot) ? second : first
        return Offering(
            type: first.type,
            region: first.region,
            onDemand: onDemand.onDemand,
            spot: spot.spot,
            spotZone: spot.spotZone,
            converted: (first.converted ?? second.converted).map {
                Offering.Converted(
                    onDemand: onDemand.converted?.onDemand,
                    spot: spot.converted?.spot,
                    rate: $0.rate
                )
            },
            origin: first.origin
        )
    }
}
