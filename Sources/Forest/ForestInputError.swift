/// Why a forest gives no answer for the rows it was asked about.
package enum ForestInputError: Error, Equatable, Sendable {
    /// The values are not `rows` × the forest's features.
    case wrongLength(foundValues: Int, rows: Int, features: Int)
    /// Attributions are not defined for trees with linear leaves; LightGBM refuses them too.
    case linearTrees
    /// Attributions need the training rows of each split, and this model does not hold them.
    case noRowCounts
    /// Attributions are limited to paths with this many different features and to this many branches in all.
    case pathsTooLong(distinctFeatures: Int, branches: Int)
}

extension ForestInputError: CustomStringConvertible {
    /// One sentence for people: what was found, what is allowed.
    package var description: String {
        switch self {
        case .wrongLength(let values, let rows, let features):
            "found \(values) values for \(rows) row(s), allowed: \(rows) × \(features) features"
        case .linearTrees:
            "attributions are not defined for a forest with linear trees"
        case .noRowCounts:
            "attributions need leaf_count and internal_count of every tree, and this model does not hold them"
        case .pathsTooLong(let features, let branches):
            "attributions allow at most \(features) different features on a path and \(branches) branches in all"
        }
    }
}
