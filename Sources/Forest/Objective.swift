#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// What a forest was trained for, which decides how a raw score becomes an output.
///
/// - SeeAlso: `ConvertOutput` of LightGBM's `src/objective`.
package enum Objective: Equatable, Sendable {
    /// A regression whose output is the raw score, or its signed square where it was trained on square roots.
    case regression(loss: RegressionLoss, onSquareRoots: Bool)
    /// A regression on the log scale: `exp` of the raw score.
    case logRegression(LogRegressionLoss)
    /// Log loss of one class: the logistic function of `steepness` × raw score.
    case binary(steepness: Double)
    /// Cross-entropy of a label in [0, 1]: the logistic function.
    case crossEntropy
    /// Cross-entropy in its alternative parameterisation: log(1 + exp(raw score)).
    case crossEntropyLambda
    /// Softmax over classes.
    case multiclass(classes: Int)
    /// One logistic function a class.
    case oneVersusAll(classes: Int, steepness: Double)
    /// A ranking, whose output is the raw score.
    case ranking(RankingLoss)
    /// A loss that the model does not name; the output is the raw score.
    case custom

    /// Regressions that differ in the loss only.
    package enum RegressionLoss: String, Sendable {
        /// Squared error.
        case l2 = "regression"
        /// Absolute error.
        case l1 = "regression_l1"
        /// Huber's loss.
        case huber
        /// Fair's loss.
        case fair
        /// Quantile (pinball) loss.
        case quantile
        /// Mean absolute percentage error.
        case mape
    }

    /// Regressions with a logarithmic link.
    package enum LogRegressionLoss: String, Sendable {
        /// Poisson deviance.
        case poisson
        /// Gamma deviance.
        case gamma
        /// Tweedie deviance.
        case tweedie
    }

    /// Ranking losses.
    package enum RankingLoss: String, Sendable {
        /// LambdaMART on NDCG.
        case lambdarank
        /// Cross-entropy surrogate of NDCG.
        case rankXENDCG = "rank_xendcg"
    }

    /// Turns one row's raw scores into outputs, in place.
    func transform(_ scores: UnsafeMutableBufferPointer<Double>) {
        switch self {
        case .regression(_, onSquareRoots: true):
            for index in scores.indices {
                let score = scores[index]
                let sign: Double = score > 0 ? 1 : score < 0 ? -1 : 0
                scores[index] = sign * score * score
            }
        case .regression, .ranking, .custom:
            return
        case .logRegression:
            for index in scores.indices { scores[index] = exp(scores[index]) }
        case .binary(let steepness), .oneVersusAll(_, let steepness):
            for index in scores.indices { scores[index] = 1 / (1 + exp(-steepness * scores[index])) }
        case .crossEntropy:
            for index in scores.indices { scores[index] = 1 / (1 + exp(-scores[index])) }
        case .crossEntropyLambda:
            for index in scores.indices { scores[index] = log1p(exp(scores[index])) }
        case .multiclass:
            Self.softmax(scores)
        }
    }

    private static func softmax(_ scores: UnsafeMutableBufferPointer<Double>) {
        var greatest = scores.first ?? 0
        for score in scores where greatest < score { greatest = score }
        var sum = 0.0
        for index in scores.indices {
            scores[index] = exp(scores[index] - greatest)
            sum += scores[index]
        }
        for index in scores.indices { scores[index] /= sum }
    }
}

extension Objective {
    /// The names that a model's `objective=` may begin with.
    static let names = [
        "binary", "cross_entropy", "cross_entropy_lambda", "custom", "fair", "gamma", "huber", "lambdarank", "mape",
        "multiclass", "multiclassova", "poisson", "quantile", "rank_xendcg", "regression", "regression_l1", "tweedie",
    ]

    /// What is wrong with an objective's text, in the words of `ModelFormatError.Fault.badValue`.
    struct Refusal: Error {
        let found: String
        let allowed: String
    }

    /// Reads a model's objective, for example `binary sigmoid:1`.
    init(parsing text: String, classes: Int) throws(Refusal) {
        let words = text.split(separator: " ")
        let name = words.first.map(String.init) ?? ""
        var settings: [Substring: Substring] = [:]
        for word in words.dropFirst() where word != "sqrt" {
            let parts = word.split(separator: ":", omittingEmptySubsequences: false)
            guard parts.count == 2, settings.updateValue(parts[1], forKey: parts[0]) == nil else {
                throw Refusal(found: String(word), allowed: "'sqrt' or one 'name:number' each")
            }
        }
        let onSquareRoots = words.dropFirst().contains("sqrt")
        if let loss = RegressionLoss(rawValue: name) {
            self = .regression(loss: loss, onSquareRoots: onSquareRoots && loss != .huber)
        } else if let loss = LogRegressionLoss(rawValue: name) {
            self = .logRegression(loss)
        } else if let loss = RankingLoss(rawValue: name) {
            self = .ranking(loss)
        } else {
            switch name {
            case "binary": self = .binary(steepness: try Self.steepness(settings))
            case "cross_entropy": self = .crossEntropy
            case "cross_entropy_lambda": self = .crossEntropyLambda
            case "multiclass": self = .multiclass(classes: try Self.classes(settings, expected: classes))
            case "multiclassova":
                self = .oneVersusAll(
                    classes: try Self.classes(settings, expected: classes),
                    steepness: try Self.steepness(settings)
                )
            case "custom": self = .custom
            default: throw Refusal(found: name, allowed: "one of \(Self.names.joined(separator: ", "))")
            }
        }
        switch self {
        case .multiclass, .oneVersusAll, .custom: return
        default:
            guard classes == 1 else {
                throw Refusal(found: "\(name) with num_class=\(classes)", allowed: "\(name) with num_class=1")
            }
        }
    }

    private static func steepness(_ settings: [Substring: Substring]) throws(Refusal) -> Double {
        let found = settings["sigmoid"] ?? ""
        guard let value = Double(found), value > 0, value.isFinite else {
            throw Refusal(found: "sigmoid:\(found)", allowed: "a finite number above 0")
        }
        return value
    }

    private static func classes(_ settings: [Substring: Substring], expected: Int) throws(Refusal) -> Int {
        let found = settings["num_class"] ?? ""
        guard Int(found) == expected else {
            throw Refusal(found: "num_class:\(found)", allowed: "num_class:\(expected), as above")
        }
        return expected
    }
}
