/// The samples of a picture, as a PNG keeps them.
struct PNGSamples {
    let header: PNGHeader
    /// `height` rows of `rowBytes`.
    let rows: [UInt8]
    /// Three bytes a colour; empty without a palette.
    let palette: [UInt8]

    func picture() throws(PNGFault) -> Picture {
        var pixels: [UInt8] = []
        pixels.reserveCapacity(self.header.width * self.header.height)
        for row in 0..<self.header.height {
            for column in 0..<self.header.width { pixels.append(try self.grey(row, column)) }
        }
        return Picture(width: self.header.width, height: self.header.height, pixels: pixels)
    }

    private func grey(_ row: Int, _ column: Int) throws(PNGFault) -> UInt8 {
        let channels = self.header.colour.channels
        let first = column * channels
        switch self.header.colour {
        case .grey: return self.scaled(row, first)
        case .greyAlpha: return Self.onWhite(self.scaled(row, first), alpha: self.scaled(row, first + 1))
        case .rgb: return self.luminance(row, first)
        case .rgbAlpha: return Self.onWhite(self.luminance(row, first), alpha: self.scaled(row, first + 3))
        case .palette:
            let index = self.sample(row, first)
            guard !self.palette.isEmpty else { throw .noPalette }
            guard index * 3 < self.palette.count else {
                throw .paletteIndex(index, colours: self.palette.count / 3)
            }
            return Self.luminance(self.palette[index * 3], self.palette[index * 3 + 1], self.palette[index * 3 + 2])
        }
    }

    private func luminance(_ row: Int, _ first: Int) -> UInt8 {
        Self.luminance(self.scaled(row, first), self.scaled(row, first + 1), self.scaled(row, first + 2))
    }

    /// - SeeAlso: ITU-R BT.601, in thousandths.
    private static func luminance(_ red: UInt8, _ green: UInt8, _ blue: UInt8) -> UInt8 {
        let thousandths: Int = 299 * Int(red) + 587 * Int(green) + 114 * Int(blue)
        return UInt8((thousandths + 500) / 1_000)
    }

    private static func onWhite(_ grey: UInt8, alpha: UInt8) -> UInt8 {
        let opaque = Int(alpha)
        let sum: Int = Int(grey) * opaque + 255 * (255 - opaque)
        return UInt8((sum + 127) / 255)
    }

    /// A sample as 0 to 255; of 16 bits the upper ones.
    private func scaled(_ row: Int, _ index: Int) -> UInt8 {
        let sample = self.sample(row, index)
        return self.header.depth == 16 ? UInt8(sample >> 8) : UInt8(sample * 255 / ((1 << self.header.depth) - 1))
    }

    private func sample(_ row: Int, _ index: Int) -> Int {
        let start = row * self.header.rowBytes
        switch self.header.depth {
        case 8: return Int(self.rows[start + index])
        case 16: return Int(self.rows[start + index * 2]) << 8 | Int(self.rows[start + index * 2 + 1])
        default:
            let bit = index * self.header.depth
            let shift = 8 - self.header.depth - bit % 8
            return Int(self.rows[start + bit / 8]) >> shift & ((1 << self.header.depth) - 1)
        }
    }
}
