internal import RealModule
internal import Statistics

/// A classifier that mini-batch gradient descent trains: softmax regression, or with one layer of hidden units (ReLU).
///
/// - SeeAlso: Goodfellow, Bengio, Courville, *Deep Learning*, 2016, §6.
struct Classifier {
    let inputs: Int
    /// 0 for softmax regression.
    let hidden: Int
    let classes: Int
    /// Of each hidden unit: its weights, row after row; empty without hidden units.
    var hiddenWeights: [Double]
    var hiddenBiases: [Double]
    /// Of each class: its weights on the hidden units, or on the inputs without any.
    var outputWeights: [Double]
    var outputBiases: [Double]

    /// Starts with small random weights (He et al. 2015, doi:10.1109/ICCV.2015.123) and biases of 0.
    init(inputs: Int, hidden: Int, classes: Int, using generator: inout SeededGenerator) {
        func weights(_ rows: Int, _ columns: Int) -> [Double] {
            let scale = (2 / Double(columns)).squareRoot()
            return (0..<rows * columns).map { _ in scale * generator.normal() }
        }
        self.inputs = inputs
        self.hidden = hidden
        self.classes = classes
        self.hiddenWeights = hidden == 0 ? [] : weights(hidden, inputs)
        self.hiddenBiases = [Double](repeating: 0, count: hidden)
        self.outputWeights = weights(classes, hidden == 0 ? inputs : hidden)
        self.outputBiases = [Double](repeating: 0, count: classes)
    }

    /// The derivatives of the loss by the weights, summed over rows.
    struct Gradient {
        fileprivate(set) var hiddenWeights: [Double]
        fileprivate(set) var hiddenBiases: [Double]
        fileprivate(set) var outputWeights: [Double]
        fileprivate(set) var outputBiases: [Double]

        init(of classifier: Classifier) {
            self.hiddenWeights = [Double](repeating: 0, count: classifier.hiddenWeights.count)
            self.hiddenBiases = [Double](repeating: 0, count: classifier.hiddenBiases.count)
            self.outputWeights = [Double](repeating: 0, count: classifier.outputWeights.count)
            self.outputBiases = [Double](repeating: 0, count: classifier.outputBiases.count)
        }
    }

    // MARK: Answering

    /// The probability of each class.
    func probabilities(_ row: ArraySlice<Double>) -> [Double] { self.output(self.units(row)) }

    /// What the output layer sees.
    private func units(_ row: ArraySlice<Double>) -> [Double] {
        guard self.hidden > 0 else { return Array(row) }
        return (0..<self.hidden).map { unit in
            max(0, Self.product(self.hiddenWeights, unit, Array(row)) + self.hiddenBiases[unit])
        }
    }

    private func output(_ units: [Double]) -> [Double] {
        let scores = (0..<self.classes).map { Self.product(self.outputWeights, $0, units) + self.outputBiases[$0] }
        let highest = scores.max() ?? 0
        let powers = scores.map { Double.exp($0 - highest) }
        let sum = powers.reduce(0, +)
        return powers.map { $0 / sum }
    }

    private static func product(_ matrix: [Double], _ row: Int, _ vector: [Double]) -> Double {
        var sum = 0.0
        let start = row * vector.count
        for index in vector.indices { sum += matrix[start + index] * vector[index] }
        return sum
    }

    // MARK: Learning

    /// Adds one row's derivatives.
    ///
    /// - Returns: The row's loss, −ln of the probability of its class, and whether that class was the likeliest.
    func accumulate(
        _ row: ArraySlice<Double>,
        label: Int,
        into gradient: inout Gradient
    ) -> (loss: Double, isRight: Bool) {
        let units = self.units(row)
        var errors = self.output(units)
        // Zero only where the exponential underflows; the loss stays finite.
        let loss = -Double.log(max(errors[label], .leastNormalMagnitude))
        let isRight = errors[label] == errors.max()
        errors[label] -= 1
        for (output, error) in errors.enumerated() {
            gradient.outputBiases[output] += error
            let start = output * units.count
            for index in units.indices { gradient.outputWeights[start + index] += error * units[index] }
        }
        for unit in 0..<self.hidden where units[unit] > 0 {
            var error = 0.0
            for output in errors.indices { error += errors[output] * self.outputWeights[output * self.hidden + unit] }
            gradient.hiddenBiases[unit] += error
            let start = unit * self.inputs
            for (index, value) in row.enumerated() { gradient.hiddenWeights[start + index] += error * value }
        }
        return (loss, isRight)
    }

    /// Takes a step against a gradient.
    mutating func step(_ gradient: Gradient, length: Double) {
        for index in self.hiddenWeights.indices { self.hiddenWeights[index] -= length * gradient.hiddenWeights[index] }
        for index in self.hiddenBiases.indices { self.hiddenBiases[index] -= length * gradient.hiddenBiases[index] }
        for index in self.outputWeights.indices { self.outputWeights[index] -= length * gradient.outputWeights[index] }
        for index in self.outputBiases.indices { self.outputBiases[index] -= length * gradient.outputBiases[index] }
    }
}
