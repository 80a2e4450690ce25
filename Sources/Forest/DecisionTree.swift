/// One tree as the file states it, checked: children form a tree, features exist, leaves are finite, thresholds no NaN.
///
/// Splits and leaves have separate numbers; a child `c` is split `c` when it is not negative, else leaf `~c`. A split's
/// number is always smaller than those of the splits below it. A tree without splits has one leaf.
struct DecisionTree: Sendable, Equatable {
    let splits: [Split]
    let leafValues: [Double]
    /// Training rows in each leaf; empty when the file holds none.
    let leafCounts: [Int]
    /// Linear models at the leaves, in a linear tree.
    let linear: [LinearLeaf]?

    struct Split: Sendable, Equatable {
        let feature: Int
        let rule: Rule
        let left: Int
        let right: Int
        /// How much the split lowered the training loss.
        let gain: Double
        /// Training rows that came to the split; 0 when the file does not say.
        let rowCount: Int
    }

    enum Rule: Sendable, Equatable {
        /// Values ≤ threshold go left, greater ones right, missing ones where `missing` says.
        case numerical(threshold: Double, missing: Missing)
        /// Categories whose bit is set go left, everything else right.
        case categorical(bits: [UInt32])
    }

    /// What a numerical split takes for missing, and where that goes.
    enum Missing: UInt8, Sendable, Equatable {
        /// Nothing is missing; NaN is read as 0.
        case none = 0
        /// Zeros and NaN go left.
        case zeroLeft = 1
        /// Zeros and NaN go right.
        case zeroRight = 2
        /// NaN goes left.
        case nanLeft = 3
        /// NaN goes right.
        case nanRight = 4
    }

    /// `constant` + Σ coefficient × feature; the leaf's plain value where one of the features is NaN.
    struct LinearLeaf: Sendable, Equatable {
        let constant: Double
        let features: [Int]
        let coefficients: [Double]
    }

    /// Leaves below each split, and below its left child.
    func leafCountsBelow() -> (all: [Int], left: [Int]) {
        var all = [Int](repeating: 0, count: self.splits.count)
        var leftOnly = all
        for index in self.splits.indices.reversed() {
            let split = self.splits[index]
            leftOnly[index] = split.left < 0 ? 1 : all[split.left]
            all[index] = leftOnly[index] + (split.right < 0 ? 1 : all[split.right])
        }
        return (all, leftOnly)
    }

    /// The mean of the leaves over the training rows, summed in LightGBM's order.
    var expectedValue: Double {
        guard let root = self.splits.first else { return self.leafValues[0] }
        let total = Double(root.rowCount)
        var sum = 0.0
        for (count, value) in zip(self.leafCounts, self.leafValues) { sum += (Double(count) / total) * value }
        return sum
    }
}
