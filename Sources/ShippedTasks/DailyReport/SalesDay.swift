internal import Statistics

/// A day of invented sales, made by a seed.
struct SalesDay: Sequence {
    struct Sale: Hashable {
        let region: String
        let product: String
        /// 0 to 23.
        let hour: Int
        let units: Int
        /// What was paid for all units.
        let cents: Int
    }

    static let regions = ["north", "east", "south", "west"]
    /// With the price of one, in cents.
    static let products = [("tea", 350), ("coffee", 420), ("bread", 280), ("cheese", 690), ("wine", 1_250)]

    let count: Int
    let seed: UInt64

    func makeIterator() -> Iterator {
        Iterator(left: self.count, generator: SeededGenerator(seed: self.seed, stream: "sales"))
    }

    struct Iterator: IteratorProtocol {
        fileprivate var left: Int
        fileprivate var generator: SeededGenerator

        mutating func next() -> Sale? {
            guard self.left > 0 else { return nil }
            self.left -= 1
            return SalesDay.sale(&self.generator)
        }
    }

    fileprivate static func sale(_ generator: inout SeededGenerator) -> Sale {
        let region = Self.regions[generator.index(below: Self.regions.count)]
        let (product, price) = Self.products[generator.index(below: Self.products.count)]
        // Noon is busiest.
        let hour = Int(Swift.min(23, Swift.max(0, 12.5 + 4 * generator.normal())))
        let units = 1 + generator.index(below: 5)
        let discounted = generator.uniform() < 0.1
        return Sale(
            region: region,
            product: product,
            hour: hour,
            units: units,
            cents: discounted ? price * units * 9 / 10 : price * units
        )
    }
}
