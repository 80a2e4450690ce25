internal import CSHA256

/// SHA-256, which tells one content from every other, also where somebody tries to make two alike.
///
/// Bytes may come in pieces of any size. Not for secrets: it takes no care of who watches the clock.
///
/// - SeeAlso: FIPS 180-4, *Secure Hash Standard*, 2015.
package struct SHA256: Sendable {
    /// FIPS 180-4, 5.3.3.
    private var state: [UInt32] = [
        0x6A09_E667, 0xBB67_AE85, 0x3C6E_F372, 0xA54F_F53A, 0x510E_527F, 0x9B05_688C, 0x1F83_D9AB, 0x5BE0_CD19,
    ]
    /// Bytes that do not make a block yet, fewer than 64.
    private var rest: [UInt8] = []
    private var byteCount: UInt64 = 0

    private static let blockBytes = 64

    /// A digest of no bytes yet.
    package init() {}

    /// The digest of bytes, 64 lower-case hexadecimal digits.
    package static func hexadecimal(of bytes: some Sequence<UInt8>) -> String {
        var hash = SHA256()
        hash.update(bytes)
        return hash.hexadecimal
    }

    /// Takes in what follows.
    package mutating func update(_ bytes: some Sequence<UInt8>) {
        let took: Void? = bytes.withContiguousStorageIfAvailable { self.take($0) }
        if took == nil { Array(bytes).withUnsafeBufferPointer { self.take($0) } }
    }

    /// The digest of what was taken in so far, 32 bytes.
    package var digest: [UInt8] {
        var copy = self
        // FIPS 180-4, 5.1.1: a one, zeros, and the length in bits.
        let zeros = (2 * Self.blockBytes - 9 - copy.rest.count) % Self.blockBytes
        let bits = copy.byteCount &* 8
        copy.update([0x80] + [UInt8](repeating: 0, count: zeros) + Self.bytes(of: bits))
        return copy.state.flatMap(Self.bytes)
    }

    /// ``digest`` in lower-case hexadecimal, 64 digits.
    package var hexadecimal: String {
        let digits = Array("0123456789abcdef".utf8)
        return String(
            decoding: self.digest.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] },
            as: UTF8.self
        )
    }

    /// The pointer is read within the call, at most `bytes.count` bytes from its start.
    private mutating func take(_ bytes: UnsafeBufferPointer<UInt8>) {
        self.byteCount &+= UInt64(bytes.count)
        var bytes = bytes[...]
        if !self.rest.isEmpty {
            let missing = bytes.prefix(Self.blockBytes - self.rest.count)
            self.rest += missing
            bytes = bytes.dropFirst(missing.count)
            guard self.rest.count == Self.blockBytes else { return }
            sha256_blocks(&self.state, self.rest, 1)
            self.rest.removeAll(keepingCapacity: true)
        }
        let blocks = bytes.count / Self.blockBytes
        if let start = UnsafeBufferPointer(rebasing: bytes).baseAddress, blocks > 0 {
            sha256_blocks(&self.state, start, blocks)
        }
        self.rest += bytes.dropFirst(blocks * Self.blockBytes)
    }

    /// The most significant byte first.
    private static func bytes(of word: some FixedWidthInteger) -> [UInt8] {
        stride(from: word.bitWidth - 8, through: 0, by: -8).map { UInt8(truncatingIfNeeded: word >> $0) }
    }
}
