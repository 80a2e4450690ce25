/// A table of numbers with a label per row, ready for training trees.
///
/// The initialiser checks everything a trainer relies on, so that a faulty row is named here and not deep inside a
/// library. Labels and weights are handed to LightGBM in single precision (about seven digits).
package struct TreeDataset: Sendable {
    /// Column after column: the value of row `r` in feature `f` stands at `f * rowCount + r`. NaN is missing.
    package let values: [Double]
    /// Rows of the table, one label each.
    package let rowCount: Int
    /// One name per feature, in column order.
    package let featureNames: [String]
    /// Indices of the features whose values name categories, ascending.
    package let categoricalFeatures: [Int]
    /// One finite label per row.
    package let labels: [Double]
    /// One weight per row, finite, at least 0 and not all 0; `nil` counts every row alike.
    package let weights: [Double]?
    /// Sizes of the queries of a ranking dataset, in row order: the first `groups[0]` rows are the first query, and so
    /// on. `nil` when rows are not grouped.
    package let groups: [Int]?

    /// Columns of the table.
    package var featureCount: Int { self.featureNames.count }

    /// Makes a dataset from columns.
    ///
    /// - Parameters:
    ///   - columns: One array per feature, all as long as `labels`. Finite or NaN (missing).
    ///   - featureNames: One unique name per column. LightGBM's text format separates names with spaces, so white space
    ///     and the characters `" , : [ ] { }` are refused.
    ///   - categoricalFeatures: Columns that hold categories: whole numbers from 0 to 2³¹ − 1, or NaN.
    ///   - labels: What is to be predicted, one finite value per row.
    ///   - weights: Importance of each row; `nil` for all alike.
    ///   - groups: Query sizes for ranking; at least 1 each, adding up to the number of rows.
    package init(
        columns: [[Double]],
        featureNames: [String],
        categoricalFeatures: [Int] = [],
        labels: [Double],
        weights: [Double]? = nil,
        groups: [Int]? = nil
    ) throws(TreeDatasetError) {
        guard !labels.isEmpty else { throw .noRows }
        guard labels.count <= Self.largestRowCount else {
            throw .tooManyRows(count: labels.count, allowed: Self.largestRowCount)
        }
        try Self.check(names: featureNames, columnCount: columns.count)
        for (column, name) in zip(columns, featureNames) {
            try Self.check(count: column.count, of: .feature(name), rowCount: labels.count)
            if let row = column.firstIndex(where: { $0.isInfinite }) {
                throw .infiniteFeature(feature: name, row: row, value: column[row])
            }
        }
        try Self.check(labels: labels)
        if let weights { try Self.check(weights: weights, rowCount: labels.count) }
        if let groups { try Self.check(groups: groups, rowCount: labels.count) }
        self.rowCount = labels.count
        self.values = Array(columns.joined())
        self.featureNames = featureNames
        self.labels = labels
        self.weights = weights
        self.groups = groups
        self.categoricalFeatures = try Self.categories(categoricalFeatures, columns: columns, names: featureNames)
    }
}
