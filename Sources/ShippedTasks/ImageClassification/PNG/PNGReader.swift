internal import Compression

/// Reads a PNG as a grey picture: every colour type and depth, not interlaced.
///
/// Strict: checksums, the order of chunks and the size of the data have to be right, nothing may follow the end. Memory
/// is bounded by ``PNGHeader/pixelLimit``, whatever the bytes claim. Colours become grey by ITU-R BT.601's weights;
/// what is transparent shows white. Colours that `tRNS` makes transparent are shown, and `gAMA` is not applied.
///
/// - SeeAlso: PNG, third edition (W3C, 2025).
struct PNGReader {
    private let bytes: [UInt8]
    private var position = 0

    private struct Chunk {
        let name: String
        let content: Range<Int>
    }

    private static let signature: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]

    static func picture(_ bytes: [UInt8]) throws(PNGFault) -> Picture {
        var reader = PNGReader(bytes: bytes)
        return try reader.picture()
    }

    private init(bytes: [UInt8]) { self.bytes = bytes }

    private mutating func picture() throws(PNGFault) -> Picture {
        guard self.bytes.starts(with: Self.signature) else { throw .notPNG }
        self.position = Self.signature.count
        let first = try self.chunk()
        guard first.name == "IHDR" else { throw .unexpectedChunk(name: first.name, expected: "IHDR") }
        let header = try PNGHeader(Array(self.bytes[first.content]))
        var palette: [UInt8] = []
        var packed: [UInt8] = []
        var isDataOver = false
        while true {
            let chunk = try self.chunk()
            switch chunk.name {
            case "IDAT" where !isDataOver: packed += self.bytes[chunk.content]
            case "PLTE" where packed.isEmpty && palette.isEmpty:
                let count = chunk.content.count
                guard count > 0, count <= 768, count.isMultiple(of: 3) else { throw .wrongPalette(bytes: count) }
                palette = Array(self.bytes[chunk.content])
            case "IEND" where !packed.isEmpty:
                guard self.position == self.bytes.count else {
                    throw .bytesAfterEnd(self.bytes.count - self.position)
                }
                let rows = try Self.unfiltered(try Self.unpacked(packed, header), header)
                return try PNGSamples(header: header, rows: rows, palette: palette).picture()
            case let name where name.utf8.first.map({ $0 & 0x20 != 0 }) ?? false:
                // A chunk that may be ignored; data must not go on after it.
                isDataOver = !packed.isEmpty
            default:
                throw .unexpectedChunk(name: chunk.name, expected: packed.isEmpty ? "IDAT" : "IDAT or IEND")
            }
        }
    }

    /// The next chunk, its checksum verified.
    private mutating func chunk() throws(PNGFault) -> Chunk {
        guard self.bytes.count - self.position >= 12 else { throw .endsEarly(at: self.bytes.count) }
        let length = self.number(at: self.position)
        let nameStart = self.position + 4
        let name = String(decoding: self.bytes[nameStart..<nameStart + 4], as: UTF8.self)
        let start = nameStart + 4
        guard length <= self.bytes.count - start - 4 else {
            throw .chunkTooLong(name: Self.printable(name), bytes: length)
        }
        let sum = Zlib.crc32(self.bytes[nameStart..<start + length])
        guard Int(sum) == self.number(at: start + length) else { throw .wrongChecksum(chunk: Self.printable(name)) }
        self.position = start + length + 4
        return Chunk(name: Self.printable(name), content: start..<start + length)
    }

    private func number(at place: Int) -> Int { self.bytes[place..<place + 4].reduce(0) { $0 << 8 | Int($1) } }

    private static func printable(_ name: String) -> String {
        name.utf8.allSatisfy { (0x41...0x5A).contains($0) || (0x61...0x7A).contains($0) } ? name : "????"
    }

    private static func unpacked(_ packed: [UInt8], _ header: PNGHeader) throws(PNGFault) -> [UInt8] {
        let count = header.height * (1 + header.rowBytes)
        guard let bytes = Zlib.unpacked(packed, count: count) else { throw .damagedData(bytes: count) }
        return bytes
    }

    /// Undoes the filters; the answer has `height` rows of `rowBytes`.
    private static func unfiltered(_ filtered: [UInt8], _ header: PNGHeader) throws(PNGFault) -> [UInt8] {
        let width = header.rowBytes
        let step = header.pixelBytes
        var rows = [UInt8](repeating: 0, count: header.height * width)
        for row in 0..<header.height {
            let source = row * (width + 1)
            let filter = filtered[source]
            guard filter <= 4 else { throw .wrongFilter(Int(filter), row: row) }
            for place in 0..<width {
                let target = row * width + place
                let left = place >= step ? rows[target - step] : 0
                let above = row > 0 ? rows[target - width] : 0
                let corner = row > 0 && place >= step ? rows[target - width - step] : 0
                let guess: UInt8 =
                    switch filter {
                    case 1: left
                    case 2: above
                    case 3: UInt8((Int(left) + Int(above)) / 2)
                    case 4: Self.paeth(Int(left), Int(above), Int(corner))
                    default: 0
                    }
                rows[target] = filtered[source + 1 + place] &+ guess
            }
        }
        return rows
    }

    /// The neighbour nearest to left + above − corner; ties in this order.
    private static func paeth(_ left: Int, _ above: Int, _ corner: Int) -> UInt8 {
        let guess = left + above - corner
        let (a, b, c) = (abs(guess - left), abs(guess - above), abs(guess - corner))
        if a <= b, a <= c { return UInt8(left) }
        return UInt8(b <= c ? above : corner)
    }
}
