internal import CZlib

/// Compression without gzip's header (RFC 1950), as PNG and our packed runs have it.
package enum Zlib {
    /// zlib's own default between speed and size.
    private static let level: Int32 = 6

    /// The bytes in zlib's format; any number of them, none too.
    package static func packed(_ bytes: [UInt8]) -> [UInt8] {
        var count = compressBound(uLong(bytes.count))
        var packed = [UInt8](repeating: 0, count: Int(count))
        let code = compress2(&packed, &count, bytes, uLong(bytes.count), Self.level)
        precondition(code == Z_OK, "zlib packs whatever fits into memory")
        packed.removeLast(packed.count - Int(count))
        return packed
    }

    /// - Parameter count: How many bytes were packed.
    /// - Returns: `nil` for what is damaged, or has another number of bytes.
    package static func unpacked(_ packed: [UInt8], count: Int) -> [UInt8]? {
        var length = uLong(count)
        var bytes = [UInt8](repeating: 0, count: count)
        guard uncompress(&bytes, &length, packed, uLong(packed.count)) == Z_OK, length == uLong(count) else {
            return nil
        }
        return bytes
    }

    /// The checksum of PNG and gzip (CRC-32 of ISO 3309).
    package static func crc32(_ bytes: ArraySlice<UInt8>) -> UInt32 {
        // zlib counts in 32 bits: longer bytes are given to it in pieces.
        var sum = CZlib.crc32(0, nil, 0)
        var rest = bytes
        while !rest.isEmpty {
            let piece = rest.prefix(1 << 30)
            sum = piece.withUnsafeBufferPointer { CZlib.crc32(sum, $0.baseAddress, uInt($0.count)) }
            rest = rest.dropFirst(piece.count)
        }
        return UInt32(truncatingIfNeeded: sum)
    }
}
