internal import RealModule

/// The one source of randomness in Berth: xoshiro256\*\* seeded through SplitMix64.
///
/// The same seed gives the same draws on every platform and in every process. Not for secrets.
///
/// - SeeAlso: D. Blackman and S. Vigna, "Scrambled Linear Pseudorandom Number Generators", ACM TOMS 47(4), 2021.
package struct SeededGenerator: RandomNumberGenerator, Sendable {
    private var state: (UInt64, UInt64, UInt64, UInt64)

    /// Equal seeds give equal draws; any seed will do, 0 too.
    package init(seed: UInt64) {
        var mixer = seed
        func next() -> UInt64 {
            mixer &+= 0x9E37_79B9_7F4A_7C15
            var mixed = mixer
            mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
            mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
            return mixed ^ (mixed >> 31)
        }
        self.state = (next(), next(), next(), next())
    }

    /// A generator for one named part of a computation, independent of how much the others draw.
    package init(seed: UInt64, stream: String) {
        self.init(seed: seed ^ StableHash.of(stream))
    }

    /// All 64 bits are random; the state moves on by one draw.
    package mutating func next() -> UInt64 {
        let result = Self.rotated(self.state.1 &* 5, by: 7) &* 9
        let shifted = self.state.1 << 17
        self.state.2 ^= self.state.0
        self.state.3 ^= self.state.1
        self.state.1 ^= self.state.2
        self.state.0 ^= self.state.3
        self.state.2 ^= shifted
        self.state.3 = Self.rotated(self.state.3, by: 45)
        return result
    }

    private static func rotated(_ value: UInt64, by count: UInt64) -> UInt64 {
        (value << count) | (value >> (64 - count))
    }

    /// Uniform in [0, 1) on a grid of 2⁻⁵³.
    package mutating func uniform() -> Double { Double(self.next() >> 11) * 0x1p-53 }

    /// Uniform in `0..<bound`, unbiased.
    /// - Precondition: `bound` is positive.
    package mutating func index(below bound: Int) -> Int {
        precondition(bound > 0, "an index needs a positive bound")
        return Int.random(in: 0..<bound, using: &self)
    }

    /// Standard normal, by the polar method.
    /// - SeeAlso: G. Marsaglia and T. A. Bray, SIAM Review 6(3), 1964.
    package mutating func normal() -> Double {
        while true {
            let x = 2 * self.uniform() - 1
            let y = 2 * self.uniform() - 1
            let square = x * x + y * y
            if square > 0, square < 1 { return x * (-2 * Double.log(square) / square).squareRoot() }
        }
    }

    /// Shuffles in place, Fisher–Yates.
    package mutating func shuffle<Element>(_ elements: inout [Element]) {
        for last in stride(from: elements.count - 1, to: 0, by: -1) {
            elements.swapAt(last, self.index(below: last + 1))
        }
    }

    /// `count` distinct elements in random order; all of them when there are no more.
    package mutating func sample<Element>(_ elements: [Element], count: Int) -> [Element] {
        var pool = elements
        let taken = min(count, pool.count)
        for position in 0..<taken { pool.swapAt(position, position + self.index(below: pool.count - position)) }
        return Array(pool[..<taken])
    }
}
