/// A figure that is computed after every round. Raw values are LightGBM's names.
package enum BoostingMetric: String, Sendable, Hashable, Codable, CaseIterable {
    case l2
    case rmse
    case l1
    case huber
    case quantile
    case mape
    case poisson
    case gamma
    case gammaDeviance = "gamma_deviance"
    case tweedie
    case binaryLogLoss = "binary_logloss"
    case binaryError = "binary_error"
    case auc
    case averagePrecision = "average_precision"
    case crossEntropy = "cross_entropy"
    case kullbackLeibler = "kullback_leibler"
    case multiclassLogLoss = "multi_logloss"
    case multiclassError = "multi_error"
    case multiclassAUC = "auc_mu"
    case ndcg
    case meanAveragePrecision = "map"

    /// Whether a larger value is a better one.
    package var higherIsBetter: Bool {
        switch self {
        case .auc, .averagePrecision, .multiclassAUC, .ndcg, .meanAveragePrecision: true
        case .l2, .rmse, .l1, .huber, .quantile, .mape, .poisson, .gamma, .gammaDeviance, .tweedie, .binaryLogLoss,
            .binaryError, .crossEntropy, .kullbackLeibler, .multiclassLogLoss, .multiclassError:
            false
        }
    }

    /// The metric that a library's report belongs to: `ndcg@5` is `ndcg`. `nil` for a name that is not in this list.
    package init?(reportedName: String) {
        self.init(rawValue: String(reportedName.prefix { $0 != "@" }))
    }
}

extension TreeObjective {
    /// The metric that fits the objective, used when none is asked for.
    package var defaultMetric: BoostingMetric {
        switch self {
        case .l2: .l2
        case .l1: .l1
        case .huber: .huber
        case .quantile: .quantile
        case .mape: .mape
        case .poisson: .poisson
        case .gamma: .gamma
        case .tweedie: .tweedie
        case .binary: .binaryLogLoss
        case .crossEntropy: .crossEntropy
        case .multiclass, .multiclassOneVersusAll: .multiclassLogLoss
        case .lambdarank: .ndcg
        }
    }
}
