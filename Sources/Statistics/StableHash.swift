/// FNV-1a, 64 bits: the hash for splits and streams that must be the same in every process and release.
///
/// Not for anything an attacker chooses.
///
/// - SeeAlso: G. Fowler, L. C. Noll, K.-P. Vo, D. Eastlake, "The FNV Non-Cryptographic Hash Algorithm", RFC 9923.
package enum StableHash {
    package static func of(_ text: some StringProtocol) -> UInt64 {
        text.utf8.withContiguousStorageIfAvailable(Self.of) ?? text.utf8.reduce(Self.start, Self.next)
    }

    /// Keys are hashed for every decision: over bytes that lie together, without the calls of a generic function.
    private static func of(_ bytes: UnsafeBufferPointer<UInt8>) -> UInt64 {
        var hash = Self.start
        for byte in bytes { hash = Self.next(hash, byte) }
        return hash
    }

    private static let start: UInt64 = 0xCBF2_9CE4_8422_2325

    private static func next(_ hash: UInt64, _ byte: UInt8) -> UInt64 {
        (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01B3
    }

    /// Uniform in [0, 1) over texts. The hash is mixed once more, since FNV-1a's high bits vary little between texts
    /// that differ in their last character only.
    package static func fraction(of text: some StringProtocol) -> Double {
        var generator = SeededGenerator(seed: self.of(text))
        return generator.uniform()
    }
}
