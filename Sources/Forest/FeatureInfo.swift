/// What LightGBM noted about a feature's values in training.
package enum FeatureInfo: Equatable, Sendable {
    /// The feature was constant or left out; no split of this training used it.
    case unused
    /// A numerical feature and its least and greatest value.
    case range(minimum: Double, maximum: Double)
    /// A categorical feature and the categories that were seen, −1 standing for missing.
    case categories([Int])
}
