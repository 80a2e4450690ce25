/// What a model says about itself before its trees.
struct ModelHeader: Sendable {
    let version: String
    let outputCount: Int
    let labelIndex: Int
    let featureNames: [String]
    let featureInfos: [FeatureInfo]
    let objective: Objective
    let averagesTrees: Bool
}

/// One setting the model was trained with, as LightGBM wrote it down.
package struct ModelParameter: Sendable, Equatable {
    /// LightGBM's name of the setting.
    package let name: String
    /// Its value, uninterpreted.
    package let value: String
}
