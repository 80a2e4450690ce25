/// A share in hundredths of a percent, 0 to 10,000.
package struct BasisPoints: Sendable, Hashable {
    /// 0 to 10,000; 100 are one percent.
    package let count: Int

    /// - Returns: `nil` outside 0 to 10,000.
    package init?(_ count: Int) {
        guard (0...10_000).contains(count) else { return nil }
        self.count = count
    }

    private init(proved count: Int) { self.count = count }

    /// 100 %.
    package static let whole = BasisPoints(proved: 10_000)

    /// The nearest whole number of basis points; `nil` outside 0 to 100 %, and for NaN.
    package init?(percent: Double) {
        guard percent >= 0, percent <= 100 else { return nil }
        self.count = Int((percent * 100).rounded())
    }
}

extension BasisPoints: Codable {
    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let count = try container.decode(Int.self)
        guard let points = BasisPoints(count) else {
            throw DecodingError.dataCorruptedError(
                in: container,
                debugDescription: "\(count) basis points; allowed: 0 to 10000"
            )
        }
        self = points
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(self.count)
    }
}
