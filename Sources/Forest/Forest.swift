/// A tree ensemble that LightGBM trained: reads its text model, scores rows, and attributes scores to features.
///
/// A forest is immutable; any number of threads may use one at once, without a lock. A row is `featureCount` values
/// in the order of `featureNames`, NaN standing for missing; a categorical feature's value is its category, and what is
/// negative, missing or was never seen in a split belongs to none of its sets.
///
/// Raw scores are LightGBM's bit for bit, whichever kernel computes them, except that linear trees may differ in the
/// last places.
///
/// - SeeAlso: LightGBM 4.7, `include/LightGBM/tree.h` and `src/boosting/gbdt_prediction.cpp`.
package struct Forest: Sendable {
    let header: ModelHeader
    let trees: [DecisionTree]
    let plain: PlainTables
    let quantised: QuantisedTables?

    /// The settings of the training that made the model, in the file's order; empty when the file holds none.
    package let parameters: [ModelParameter]
    /// The importances that stand in the file, by feature; split counts or whole gains, whichever was saved.
    package let declaredImportances: [String: Int]
    /// The categories of data frame columns as JSON, which LightGBM's Python package appends.
    package let pandasCategories: String?

    /// Reads a model.
    ///
    /// - Throws: `ModelFormatError` for anything that is not a whole, consistent model. Memory and time are linear in
    ///   the text, whatever it claims about itself.
    package init(parsing text: some Collection<UInt8>) throws(ModelFormatError) {
        var parser = ModelParser(Array(text))
        let model = try parser.model()
        self.init(
            header: model.header,
            trees: model.trees,
            parameters: model.parameters,
            declaredImportances: model.importances,
            pandasCategories: model.pandasCategories
        )
    }

    /// Reads a model.
    package init(parsing text: String) throws(ModelFormatError) { try self.init(parsing: text.utf8) }

    private init(
        header: ModelHeader,
        trees: [DecisionTree],
        parameters: [ModelParameter],
        declaredImportances: [String: Int],
        pandasCategories: String?
    ) {
        self.header = header
        self.trees = trees
        self.parameters = parameters
        self.declaredImportances = declaredImportances
        self.pandasCategories = pandasCategories
        let featureCount = header.featureNames.count
        self.plain = PlainTables(trees, featureCount: featureCount, outputCount: header.outputCount)
        self.quantised = QuantisedTables(trees, featureCount: featureCount, outputCount: header.outputCount)
    }

    /// The forest of the first iterations only, as early stopping's best iteration asks for.
    ///
    /// - Parameter iterations: At least 1; a forest that has no more is returned whole.
    package func limited(toIterations iterations: Int) -> Forest {
        precondition(iterations >= 1, "a forest is limited to at least one iteration")
        guard iterations < self.iterationCount else { return self }
        return Forest(
            header: self.header,
            trees: Array(self.trees.prefix(iterations * self.outputCount)),
            parameters: self.parameters,
            declaredImportances: self.declaredImportances,
            pandasCategories: self.pandasCategories
        )
    }
}

extension Forest {
    /// The format version, `v2` to `v4`.
    package var formatVersion: String { self.header.version }
    /// What the forest was trained for.
    package var objective: Objective { self.header.objective }
    /// The features' names, in the order of a row.
    package var featureNames: [String] { self.header.featureNames }
    /// What training noted about each feature's values.
    package var featureInfos: [FeatureInfo] { self.header.featureInfos }
    /// The column of the label in the training file.
    package var labelIndex: Int { self.header.labelIndex }
    /// Values in a row.
    package var featureCount: Int { self.header.featureNames.count }
    /// Numbers a row is answered with: the classes, or 1.
    package var outputCount: Int { self.header.outputCount }
    /// Trees over all iterations and outputs.
    package var treeCount: Int { self.trees.count }
    /// Boosting iterations; each has one tree an output.
    package var iterationCount: Int { self.trees.count / self.outputCount }
    /// Whether outputs are means over iterations (a random forest) and not sums.
    package var averagesIterations: Bool { self.header.averagesTrees }
    /// Whether some leaves hold linear models.
    package var hasLinearTrees: Bool { self.trees.contains { $0.linear != nil } }
}
