internal import RealModule

/// How alike two arms are for an unknown task: σ² exp(−Σ wⱼ dⱼ) + Σ lⱼ xⱼ x′ⱼ + ν [same arm].
///
/// dⱼ is |xⱼ − x′ⱼ| for numbers and 0 or 1 for categories. The exponential (Laplace) kernel suits run times, which are
/// flat in places and have cliffs, for example where memory runs out. ν belongs to the function: an arm differs from
/// all others in its own way, and measuring it reveals that.
///
/// - SeeAlso: C. E. Rasmussen and C. K. I. Williams, *Gaussian Processes for Machine Learning*, 2006, §4.2.
package struct ArmKernel: Sendable, Hashable, Codable {
    /// Natural logarithms of σ², ν, the weights of numbers and then categories, and the linear terms of numbers.
    package let logParameters: [Double]
    private let parameters: [Double]
    private let numberCount: Int
    private let categoryCount: Int

    static func parameterCount(numbers: Int, categories: Int) -> Int { 2 + 2 * numbers + categories }

    init(logParameters: [Double], numbers: Int, categories: Int) {
        precondition(
            logParameters.count == Self.parameterCount(numbers: numbers, categories: categories),
            "a kernel has two parameters, two a number and one a category"
        )
        self.logParameters = logParameters
        self.parameters = logParameters.map { Double.exp($0) }
        self.numberCount = numbers
        self.categoryCount = categories
    }

    /// Whether the grid's arms have as many varying numbers and as many categories as the kernel has weights for.
    package func suits(_ grid: TaskGrid) -> Bool {
        ArmScale(grid.arms).dimension == self.numberCount
            && grid.arms.allSatisfy { $0.categories.count == self.categoryCount }
    }

    /// - Parameter isSame: Whether both are the very same arm.
    func value(_ left: ScaledArm, _ right: ScaledArm, isSame: Bool) -> Double {
        var distance = 0.0
        var linear = 0.0
        let linearStart = 2 + self.numberCount + self.categoryCount
        for index in 0..<self.numberCount {
            distance += self.parameters[2 + index] * abs(left.coordinates[index] - right.coordinates[index])
            linear += self.parameters[linearStart + index] * left.coordinates[index] * right.coordinates[index]
        }
        for index in 0..<self.categoryCount where left.categories[index] != right.categories[index] {
            distance += self.parameters[2 + self.numberCount + index]
        }
        return self.parameters[0] * Double.exp(-distance) + linear + (isSame ? self.parameters[1] : 0)
    }
}

extension ArmKernel {
    private enum CodingKeys: CodingKey { case logParameters, parameters, numberCount, categoryCount }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        self.logParameters = try container.decode([Double].self, forKey: .logParameters)
        self.parameters = try container.decode([Double].self, forKey: .parameters)
        self.numberCount = try container.decode(Int.self, forKey: .numberCount)
        self.categoryCount = try container.decode(Int.self, forKey: .categoryCount)
        guard (0...self.parameters.count).contains(self.numberCount),
            (0...self.parameters.count).contains(self.categoryCount),
            self.parameters.count == Self.parameterCount(numbers: self.numberCount, categories: self.categoryCount),
            self.logParameters.count == self.parameters.count
        else {
            throw DecodingError.dataCorruptedError(
                forKey: .parameters,
                in: container,
                debugDescription: "a kernel has two parameters, two a number and one a category"
            )
        }
    }
}

/// An arm in the coordinates of its grid.
struct ScaledArm: Sendable {
    let coordinates: [Double]
    let categories: [String]
}
