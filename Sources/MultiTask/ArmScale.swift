/// How arms' numbers become coordinates: centred and divided by their standard deviation over the known arms; numbers
/// that do not vary are left out.
struct ArmScale: Sendable {
    private let columns: [Int]
    private let means: [Double]
    private let deviations: [Double]

    init(_ arms: [Arm]) {
        var columns: [Int] = []
        var means: [Double] = []
        var deviations: [Double] = []
        for column in 0..<(arms.first?.numbers.count ?? 0) {
            let values = arms.map { $0.numbers[column] }.present
            let mean = values.presentMean
            let deviation = (values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(values.count)).squareRoot()
            guard deviation > 1e-9 else { continue }
            columns.append(column)
            means.append(mean)
            deviations.append(deviation)
        }
        self.columns = columns
        self.means = means
        self.deviations = deviations
    }

    var dimension: Int { self.columns.count }

    func coordinates(of arm: Arm) -> [Double] {
        self.columns.indices.map { index in
            let number = arm.numbers[self.columns[index]]
            return number.isNaN ? 0 : (number - self.means[index]) / self.deviations[index]
        }
    }
}
