internal import CForestKernels

/// The trees as the walking and the attribution kernels read them.
///
/// `@unchecked Sendable`: `forest` points into the buffers below, which live as long as this object and never change.
final class PlainTables: @unchecked Sendable {
    private(set) var forest = fk_plain_forest()
    /// Why attributions are refused, if they are.
    let refusal: ForestInputError?
    private let trees: KernelBuffer<fk_plain_tree>
    private let splits: KernelBuffer<fk_split>
    private let categoryBits: KernelBuffer<UInt32>
    private let leaves: KernelBuffer<fk_leaf>
    private let elements: KernelBuffer<fk_element>
    private let branches: KernelBuffer<UInt32>
    private let points: KernelBuffer<Double>

    /// Bounds that keep a hostile model's attribution tables linear in its text: different features on a path, and
    /// branches in all, which may be 64 a leaf where leaves are many.
    private static let longestPath = 256
    private static func mostBranches(leaves: Int) -> Int { (1 << 20) + 64 * leaves }

    init(_ decisionTrees: [DecisionTree], featureCount: Int, outputCount: Int) {
        var trees: [fk_plain_tree] = []
        var splits: [fk_split] = []
        var categoryBits: [UInt32] = []
        var leaves: [fk_leaf] = []
        for tree in decisionTrees {
            trees.append(
                fk_plain_tree(
                    split_start: UInt64(splits.count),
                    leaf_start: UInt64(leaves.count),
                    split_count: UInt32(tree.splits.count),
                    leaf_count: UInt32(tree.leafValues.count)
                )
            )
            for split in tree.splits { splits.append(Self.split(split, &categoryBits)) }
            leaves += tree.leafValues.map { fk_leaf(value: $0, element_start: 0, element_count: 0) }
        }
        var paths = PathTables(featureCount: featureCount)
        self.refusal = paths.fill(
            decisionTrees,
            &leaves,
            longestPath: Self.longestPath,
            mostBranches: Self.mostBranches(leaves: leaves.count)
        )
        self.trees = KernelBuffer(trees)
        self.splits = KernelBuffer(splits)
        self.categoryBits = KernelBuffer(categoryBits)
        self.leaves = KernelBuffer(leaves)
        self.elements = KernelBuffer(paths.elements)
        self.branches = KernelBuffer(paths.branches)
        self.points = KernelBuffer(GaussLegendre.table(upTo: (paths.longest + 1) / 2))
        self.forest = fk_plain_forest(
            feature_count: UInt32(featureCount),
            output_count: UInt32(outputCount),
            tree_count: UInt32(decisionTrees.count),
            longest_path: UInt32(paths.longest),
            largest_tree: UInt32(decisionTrees.map(\.splits.count).max() ?? 0),
            trees: self.trees.pointer,
            splits: self.splits.pointer,
            category_bits: self.categoryBits.pointer,
            leaves: self.leaves.pointer,
            elements: self.elements.pointer,
            branches: self.branches.pointer,
            points: self.points.pointer
        )
    }

    private static func split(_ split: DecisionTree.Split, _ categoryBits: inout [UInt32]) -> fk_split {
        var entry = UInt32(split.feature) * UInt32(FK_VARIANTS)
        var result = fk_split()
        switch split.rule {
        case .numerical(let threshold, let missing):
            entry += UInt32(missing.rawValue)
            result.threshold = threshold
        case .categorical(let bits):
            result.category_start = UInt32(categoryBits.count)
            result.category_words = UInt32(bits.count)
            categoryBits += bits
        }
        result.entry = entry
        result.left = Int32(split.left)
        result.right = Int32(split.right)
        return result
    }
}

/// The paths to the leaves, by distinct feature, as the attribution kernel reads them.
private struct PathTables {
    var elements: [fk_element] = []
    var branches: [UInt32] = []
    var longest = 0
    /// By feature: its element on the path that is being added, or −1.
    private var places: [Int]

