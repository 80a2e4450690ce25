internal import CZlib

/// Compression as gzip has it, without gzip's header (RFC 1950).
enum Zlib {
    /// zlib's own default between speed and size.
    private static let level: Int32 = 6

    static func packed(_ bytes: [UInt8]) -> [UInt8] {
        var count = compressBound(uLong(bytes.count))
        var packed = [UInt8](repeating: 0, count: Int(count))
        let code = compress2(&packed, &count, bytes, uLong(bytes.count), Self.level)
        precondition(code == Z_OK, "zlib packs whatever fits into memory")
        packed.removeLast(packed.count - Int(count))
        return packed
    }

    /// - Parameter count: How many bytes were packed.
    static func unpacked(_ packed: [UInt8], count: Int) throws(ByteFault) -> [UInt8] {
        var length = uLong(count)
        var bytes = [UInt8](repeating: 0, count: count)
        guard uncompress(&bytes, &length, packed, uLong(packed.count)) == Z_OK, length == uLong(count) else {
            throw .invalid("its packed bytes are not what was written")
        }
        return bytes
    }
}
