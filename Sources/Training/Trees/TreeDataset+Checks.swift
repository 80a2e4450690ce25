/// What a trainer may take for granted about a dataset.
extension TreeDataset {
    /// LightGBM counts rows in 32 bits.
    package static let largestRowCount = Int(Int32.max)
    /// Characters that the model text uses itself.
    private static let reservedCharacters: Set<Character> = ["\"", ",", ":", "[", "]", "{", "}"]

    static func check(names: [String], columnCount: Int) throws(TreeDatasetError) {
        guard columnCount > 0 else { throw .noFeatures }
        guard names.count == columnCount else {
            throw .unequalLengths(field: .featureNames, count: names.count, expected: columnCount)
        }
        var seen: Set<String> = []
        for name in names {
            guard !name.isEmpty, !name.contains(where: { $0.isWhitespace || Self.reservedCharacters.contains($0) })
            else { throw .unusableFeatureName(name) }
            guard seen.insert(name).inserted else { throw .repeatedFeatureName(name) }
        }
    }

    static func check(count: Int, of field: TreeDatasetError.Field, rowCount: Int) throws(TreeDatasetError) {
        guard count == rowCount else { throw .unequalLengths(field: field, count: count, expected: rowCount) }
    }

    static func check(labels: [Double]) throws(TreeDatasetError) {
        // A label that overflows single precision would reach the library as infinity.
        if let row = labels.firstIndex(where: { !Float($0).isFinite }) {
            throw .unusableLabel(row: row, value: labels[row])
        }
    }

    static func check(weights: [Double], rowCount: Int) throws(TreeDatasetError) {
        try Self.check(count: weights.count, of: .weights, rowCount: rowCount)
        if let row = weights.firstIndex(where: { !(Float($0).isFinite && $0 >= 0) }) {
            throw .unusableWeight(row: row, value: weights[row])
        }
        guard weights.contains(where: { $0 > 0 }) else { throw .noPositiveWeight }
    }

    static func check(groups: [Int], rowCount: Int) throws(TreeDatasetError) {
        if let index = groups.firstIndex(where: { $0 < 1 }) {
            throw .unusableGroup(index: index, size: groups[index])
        }
        let total = groups.reduce(0) { total, size in
            let (sum, overflow) = total.addingReportingOverflow(size)
            return overflow ? Int.max : sum
        }
        guard total == rowCount else { throw .groupsDoNotAddUp(total: total, rowCount: rowCount) }
    }

    static func categories(
        _ features: [Int],
        columns: [[Double]],
        names: [String]
    ) throws(TreeDatasetError) -> [Int] {
        for feature in features {
            guard columns.indices.contains(feature) else {
                throw .unknownCategoricalFeature(index: feature, featureCount: columns.count)
            }
            let column = columns[feature]
            if let row = column.firstIndex(where: { !($0.isNaN || Self.isCategory($0)) }) {
                throw .notACategory(feature: names[feature], row: row, value: column[row])
            }
        }
        return Array(Set(features)).sorted()
    }

    private static func isCategory(_ value: Double) -> Bool {
        value >= 0 && value <= Double(Int32.max) && value.rounded(.towardZero) == value
    }
}
