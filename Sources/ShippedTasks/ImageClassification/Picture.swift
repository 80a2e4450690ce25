/// A grey picture, rows from the top, 0 black and 255 white.
struct Picture: Hashable, Sendable {
    let width: Int
    let height: Int
    /// `width` × `height` values.
    let pixels: [UInt8]

    /// - Precondition: The pixels fill the picture, which has one at least.
    init(width: Int, height: Int, pixels: [UInt8]) {
        precondition(width > 0 && height > 0 && pixels.count == width * height, "pixels fill the picture")
        self.width = width
        self.height = height
        self.pixels = pixels
    }

    /// The picture in `side` × `side` values, 0 to 1, each the mean of the part of the picture that it covers; a picture
    /// that is no square is stretched.
    func resized(to side: Int) -> [Float] {
        // First along each row, then along each column: the mean over a rectangle is the mean of its rows' means.
        var narrow = [Double](repeating: 0, count: side * self.height)
        for row in 0..<self.height {
            for column in 0..<side {
                narrow[row * side + column] = Self.mean(column, of: side, over: self.width) { place in
                    Double(self.pixels[row * self.width + place])
                }
            }
        }
        var small = [Float](repeating: 0, count: side * side)
        for row in 0..<side {
            for column in 0..<side {
                let mean = Self.mean(row, of: side, over: self.height) { narrow[$0 * side + column] }
                small[row * side + column] = Float(mean / 255)
            }
        }
        return small
    }

    /// The mean over the `part`-th of `parts` equal parts of `count` values, the ones at its ends by what lies in it.
    private static func mean(_ part: Int, of parts: Int, over count: Int, value: (Int) -> Double) -> Double {
        let start = Double(part) * Double(count) / Double(parts)
        let end = Double(part + 1) * Double(count) / Double(parts)
        var sum = 0.0
        var place = Int(start)
        while place < count, Double(place) < end {
            let weight = min(end, Double(place + 1)) - max(start, Double(place))
            sum += weight * value(place)
            place += 1
        }
        return sum / (end - start)
    }
}
