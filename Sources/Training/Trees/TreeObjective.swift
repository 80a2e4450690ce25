/// What the trees are trained to predict, and by which loss they are judged.
///
/// Names and formulas are LightGBM's; see its parameter page, section "objective".
package enum TreeObjective: Sendable, Hashable, Codable {
    /// Mean, by squared error.
    case l2
    /// Median, by absolute error.
    case l1
    /// Mean, robust: squared error up to `delta`, linear beyond. `delta` in (0, ∞).
    case huber(delta: Double)
    /// The `level` quantile, by pinball loss. `level` in (0, 1).
    case quantile(level: Double)
    /// Median by absolute percentage error.
    case mape
    /// A count or rate, logarithmic link. Labels at least 0 and not all 0.
    case poisson
    /// A positive, skewed amount, logarithmic link. Labels above 0.
    case gamma
    /// An amount with a mass at 0, logarithmic link. Labels at least 0 and not all 0; `variancePower` in [1, 2),
    /// near 1 like Poisson, near 2 like gamma.
    case tweedie(variancePower: Double)
    /// The probability of label 1. Labels 0 and 1.
    case binary
    /// A probability, from labels in [0, 1].
    case crossEntropy
    /// A probability for each class, softmax. Labels from 0 to `classes` − 1; `classes` at least 2.
    case multiclass(classes: Int)
    /// An independent probability for each class. Labels as for `multiclass`.
    case multiclassOneVersusAll(classes: Int)
    /// A score that ranks the rows of a query (LambdaMART). Labels are whole relevance grades from 0 to 30, the gain
    /// of grade g being 2^g − 1; the dataset needs groups.
    case lambdarank

    /// Trees that one round of boosting adds.
    package var treesPerRound: Int {
        switch self {
        case .multiclass(let classes), .multiclassOneVersusAll(let classes): classes
        case .l2, .l1, .huber, .quantile, .mape, .poisson, .gamma, .tweedie, .binary, .crossEntropy, .lambdarank: 1
        }
    }

    /// The labels the objective can learn from.
    package var labelRange: LabelRange {
        switch self {
        case .l2, .l1, .huber, .quantile, .mape: .finite
        case .poisson, .tweedie: .nonNegative
        case .gamma: .positive
        case .binary: .whole(0...1)
        case .crossEntropy: .unitInterval
        case .multiclass(let classes), .multiclassOneVersusAll(let classes): .whole(0...(max(classes, 1) - 1))
        case .lambdarank: .whole(0...30)
        }
    }

    /// A set of labels.
    package enum LabelRange: Sendable, Hashable, CustomStringConvertible {
        case finite
        case nonNegative
        case positive
        case unitInterval
        case whole(ClosedRange<Int>)

        /// Whether a label is one of the set; NaN and the infinite never are.
        package func contains(_ label: Double) -> Bool {
            switch self {
            case .finite: label.isFinite
            case .nonNegative: label >= 0
            case .positive: label > 0
            case .unitInterval: label >= 0 && label <= 1
            case .whole(let range):
                label.rounded(.towardZero) == label && label >= Double(range.lowerBound)
                    && label <= Double(range.upperBound)
            }
        }

        package var description: String {
            switch self {
            case .finite: "finite numbers"
            case .nonNegative: "numbers of at least 0"
            case .positive: "numbers above 0"
            case .unitInterval: "numbers from 0 to 1"
            case .whole(let range): "whole numbers from \(range.lowerBound) to \(range.upperBound)"
            }
        }
    }
}
