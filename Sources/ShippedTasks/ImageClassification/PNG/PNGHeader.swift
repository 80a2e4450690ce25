/// A PNG's first chunk: how large the picture is and how its samples are kept.
///
/// - SeeAlso: PNG, third edition (W3C, 2025), §11.2.1.
struct PNGHeader: Hashable {
    enum Colour: UInt8 {
        case grey = 0
        case rgb = 2
        case palette = 3
        case greyAlpha = 4
        case rgbAlpha = 6

        var channels: Int {
            switch self {
            case .grey, .palette: 1
            case .greyAlpha: 2
            case .rgb: 3
            case .rgbAlpha: 4
            }
        }

        var depths: Set<Int> {
            switch self {
            case .grey: [1, 2, 4, 8, 16]
            case .palette: [1, 2, 4, 8]
            case .rgb, .greyAlpha, .rgbAlpha: [8, 16]
            }
        }
    }

    /// Pixels that are taken at most, so that a few bytes cannot claim a gigabyte.
    static let pixelLimit = 1 << 20

    let width: Int
    let height: Int
    /// Bits a sample.
    let depth: Int
    let colour: Colour

    var rowBytes: Int { (self.width * self.colour.channels * self.depth + 7) / 8 }
    /// Bytes from a byte to the one that filters compare it with, at least 1.
    var pixelBytes: Int { max(1, self.colour.channels * self.depth / 8) }

    /// - Parameter bytes: The chunk's 13 bytes.
    init(_ bytes: [UInt8]) throws(PNGFault) {
        guard bytes.count == 13 else { throw .wrongHeader("\(bytes.count) bytes instead of 13") }
        let width = bytes[0..<4].reduce(0) { $0 << 8 | Int($1) }
        let height = bytes[4..<8].reduce(0) { $0 << 8 | Int($1) }
        guard width > 0, height > 0, width < 1 << 31, height < 1 << 31 else {
            throw .wrongHeader("the size \(width) × \(height)")
        }
        guard width <= Self.pixelLimit / height else {
            throw .tooLarge(width: width, height: height, limit: Self.pixelLimit)
        }
        guard let colour = Colour(rawValue: bytes[9]) else { throw .wrongHeader("the color type \(bytes[9])") }
        guard colour.depths.contains(Int(bytes[8])) else {
            throw .wrongHeader("the depth \(bytes[8]) with the color type \(bytes[9])")
        }
        guard bytes[10] == 0, bytes[11] == 0 else { throw .wrongHeader("an unknown compression or filter method") }
        guard bytes[12] != 1 else { throw .interlaced }
        guard bytes[12] == 0 else { throw .wrongHeader("the interlace method \(bytes[12])") }
        self.width = width
        self.height = height
        self.depth = Int(bytes[8])
        self.colour = colour
    }
}
