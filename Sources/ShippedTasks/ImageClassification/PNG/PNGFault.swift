/// Why bytes are no PNG that is taken.
enum PNGFault: Error, Sendable, Hashable, CustomStringConvertible {
    case notPNG
    case endsEarly(at: Int)
    case chunkTooLong(name: String, bytes: Int)
    case wrongChecksum(chunk: String)
    case unexpectedChunk(name: String, expected: String)
    case wrongHeader(String)
    case tooLarge(width: Int, height: Int, limit: Int)
    case interlaced
    case noPalette
    case wrongPalette(bytes: Int)
    case paletteIndex(Int, colours: Int)
    case damagedData(bytes: Int)
    case wrongFilter(Int, row: Int)
    case bytesAfterEnd(Int)

    var description: String {
        switch self {
        case .notPNG: "not a PNG: it does not begin with the PNG signature"
        case .endsEarly(let at): "a PNG that ends early, after \(at) bytes"
        case .chunkTooLong(let name, let bytes): "a PNG whose chunk \(name) claims \(bytes) bytes, more than there are"
        case .wrongChecksum(let chunk): "a damaged PNG: the checksum of its chunk \(chunk) is wrong"
        case .unexpectedChunk(let name, let expected): "a PNG with the chunk \(name) where \(expected) is expected"
        case .wrongHeader(let what): "a PNG whose header has \(what)"
        case .tooLarge(let width, let height, let limit):
            "a PNG of \(width) × \(height) pixels; at most \(limit) in all are accepted"
        case .interlaced: "an interlaced PNG, which is not supported; save it without interlacing"
        case .noPalette: "a PNG that needs a palette and has none"
        case .wrongPalette(let bytes): "a PNG with a palette of \(bytes) bytes"
        case .paletteIndex(let index, let colours): "a PNG that uses color \(index) of a palette of \(colours)"
        case .damagedData(let bytes): "a PNG whose image does not unpack to \(bytes) bytes"
        case .wrongFilter(let filter, let row): "a PNG with the filter \(filter) in row \(row), which does not exist"
        case .bytesAfterEnd(let count): "a PNG with \(count) bytes after its end"
        }
    }
}
