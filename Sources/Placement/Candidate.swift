/// One place considered for a workload: everything that was known of it when the decision was made.
package struct Candidate: Sendable, Hashable, Codable {
    /// With the attributes that it had then.
    package let target: Target
    /// The program's vector, one number a column; NaN (missing) is `null` in JSON.
    package let features: FeatureVector
    /// `nil` when no model was asked, or the target was excluded before.
    package let prediction: Prediction?
    /// Why the target could not be chosen; `nil` for a feasible one.
    package let exclusion: Exclusion?
    /// Probability with which this decision would have chosen the target.
    package let propensity: Double

    package init(
        target: Target,
        features: FeatureVector,
        prediction: Prediction?,
        exclusion: Exclusion?,
        propensity: Double
    ) {
        self.target = target
        self.features = features
        self.prediction = prediction
        self.exclusion = exclusion
        self.propensity = propensity
    }
}

/// A feature vector that survives JSON: NaN is written as `null`.
package struct FeatureVector: Sendable, Hashable, Codable {
    /// One number a column of the program; NaN is missing.
    package let values: [Double]

    package init(_ values: [Double]) { self.values = values }

    package init(from decoder: any Decoder) throws {
        self.values = try [Double?](from: decoder).map { $0 ?? .nan }
    }

    package func encode(to encoder: any Encoder) throws {
        try self.values.map { $0.isNaN ? nil : $0 }.encode(to: encoder)
    }

    /// Bit by bit, so that a missing value equals itself.
    package static func == (left: Self, right: Self) -> Bool {
        left.values.elementsEqual(right.values) { $0.bitPattern == $1.bitPattern || ($0.isNaN && $1.isNaN) }
    }

    package func hash(into hasher: inout Hasher) {
        for value in self.values { hasher.combine(value.isNaN ? 0 : value.bitPattern) }
    }
}
