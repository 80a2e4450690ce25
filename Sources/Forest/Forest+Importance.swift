extension Forest {
    /// How many splits use each feature, by feature. Splits without gain do not count, as in LightGBM.
    package var importanceBySplit: [Double] { self.importance { _ in 1 } }

    /// How much the splits on each feature gained in sum, by feature.
    package var importanceByGain: [Double] { self.importance(\.gain) }

    private func importance(_ weight: (DecisionTree.Split) -> Double) -> [Double] {
        var importance = [Double](repeating: 0, count: self.featureCount)
        for tree in self.trees {
            for split in tree.splits where split.gain > 0 { importance[split.feature] += weight(split) }
        }
        return importance
    }
}
