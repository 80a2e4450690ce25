/// FNV-1a, 64 bits: the hash for splits and streams that must be the same in every process and release.
///
/// Not for anything an attacker chooses.
///
/// - SeeAlso: G. Fowler, L. C. Noll, K.-P. Vo, D. Eastlake, "The FNV Non-Cryptographic Hash Algorithm", RFC 9923.
package enum StableHash {
    /// The hash of the text's UTF-8.
    package static func of(_ text: some StringProtocol) -> UInt64 { self.of(String(text)) }

    /// The same without a generic parameter, which other modules would pay for with every byte.
    package static func of(_ text: String) -> UInt64 {
        var text = text
        return text.withUTF8 { bytes in
            var hash: UInt64 = 0xCBF2_9CE4_8422_2325
            for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01B3 }
            return hash
        }
    }

    /// Uniform in [0, 1) over texts. The hash is mixed once more, since FNV-1a's high bits vary little between texts
    /// that differ in their last character only.
    package static func fraction(of text: some StringProtocol) -> Double {
        var generator = SeededGenerator(seed: self.of(text))
        return generator.uniform()
    }
}
