import Testing
import Training

@Suite("Tree dataset")
struct TreeDatasetTests {
    private static func dataset(
        columns: [[Double]] = [[1, 2, 3], [0, .nan, 1]],
        names: [String] = ["size", "kind"],
        categorical: [Int] = [1],
        labels: [Double] = [1, 2, 3],
        weights: [Double]? = nil,
        groups: [Int]? = nil
    ) throws(TreeDatasetError) -> TreeDataset {
        try TreeDataset(
            columns: columns,
            featureNames: names,
            categoricalFeatures: categorical,
            labels: labels,
            weights: weights,
            groups: groups
        )
    }

    @Test("keeps its values column after column")
    func layout() throws {
        let dataset = try Self.dataset(weights: [0, 1, 2], groups: [2, 1])
        #expect(dataset.rowCount == 3)
        #expect(dataset.featureCount == 2)
        #expect(Array(dataset.values[0..<3]) == [1, 2, 3])
        #expect(dataset.values[4].isNaN)
        #expect(dataset.categoricalFeatures == [1])
        #expect(dataset.weights == [0, 1, 2])
        #expect(dataset.groups == [2, 1])
    }

    @Test("lists a categorical feature once, in order")
    func categoricalOrder() throws {
        let columns: [[Double]] = [[1, 2, 3], [0, 1, 1]]
        #expect(try Self.dataset(columns: columns, categorical: [1, 0, 1]).categoricalFeatures == [0, 1])
    }

    @Test("refuses a table without rows or features")
    func empty() {
        #expect(throws: TreeDatasetError.noRows) { try Self.dataset(columns: [[], []], labels: []) }
        #expect(throws: TreeDatasetError.noFeatures) { try Self.dataset(columns: [], names: [], categorical: []) }
    }

    @Test("refuses lists of unequal length")
    func lengths() {
        #expect(throws: TreeDatasetError.unequalLengths(field: .feature("kind"), count: 2, expected: 3)) {
            try Self.dataset(columns: [[1, 2, 3], [0, 1]])
        }
        #expect(throws: TreeDatasetError.unequalLengths(field: .featureNames, count: 1, expected: 2)) {
            try Self.dataset(names: ["size"])
        }
        #expect(throws: TreeDatasetError.unequalLengths(field: .weights, count: 1, expected: 3)) {
            try Self.dataset(weights: [1])
        }
    }

    @Test("refuses a label that is not a number in single precision", arguments: [Double.nan, .infinity, -1e39])
    func labels(value: Double) throws {
        let error = try #require(throws: TreeDatasetError.self) { try Self.dataset(labels: [1, value, 3]) }
        guard case .unusableLabel(row: 1, _) = error else {
            Issue.record("unexpected: \(error)")
            return
        }
        #expect(error.description.contains("row 1"))
        #expect(error.description.contains("\(value)"))
    }

    @Test("refuses a weight that is negative or not a number", arguments: [-0.5, .nan, .infinity])
    func weights(value: Double) throws {
        let error = try #require(throws: TreeDatasetError.self) { try Self.dataset(weights: [1, 1, value]) }
        guard case .unusableWeight(row: 2, _) = error else {
            Issue.record("unexpected: \(error)")
            return
        }
    }

    @Test("refuses weights that are all 0")
    func noWeight() {
        #expect(throws: TreeDatasetError.noPositiveWeight) { try Self.dataset(weights: [0, 0, 0]) }
    }

    @Test("refuses groups that do not cover the rows")
    func groups() {
        #expect(throws: TreeDatasetError.groupsDoNotAddUp(total: 2, rowCount: 3)) { try Self.dataset(groups: [1, 1]) }
        #expect(throws: TreeDatasetError.groupsDoNotAddUp(total: .max, rowCount: 3)) {
            try Self.dataset(groups: [.max, .max, 5])
        }
        #expect(throws: TreeDatasetError.unusableGroup(index: 1, size: 0)) { try Self.dataset(groups: [3, 0]) }
    }

    @Test("refuses infinite features, missing ones being fine")
    func infiniteFeature() {
        #expect(throws: TreeDatasetError.infiniteFeature(feature: "size", row: 2, value: -.infinity)) {
            try Self.dataset(columns: [[1, 2, -.infinity], [0, 1, 1]])
        }
    }

    @Test("refuses values that name no category", arguments: [-1, 0.5, 3e9])
    func categories(value: Double) {
        #expect(throws: TreeDatasetError.notACategory(feature: "kind", row: 1, value: value)) {
            try Self.dataset(columns: [[1, 2, 3], [0, value, 1]])
        }
    }

    @Test("refuses a categorical feature that does not exist", arguments: [-1, 2])
    func categoricalIndex(index: Int) {
        #expect(throws: TreeDatasetError.unknownCategoricalFeature(index: index, featureCount: 2)) {
            try Self.dataset(categorical: [index])
        }
    }

    @Test("refuses names that the model text cannot hold", arguments: ["", "two words", "a:b", "a,b", "q\"", "x[0]"])
    func names(name: String) {
        #expect(throws: TreeDatasetError.unusableFeatureName(name)) { try Self.dataset(names: [name, "kind"]) }
    }

    @Test("refuses a name given twice")
    func repeatedName() {
        #expect(throws: TreeDatasetError.repeatedFeatureName("kind")) { try Self.dataset(names: ["kind", "kind"]) }
    }

    @Test(
        "says what was found and what is allowed",
        arguments: [
            (TreeDatasetError.noRows, "there is no row to train on"),
            (.noFeatures, "there is no feature to train on"),
            (.tooManyRows(count: 9, allowed: 5), "9 rows are too many; at most 5 are allowed"),
            (.unequalLengths(field: .weights, count: 1, expected: 2), "the list of weights has 1 entries instead of 2"),
            (
                .unequalLengths(field: .featureNames, count: 1, expected: 2),
                "the list of feature names has 1 entries instead of 2"
            ),
            (.unequalLengths(field: .feature("a"), count: 1, expected: 2), "feature \"a\" has 1 entries instead of 2"),
            (
                .unusableFeatureName("a b"),
                "feature name \"a b\" cannot be used; it has to be non-empty, without white space and \" , : [ ] { }"
            ),
            (.repeatedFeatureName("a"), "feature name \"a\" appears more than once"),
            (
                .infiniteFeature(feature: "a", row: 3, value: .infinity),
                "feature \"a\" is inf in row 3; a number or NaN (missing) is allowed"
            ),
            (
                .unusableWeight(row: 3, value: -1),
                "the weight of row 3 is -1.0; a number of at least 0, within single precision, is needed"
            ),
            (.noPositiveWeight, "every weight is 0; at least one has to be positive"),
            (.unusableGroup(index: 1, size: 0), "group 1 has 0 rows; a group has at least 1"),
            (.groupsDoNotAddUp(total: 2, rowCount: 3), "the groups hold 2 rows together, but the dataset has 3"),
            (
                .unknownCategoricalFeature(index: 7, featureCount: 2),
                "categorical feature 7 does not exist; indices from 0 to 1 are allowed"
            ),
            (
                .notACategory(feature: "a", row: 3, value: 0.5),
                "categorical feature \"a\" is 0.5 in row 3; whole numbers from 0 to 2147483647 or NaN (missing) are allowed"
            ),
        ]
    )
    func text(error: TreeDatasetError, text: String) {
        #expect(error.description == text)
    }
}
