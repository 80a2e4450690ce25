@testable import Forest

/// TreeSHAP by its definition: the Shapley value of the game "these features are known", over all coalitions.
///
/// Exponential in the features; the oracle for the quadrature kernel on small models.
enum ReferenceAttribution {
    static func contributions(_ forest: Forest, _ row: [Double]) -> [Double] {
        let features = forest.featureCount
        var answer = [Double](repeating: 0, count: (features + 1) * forest.outputCount)
        for (index, tree) in forest.trees.enumerated() {
            let start = index % forest.outputCount * (features + 1)
            let worth = (0..<1 << features).map {
                self.expectation(tree, row, known: $0, at: tree.splits.isEmpty ? -1 : 0)
            }
            for feature in 0..<features {
                for known in 0..<1 << features where known >> feature & 1 == 0 {
                    let size = known.nonzeroBitCount
                    let weight = self.factorial(size) * self.factorial(features - 1 - size) / self.factorial(features)
                    answer[start + feature] += weight * (worth[known | 1 << feature] - worth[known])
                }
            }
            answer[start + features] += worth[0]
        }
        return answer
    }

    /// The tree's mean where only the known features are: unknown splits are averaged by their training rows.
    private static func expectation(_ tree: DecisionTree, _ row: [Double], known: Int, at child: Int) -> Double {
        guard child >= 0 else { return tree.leafValues[~child] }
        let split = tree.splits[child]
        if known >> split.feature & 1 == 1 {
            let next = self.goesLeft(split, row[split.feature]) ? split.left : split.right
            return self.expectation(tree, row, known: known, at: next)
        }
        let rows = [split.left, split.right].map { $0 < 0 ? tree.leafCounts[~$0] : tree.splits[$0].rowCount }
        let left = self.expectation(tree, row, known: known, at: split.left)
        let right = self.expectation(tree, row, known: known, at: split.right)
        return (Double(rows[0]) * left + Double(rows[1]) * right) / Double(split.rowCount)
    }

    /// LightGBM's decision, written down as its `tree.h` has it.
    static func goesLeft(_ split: DecisionTree.Split, _ value: Double) -> Bool {
        switch split.rule {
        case .categorical(let bits):
            guard value > -1, value < 2_147_483_648 else { return false }
            let category = Int(value)
            return category / 32 < bits.count && bits[category / 32] >> UInt32(category % 32) & 1 == 1
        case .numerical(let threshold, let missing):
            let isZero = abs(value) <= Double(Float(1e-35))
            switch missing {
            case .none: return (value.isNaN || isZero ? 0 : value) <= threshold
            case .zeroLeft: return value.isNaN || isZero || value <= threshold
            case .zeroRight: return !value.isNaN && !isZero && value <= threshold
            case .nanLeft: return value.isNaN || (isZero ? 0 : value) <= threshold
            case .nanRight: return !value.isNaN && (isZero ? 0 : value) <= threshold
            }
        }
    }

    private static func factorial(_ n: Int) -> Double { (0..<n).reduce(1) { $0 * Double($1 + 1) } }
}
