internal import CForestKernels

/// The trees over ranks among thresholds in place of values, as the vector kernels read them.
///
/// A value's rank is the number of the feature's distinct thresholds below it, so that `value ≤ threshold` becomes
/// `rank ≤ index of the threshold`. What is missing has rank 0 (always left) or the greatest (always right), by the
/// split's default direction; a feature whose splits disagree fills one column for each way. Small integers compare
/// exactly as the doubles do, so that no layout can change a score.
///
/// `@unchecked Sendable`: `forest` points into the buffers below, which live as long as this object and never change.
final class QuantisedTables: @unchecked Sendable {
    private(set) var forest = fk_forest()
    /// Whether ranks or leaves need 16 bits.
    let needsWords: Bool
    /// Whether the trees kernel can serve this forest on this processor.
    let servesTrees: Bool
    private let numeric: KernelBuffer<fk_numeric>
    private let categorical: KernelBuffer<fk_categorical>
    private let thresholds: KernelBuffer<Double>
    private let nanRanks: KernelBuffer<UInt16>
    private let zeroRanks: KernelBuffer<UInt16>
    private let codes: KernelBuffer<UInt32>
    private let membership: KernelBuffer<UInt8>
    private let trees: KernelBuffer<fk_tree>
    private let nodes: KernelBuffer<fk_node>
    private let leaves: KernelBuffer<Double>
    private let groups: KernelBuffer<fk_group>
    private let steps: KernelBuffer<UInt8>
    private let allow: KernelBuffer<UInt64>

    /// Beyond these a walk down the tree is the better way: the vector kernels visit every split of a tree.
    private static let mostLeaves = 4096
    private static let mostTableBytes = 32 << 20

    /// Makes the tables, or returns `nil` for a forest that the vector kernels do not serve.
    init?(_ decisionTrees: [DecisionTree], featureCount: Int, outputCount: Int) {
        guard decisionTrees.allSatisfy({ $0.linear == nil && $0.leafValues.count <= Self.mostLeaves }) else {
            return nil
        }
        let numbers = RankColumns(decisionTrees, featureCount: featureCount)
        var sets = CategorySets(decisionTrees, firstColumn: numbers.nanRanks.count)
        guard numbers.greatestRank < Int(UInt16.max), sets.membershipBytes <= Self.mostTableBytes,
            numbers.nanRanks.count + sets.columnCount <= 1 << 16
        else { return nil }
        let ordered = PreorderTrees(decisionTrees, numbers, sets)
        self.needsWords = numbers.greatestRank > 255 || decisionTrees.contains { $0.leafValues.count > 256 }
        let lanes = TreeGroups(ordered, numbers, &sets, needsWords: self.needsWords, mostBytes: Self.mostTableBytes)
        self.servesTrees = lanes != nil
        self.numeric = KernelBuffer(numbers.features)
        self.categorical = KernelBuffer(sets.features)
        self.thresholds = KernelBuffer(numbers.thresholds)
        self.nanRanks = KernelBuffer(numbers.nanRanks)
        self.zeroRanks = KernelBuffer(numbers.zeroRanks)
        self.codes = KernelBuffer(sets.codes)
        self.membership = KernelBuffer(sets.membership)
        self.trees = KernelBuffer(ordered.trees)
        self.nodes = KernelBuffer(ordered.nodes)
        self.leaves = KernelBuffer(ordered.leaves)
        self.groups = KernelBuffer(lanes?.groups ?? [])
        self.steps = KernelBuffer(lanes?.steps ?? [])
        self.allow = KernelBuffer(lanes?.allow ?? [])
        self.forest = fk_forest(
            feature_count: UInt32(featureCount),
            output_count: UInt32(outputCount),
            tree_count: UInt32(decisionTrees.count),
            column_count: UInt32(numbers.nanRanks.count + sets.columnCount),
            numeric_columns: UInt32(numbers.nanRanks.count),
            numeric_count: UInt32(numbers.features.count),
            categorical_count: UInt32(sets.features.count),
            group_count: UInt32(lanes?.groups.count ?? 0),
            step_total: UInt32(lanes?.stepCount ?? 0),
            numeric: self.numeric.pointer,
            categorical: self.categorical.pointer,
            thresholds: self.thresholds.pointer,
            nan_ranks: self.nanRanks.pointer,
            zero_ranks: self.zeroRanks.pointer,
            codes: self.codes.pointer,
            membership: self.membership.pointer,
            trees: self.trees.pointer,
            nodes: self.nodes.pointer,
            leaves: self.leaves.pointer,
            groups: self.groups.pointer,
            steps: self.steps.pointer,
            allow: self.allow.pointer
        )
    }
}
