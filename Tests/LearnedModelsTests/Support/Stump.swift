/// LightGBM's text of a model whose trees are one split each, written by hand.
struct Stump {
    /// The column that is split, and the threshold up to which a row goes left.
    var column = 0
    var threshold = 4.0
    var left: Double
    var right: Double

    private func tree(_ index: Int) -> String {
        """
        Tree=\(index)
        num_leaves=2
        num_cat=0
        split_feature=\(self.column)
        split_gain=1
        threshold=\(self.threshold)
        decision_type=8
        left_child=-1
        right_child=-2
        leaf_value=\(self.left) \(self.right)
        leaf_weight=30 30
        leaf_count=30 30
        internal_value=0
        internal_weight=0
        internal_count=60
        is_linear=0
        shrinkage=1



        """
    }

    /// - Parameter stumps: One for regression and binary objectives, one a class for multiclass.
    static func model(_ stumps: [Stump], columns: Int, objective: String = "regression") -> String {
        let trees = stumps.enumerated().map { $0.element.tree($0.offset) }
        let names = (0..<columns).map { "column_\($0)" }.joined(separator: " ")
        let ranges = [String](repeating: "[0:1000]", count: columns).joined(separator: " ")
        return """
            tree
            version=v4
            num_class=\(stumps.count)
            num_tree_per_iteration=\(stumps.count)
            label_index=0
            max_feature_idx=\(columns - 1)
            objective=\(objective)
            feature_names=\(names)
            feature_infos=\(ranges)
            tree_sizes=\(trees.map { String($0.utf8.count) }.joined(separator: " "))


            """ + trees.joined() + """
                end of trees

                feature_importances:

                parameters:
                end of parameters

                pandas_categorical:null

                """
    }
}
