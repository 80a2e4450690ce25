/// A small model, written by hand, whose lines tests can change one at a time.
///
/// Two features, one of them categorical; a tree of three leaves and a tree of two. `tree_sizes` is filled in from the
/// trees unless a test gives it.
struct SmallModel {
    var header = [
        "tree", "version=v4", "num_class=1", "num_tree_per_iteration=1", "label_index=0", "max_feature_idx=1",
        "objective=regression", "feature_names=size kind", "feature_infos=[-1:4.5] 0:1:2:33",
    ]
    var trees = [
        [
            "num_leaves=3", "num_cat=1", "split_feature=0 1", "split_gain=5 2", "threshold=1.5 0", "decision_type=10 1",
            "left_child=1 -1", "right_child=-3 -2", "leaf_value=0.5 -0.25 2", "leaf_weight=10 20 30",
            "leaf_count=10 20 30", "internal_value=0 1", "internal_weight=0 30", "internal_count=60 30",
            "cat_boundaries=0 2", "cat_threshold=5 2", "is_linear=0", "shrinkage=1",
        ],
        [
            "num_leaves=2", "num_cat=0", "split_feature=0", "split_gain=1", "threshold=-0.5", "decision_type=8",
            "left_child=-1", "right_child=-2", "leaf_value=0.125 -0.125", "leaf_weight=30 30", "leaf_count=30 30",
            "internal_value=0", "internal_weight=0", "internal_count=60", "is_linear=0", "shrinkage=0.1",
        ],
    ]
    var treeSizes: String?
    var tail = [
        "end of trees", "", "feature_importances:", "size=2", "kind=1", "", "parameters:", "[boosting: gbdt]",
        "[objective: regression]", "", "end of parameters", "", "pandas_categorical:null",
    ]

    var text: String {
        let bodies = self.trees.enumerated().map { index, lines in
            "Tree=\(index)\n" + lines.joined(separator: "\n") + "\n\n\n"
        }
        let sizes = self.treeSizes ?? bodies.map { String($0.utf8.count) }.joined(separator: " ")
        return (self.header + ["tree_sizes=\(sizes)", "", ""]).joined(separator: "\n") + bodies.joined()
            + self.tail.joined(separator: "\n") + "\n"
    }

    /// Replaces the line that begins with `key=` in a tree, or removes it.
    func tree(_ index: Int, _ key: String, _ value: String?) -> SmallModel {
        var copy = self
        copy.trees[index] = self.trees[index].compactMap { line in
            line.hasPrefix(key + "=") ? value.map { "\(key)=\($0)" } : line
        }
        return copy
    }

    /// Replaces the header line that begins with `key=`, or removes it.
    func header(_ key: String, _ value: String?) -> SmallModel {
        var copy = self
        copy.header = self.header.compactMap { line in
            line.hasPrefix(key + "=") ? value.map { "\(key)=\($0)" } : line
        }
        return copy
    }
}
