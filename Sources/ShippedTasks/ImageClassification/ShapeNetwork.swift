internal import Foundation
internal import RealModule

/// A small convolutional network that tells shapes apart.
///
/// 3 × 3 convolution to 8 channels, ReLU, maximum of 2 × 2; the same to 16 channels; a dense layer. Trained by
/// `Scripts/train-shape-model.py` on drawn shapes; on 5,000 others 98.1 % are right. Computes in single precision.
struct ShapeNetwork: Sendable {
    /// Pixels of a row and of a column of the input.
    static let side = 24
    private static let channels = (first: 8, second: 16)

    private let first: Convolution
    private let second: Convolution
    private let dense: (weights: [Float], biases: [Float])

    /// The network with its trained weights.
    init() { self.init(numbers: Self.unpacked(Self.packedWeights)) }

    private init(numbers: [Float]) {
        var rest = numbers[...]
        func take(_ count: Int) -> [Float] {
            defer { rest = rest.dropFirst(count) }
            return Array(rest.prefix(count))
        }
        let (first, second) = Self.channels
        let features = second * (Self.side / 4) * (Self.side / 4)
        self.first = Convolution(inputs: 1, outputs: first, weights: take(first * 9), biases: take(first))
        self.second = Convolution(
            inputs: first,
            outputs: second,
            weights: take(second * first * 9),
            biases: take(second)
        )
        self.dense = (take(Shape.allCases.count * features), take(Shape.allCases.count))
        precondition(rest.isEmpty && self.dense.biases.count == Shape.allCases.count, "the weights fill the network")
    }

    /// Little-endian half-precision numbers in base64.
    private static func unpacked(_ text: String) -> [Float] {
        guard let data = Data(base64Encoded: text) else { preconditionFailure("the script writes base64") }
        return stride(from: 0, to: data.count - 1, by: 2).map { place in
            HalfPrecision.number(UInt16(data[place]) | UInt16(data[place + 1]) << 8)
        }
    }

    /// One score a shape, in the order of ``Shape``; `nil` when the image is a single shade of gray and shows nothing.
    ///
    /// - Parameter pixels: ``side`` × ``side`` values, 0 to 1.
    func scores(_ pixels: [Float]) -> [Float]? {
        guard let input = Self.normalised(pixels) else { return nil }
        let middle = self.first.pooled(input, side: Self.side)
        let features = self.second.pooled(middle, side: Self.side / 2)
        return self.dense.biases.indices.map { output in
            var sum = self.dense.biases[output]
            for (index, feature) in features.enumerated() {
                sum += self.dense.weights[output * features.count + index] * feature
            }
            return sum
        }
    }

    /// Deviations below this, of values from 0 to 1, are no picture: less than half a step of eight bits.
    private static let leastDeviation = 0.5 / 255

    /// Values with mean 0 and deviation about 1, so that contrast and brightness do not matter.
    private static func normalised(_ pixels: [Float]) -> [Float]? {
        let count = Double(pixels.count)
        let mean = pixels.reduce(0) { $0 + Double($1) } / count
        let variance = pixels.reduce(0) { $0 + (Double($1) - mean) * (Double($1) - mean) } / count
        guard variance.squareRoot() >= Self.leastDeviation else { return nil }
        let deviation = variance.squareRoot() + 1e-3
        return pixels.map { Float((Double($0) - mean) / deviation) }
    }

    /// Probabilities of scores.
    static func softmax(_ scores: [Float]) -> [Double] {
        let highest = scores.max() ?? 0
        let powers = scores.map { Double.exp(Double($0 - highest)) }
        let sum = powers.reduce(0, +)
        return powers.map { $0 / sum }
    }
}

/// A 3 × 3 convolution with zeros around the picture, ReLU, and the maximum of each 2 × 2.
struct Convolution: Sendable {
    let inputs: Int
    let outputs: Int
    /// Of an output an input, nine, row after row.
    let weights: [Float]
    let biases: [Float]

    /// - Parameter input: `inputs` channels of `side` × `side`.
    /// - Returns: `outputs` channels of half the side.
    func pooled(_ input: [Float], side: Int) -> [Float] {
        let half = side / 2
        var answer = [Float](repeating: 0, count: self.outputs * half * half)
        var plane = [Float](repeating: 0, count: side * side)
        for output in 0..<self.outputs {
            for place in plane.indices { plane[place] = self.biases[output] }
            for channel in 0..<self.inputs { self.add(channel, of: input, for: output, side: side, to: &plane) }
            for row in 0..<half {
                for column in 0..<half {
                    let corner = 2 * row * side + 2 * column
                    let highest = max(plane[corner], plane[corner + 1], plane[corner + side], plane[corner + side + 1])
                    answer[(output * half + row) * half + column] = max(0, highest)
                }
            }
        }
        return answer
    }

    private func add(_ channel: Int, of input: [Float], for output: Int, side: Int, to plane: inout [Float]) {
        for offset in 0..<9 {
            let weight = self.weights[(output * self.inputs + channel) * 9 + offset]
            let (down, across) = (offset / 3 - 1, offset % 3 - 1)
            for row in max(0, -down)..<min(side, side - down) {
                let source = (channel * side + row + down) * side + across
                for column in max(0, -across)..<min(side, side - across) {
                    plane[row * side + column] += weight * input[source + column]
                }
            }
        }
    }
}

/// Numbers of 16 bits (IEEE 754 binary16), which Swift does not have on every system.
enum HalfPrecision {
    static func number(_ bits: UInt16) -> Float {
        let sign: Float = bits & 0x8000 == 0 ? 1 : -1
        let exponent = Int(bits >> 10 & 0x1F)
        let fraction = Float(bits & 0x3FF) / 1_024
        switch exponent {
        case 0: return sign * Float(sign: .plus, exponent: -14, significand: 1) * fraction
        case 31: return fraction == 0 ? sign * .infinity : .nan
        default: return sign * Float(sign: .plus, exponent: exponent - 15, significand: 1) * (1 + fraction)
        }
    }
}
