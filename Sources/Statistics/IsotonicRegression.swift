/// The non-decreasing step function nearest to the data in weighted least squares, by pooling adjacent violators.
///
/// Between fitted points the value is interpolated linearly, outside them it is held.
///
/// - SeeAlso: R. E. Barlow et al., *Statistical Inference under Order Restrictions*, 1972; for calibration: B. Zadrozny
///   and C. Elkan, KDD 2002.
package struct IsotonicRegression: Sendable, Hashable, Codable {
    /// Ascending, one for each pooled block and its ends.
    package let inputs: [Double]
    /// Not descending, as many as `inputs`.
    package let outputs: [Double]

    /// - Parameters:
    ///   - inputs: Finite, in any order. Equal inputs are pooled first.
    ///   - outputs: Finite, one for each input.
    ///   - weights: Positive, one for each input; all 1 when `nil`.
    /// - Precondition: At least one row, equal counts.
    package init(inputs: [Double], outputs: [Double], weights: [Double]? = nil) {
        precondition(!inputs.isEmpty && inputs.count == outputs.count, "isotonic regression needs paired rows")
        struct Block {
            var low: Double
            var high: Double
            var mean: Double
            var weight: Double
        }
        var blocks: [Block] = []
        for row in inputs.indices.sorted(by: { (inputs[$0], $0) < (inputs[$1], $1) }) {
            let weight = weights?[row] ?? 1
            blocks.append(Block(low: inputs[row], high: inputs[row], mean: outputs[row], weight: weight))
            while blocks.count > 1,
                case let (left, right) = (blocks[blocks.count - 2], blocks[blocks.count - 1]),
                left.mean >= right.mean || left.high == right.low
            {
                let weight = left.weight + right.weight
                let mean = (left.mean * left.weight + right.mean * right.weight) / weight
                blocks.removeLast(2)
                blocks.append(Block(low: left.low, high: right.high, mean: mean, weight: weight))
            }
        }
        var points: [(Double, Double)] = []
        for block in blocks {
            points.append((block.low, block.mean))
            if block.high > block.low { points.append((block.high, block.mean)) }
        }
        self.inputs = points.map(\.0)
        self.outputs = points.map(\.1)
    }

    /// The fitted value at any finite input; O(*n*) in the fitted points.
    package func value(at input: Double) -> Double {
        guard let upper = self.inputs.firstIndex(where: { $0 >= input }) else {
            return self.outputs[self.outputs.count - 1]
        }
        guard upper > 0 else { return self.outputs[0] }
        let share = (input - self.inputs[upper - 1]) / (self.inputs[upper] - self.inputs[upper - 1])
        return self.outputs[upper - 1] + share * (self.outputs[upper] - self.outputs[upper - 1])
    }
}
