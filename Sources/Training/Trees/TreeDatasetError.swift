/// Why a table cannot be trained on. Rows are counted from 0.
package enum TreeDatasetError: Error, Hashable {
    case noRows
    case noFeatures
    case tooManyRows(count: Int, allowed: Int)
    case unequalLengths(field: Field, count: Int, expected: Int)
    case unusableFeatureName(String)
    case repeatedFeatureName(String)
    case infiniteFeature(feature: String, row: Int, value: Double)
    case unusableLabel(row: Int, value: Double)
    case unusableWeight(row: Int, value: Double)
    case noPositiveWeight
    case unusableGroup(index: Int, size: Int)
    case groupsDoNotAddUp(total: Int, rowCount: Int)
    case unknownCategoricalFeature(index: Int, featureCount: Int)
    case notACategory(feature: String, row: Int, value: Double)

    /// The part of a dataset that has the wrong length.
    package enum Field: Hashable, Sendable, CustomStringConvertible {
        case feature(String)
        case featureNames
        case weights

        package var description: String {
            switch self {
            case .feature(let name): "feature \"\(name)\""
            case .featureNames: "the list of feature names"
            case .weights: "the list of weights"
            }
        }
    }
}

extension TreeDatasetError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .noRows: "there is no row to train on"
        case .noFeatures: "there is no feature to train on"
        case .tooManyRows(let count, let allowed): "\(count) rows are too many; at most \(allowed) are allowed"
        case .unequalLengths(let field, let count, let expected): "\(field) has \(count) entries instead of \(expected)"
        case .unusableFeatureName(let name):
            "feature name \"\(name)\" cannot be used; it has to be non-empty, without white space and \" , : [ ] { }"
        case .repeatedFeatureName(let name): "feature name \"\(name)\" appears more than once"
        case .infiniteFeature(let feature, let row, let value):
            "feature \"\(feature)\" is \(value) in row \(row); a number or NaN (missing) is allowed"
        case .unusableLabel(let row, let value):
            "the label of row \(row) is \(value); a number within single precision is needed"
        case .unusableWeight(let row, let value):
            "the weight of row \(row) is \(value); a number of at least 0, within single precision, is needed"
        case .noPositiveWeight: "every weight is 0; at least one has to be positive"
        case .unusableGroup(let index, let size): "group \(index) has \(size) rows; a group has at least 1"
        case .groupsDoNotAddUp(let total, let rowCount):
            "the groups hold \(total) rows together, but the dataset has \(rowCount)"
        case .unknownCategoricalFeature(let index, let featureCount):
            "categorical feature \(index) does not exist; indices from 0 to \(featureCount - 1) are allowed"
        case .notACategory(let feature, let row, let value):
            "categorical feature \"\(feature)\" is \(value) in row \(row); whole numbers from 0 to \(Int32.max) "
                + "or NaN (missing) are allowed"
        }
    }
}