    init(featureCount: Int) { self.places = [Int](repeating: -1, count: featureCount) }

    private struct Step {
        let feature: Int
        let branch: UInt32
        let share: Double
    }

    /// Fills in where each leaf's path lies, or empties everything and says why attributions are refused.
    mutating func fill(
        _ trees: [DecisionTree],
        _ leaves: inout [fk_leaf],
        longestPath: Int,
        mostBranches: Int
    ) -> ForestInputError? {
        if trees.contains(where: { $0.linear != nil }) { return .linearTrees }
        let hasCounts = trees.allSatisfy { tree in
            tree.splits.isEmpty || (!tree.leafCounts.isEmpty && tree.splits.allSatisfy { $0.rowCount > 0 })
        }
        guard hasCounts else { return .noRowCounts }
        var firstLeaf = 0
        for tree in trees {
            guard self.addPaths(of: tree, &leaves, firstLeaf, longestPath: longestPath, mostBranches: mostBranches)
            else {
                self = PathTables(featureCount: 0)
                return .pathsTooLong(distinctFeatures: longestPath, branches: mostBranches)
            }
            firstLeaf += tree.leafValues.count
        }
        return nil
    }

    private mutating func addPaths(
        of tree: DecisionTree,
        _ leaves: inout [fk_leaf],
        _ firstLeaf: Int,
        longestPath: Int,
        mostBranches: Int
    ) -> Bool {
        guard !tree.splits.isEmpty else { return true }
        var path: [Step] = []
        var open: [(child: Int, depth: Int, step: Step?)] = [(0, 0, nil)]
        while let (child, depth, step) = open.popLast() {
            path.removeLast(path.count - max(0, depth - 1))
            if let step { path.append(step) }
            if child < 0 {
                guard self.branches.count + path.count <= mostBranches,
                    let count = self.addPath(path, longestPath: longestPath)
                else { return false }
                leaves[firstLeaf + ~child].element_start = UInt64(self.elements.count - count)
                leaves[firstLeaf + ~child].element_count = UInt64(count)
                continue
            }
            let split = tree.splits[child]
            for (side, next) in [(0, split.left), (1, split.right)] {
                let rows = next < 0 ? tree.leafCounts[~next] : tree.splits[next].rowCount
                let step = Step(
                    feature: split.feature,
                    branch: UInt32(2 * child + side),
                    share: Double(rows) / Double(split.rowCount)
                )
                open.append((next, depth + 1, step))
            }
        }
        return true
    }

    /// Adds one leaf's path, a distinct feature an element, and returns how many those are.
    ///
    /// Elements stand in the order in which the path first meets their features, and so do a feature's branches.
    private mutating func addPath(_ path: [Step], longestPath: Int) -> Int? {
        let first = self.elements.count
        defer { for element in self.elements[first...] { self.places[Int(element.feature)] = -1 } }
        for step in path {
            let place = self.places[step.feature]
            guard place < 0 else {
                self.elements[place].share *= step.share
                self.elements[place].branch_count += 1
                continue
            }
            guard self.elements.count - first < longestPath else { return nil }
            self.places[step.feature] = self.elements.count
            self.elements.append(
                fk_element(
                    share: step.share,
                    feature: UInt32(step.feature),
                    branch_start: 0,
                    branch_count: 1,
                    unused: 0
                )
            )
        }
        var start = UInt32(self.branches.count)
        for index in first..<self.elements.count {
            self.elements[index].branch_start = start
            start += self.elements[index].branch_count
            self.elements[index].branch_count = 0
        }
        self.branches += repeatElement(0, count: path.count)
        for step in path {
            let place = self.places[step.feature]
            self.branches[Int(self.elements[place].branch_start + self.elements[place].branch_count)] = step.branch
            self.elements[place].branch_count += 1
        }
        self.longest = max(self.longest, self.elements.count - first)
        return self.elements.count - first
    }
}
