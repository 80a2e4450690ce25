internal import RealModule
internal import Statistics

/// What the network tells apart, in the order of its outputs.
enum Shape: String, CaseIterable, Sendable {
    case circle, ring, square, triangle, cross

    /// Whether a point lies in the shape of radius 1 around the origin, as in the training script.
    func contains(_ u: Double, _ v: Double) -> Bool {
        let square = u * u + v * v
        switch self {
        case .circle: return square < 1
        case .ring: return square < 1 && square > 0.3
        case .square: return abs(u) < 0.85 && abs(v) < 0.85
        case .triangle:
            let half = 0.75.squareRoot()
            return v < 0.6 && half * u - 0.5 * v < 0.6 && -half * u - 0.5 * v < 0.6
        case .cross: return (abs(u) < 0.3 && abs(v) < 1) || (abs(v) < 0.3 && abs(u) < 1)
        }
    }

    /// A shape and a picture of it, as the network was trained on.
    static func drawn(seed: UInt64) -> (shape: Shape, picture: Picture) {
        var generator = SeededGenerator(seed: seed, stream: "shape")
        let shape = Self.allCases[generator.index(below: Self.allCases.count)]
        return (shape, shape.draw(&generator))
    }

    /// Samples a pixel, in each direction.
    private static let fine = 3

    private func draw(_ generator: inout SeededGenerator) -> Picture {
        let side = ShapeNetwork.side
        func between(_ low: Double, _ high: Double) -> Double { low + (high - low) * generator.uniform() }
        let radius = between(5.5, 10)
        let (x, y) = (between(radius, Double(side) - radius), between(radius, Double(side) - radius))
        let angle = between(0, 2 * .pi)
        let (ground, contrast) = (between(0.1, 0.9), between(0.35, 0.8))
        let ink = ground > 0.5 ? ground - contrast : ground + contrast
        let (cosine, sine) = (Double.cos(angle) / radius, Double.sin(angle) / radius)
        var pixels: [UInt8] = []
        for row in 0..<side {
            for column in 0..<side {
                var hits = 0
                for part in 0..<Self.fine * Self.fine {
                    let across = Double(column) + (Double(part % Self.fine) + 0.5) / Double(Self.fine) - x
                    let down = Double(row) + (Double(part / Self.fine) + 0.5) / Double(Self.fine) - y
                    if self.contains(cosine * across + sine * down, cosine * down - sine * across) { hits += 1 }
                }
                let cover = Double(hits) / Double(Self.fine * Self.fine)
                let value = ground + (ink - ground) * cover + 0.06 * generator.normal()
                pixels.append(UInt8(min(255, max(0, (value * 255).rounded()))))
            }
        }
        return Picture(width: side, height: side, pixels: pixels)
    }
}
