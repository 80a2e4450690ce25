internal import CZlib

/// Compression as browsers take it (RFC 1952).
package enum Gzip {
    /// Makes zlib write gzip's header and trailer around what it packs.
    private static let windowBits = MAX_WBITS + 16

    /// - Returns: `nil` where packing saves nothing.
    package static func packed(_ bytes: [UInt8]) -> [UInt8]? {
        var stream = z_stream()
        let version = ZLIB_VERSION
        let size = Int32(MemoryLayout<z_stream>.size)
        guard
            deflateInit2_(
                &stream,
                Z_BEST_COMPRESSION,
                Z_DEFLATED,
                Self.windowBits,
                8,
                Z_DEFAULT_STRATEGY,
                version,
                size
            )
                == Z_OK
        else { return nil }
        defer { deflateEnd(&stream) }
        var input = bytes
        var output = [UInt8](repeating: 0, count: Int(deflateBound(&stream, uLong(bytes.count))))
        // Both buffers live for the whole call, and zlib keeps to the counts that it is given.
        let code = input.withUnsafeMutableBufferPointer { source in
            output.withUnsafeMutableBufferPointer { target in
                stream.next_in = source.baseAddress
                stream.avail_in = uInt(source.count)
                stream.next_out = target.baseAddress
                stream.avail_out = uInt(target.count)
                return deflate(&stream, Z_FINISH)
            }
        }
        guard code == Z_STREAM_END, stream.total_out < bytes.count else { return nil }
        output.removeLast(output.count - Int(stream.total_out))
        return output
    }
}
