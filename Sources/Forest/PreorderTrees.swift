internal import CForestKernels

/// The trees' splits in preorder with the leaves numbered from left to right, as the rows kernel reads them.
struct PreorderTrees {
    private(set) var trees: [fk_tree] = []
    private(set) var nodes: [fk_node] = []
    private(set) var leaves: [Double] = []
    /// Beside `nodes`: the split, for the trees kernel.
    private(set) var splits: [DecisionTree.Split] = []

    init(_ decisionTrees: [DecisionTree], _ numbers: RankColumns, _ sets: CategorySets) {
        for tree in decisionTrees {
            self.trees.append(
                fk_tree(
                    node_start: UInt32(self.nodes.count),
                    node_count: UInt32(tree.splits.count),
                    leaf_start: UInt32(self.leaves.count),
                    leaf_count: UInt32(tree.leafValues.count)
                )
            )
            self.add(tree, numbers, sets)
        }
    }

    private mutating func add(_ tree: DecisionTree, _ numbers: RankColumns, _ sets: CategorySets) {
        let leftLeaves = tree.leafCountsBelow().left
        var open: [(child: Int, firstLeaf: Int)] = [(tree.splits.isEmpty ? -1 : 0, 0)]
        while let (child, firstLeaf) = open.popLast() {
            guard child >= 0 else {
                self.leaves.append(tree.leafValues[~child])
                continue
            }
            let split = tree.splits[child]
            let place =
                switch split.rule {
                case .numerical(let threshold, let missing): numbers.place(split.feature, threshold, missing)
                case .categorical(let bits): (column: sets.column(split.feature, bits), rank: 0)
                }
            let secondLeaf = firstLeaf + leftLeaves[child]
            self.nodes.append(
                fk_node(
                    column: UInt32(place.column),
                    threshold: UInt16(place.rank),
                    begin: UInt16(firstLeaf),
                    end: UInt16(secondLeaf),
                    unused: 0
                )
            )
            self.splits.append(split)
            open.append((split.right, secondLeaf))
            open.append((split.left, firstLeaf))
        }
    }
}
