internal import Placement

/// Instance types and their offerings in a fixed order: what imports produce and queries read.
package struct OfferingCatalog: Sendable, Hashable {
    /// By provider and name, each once.
    package let types: [InstanceType]
    /// By provider, type and region, each once.
    package let offerings: [Offering]
    /// By provider, region and destination, each once.
    package let egress: [EgressPrice]

    /// Sorts; of two entries for the same thing the later one stays.
    package init(types: [InstanceType], offerings: [Offering], egress: [EgressPrice]) {
        self.types = Self.lastOfEach(types, key: \.id) { $0.id < $1.id }
        self.offerings = Self.lastOfEach(offerings, key: { OfferingKey(type: $0.type, region: $0.region) }) {
            ($0.type, $0.region) < ($1.type, $1.region)
        }
        self.egress = Self.lastOfEach(egress, key: { EgressKey($0) }) {
            ($0.provider, $0.region, $0.destination) < ($1.provider, $1.region, $1.destination)
        }
    }

    /// Nothing to rent.
    package static let empty = OfferingCatalog(types: [], offerings: [], egress: [])

    /// This catalog with everything of another one put over it.
    package func merging(_ newer: OfferingCatalog) -> OfferingCatalog {
        OfferingCatalog(
            types: self.types + newer.types,
            offerings: self.offerings + newer.offerings,
            egress: self.egress + newer.egress
        )
    }

    /// The specification of a type; `nil` where it is not in the catalog.
    package func type(_ id: InstanceType.ID) -> InstanceType? {
        var low = 0
        var high = self.types.count
        while low < high {
            let middle = (low + high) / 2
            if self.types[middle].id < id { low = middle + 1 } else { high = middle }
        }
        return low < self.types.count && self.types[low].id == id ? self.types[low] : nil
    }

    private struct OfferingKey: Hashable {
        let type: InstanceType.ID
        let region: String
    }

    private struct EgressKey: Hashable {
        let provider: Provider.ID
        let region: String
        let destination: String

        init(_ price: EgressPrice) {
            self.provider = price.provider
            self.region = price.region
            self.destination = price.destination
        }
    }

    private static func lastOfEach<Element, Key: Hashable>(
        _ elements: [Element],
        key: (Element) -> Key,
        by areInIncreasingOrder: (Element, Element) -> Bool
    ) -> [Element] {
        var position: [Key: Int] = [:]
        position.reserveCapacity(elements.count)
        var kept: [Element] = []
        kept.reserveCapacity(elements.count)
        for element in elements {
            let key = key(element)
            if let index = position[key] {
                kept[index] = element
            } else {
                position[key] = kept.count
                kept.append(element)
            }
        }
        return kept.sorted(by: areInIncreasingOrder)
    }
}
