/// One training: data, parameters and what to evaluate on the way.
///
/// The initialiser checks the parameters and that data and objective fit together, so a trainer only meets jobs that
/// make sense.
package struct TreeTrainingJob: Sendable {
    /// Rows that the trees are grown on.
    package let training: TreeDataset
    /// Rows that are evaluated after every round and never trained on; early stopping watches them.
    package let validation: TreeDataset?
    /// Checked against the data.
    package let parameters: BoostingParameters
    /// The parts on which metrics are evaluated, training first.
    package let evaluated: [EvaluatedDataset]

    /// - Parameters:
    ///   - training: Rows to train on.
    ///   - validation: Rows to evaluate on, with the same features; needed for early stopping.
    ///   - parameters: Checked here, see `BoostingParameters.validate()`.
    ///   - evaluated: The parts to evaluate; `nil` means the validation rows when there are any. Evaluating the
    ///     training rows costs about as much as evaluating as many validation rows.
    /// - Throws: `BoostingParameterError` or `TreeTrainingJobError`.
    package init(
        training: TreeDataset,
        validation: TreeDataset? = nil,
        parameters: BoostingParameters,
        evaluated: [EvaluatedDataset]? = nil
    ) throws {
        try parameters.validate()
        let parts = validation == nil ? [] : [EvaluatedDataset.validation]
        let evaluated = evaluated.map { asked in EvaluatedDataset.allCases.filter(asked.contains) } ?? parts
        let watchesValidation = validation != nil && evaluated.contains(.validation)
        guard parameters.earlyStoppingRounds == 0 || watchesValidation else {
            throw TreeTrainingJobError.earlyStoppingWithoutValidation(rounds: parameters.earlyStoppingRounds)
        }
        guard validation != nil || !evaluated.contains(.validation) else {
            throw TreeTrainingJobError.evaluationWithoutValidation
        }
        if let validation { try Self.check(validation, against: training) }
        try Self.check(training, .training, fits: parameters.objective)
        if let validation { try Self.check(validation, .validation, fits: parameters.objective) }
        self.training = training
        self.validation = validation
        self.parameters = parameters
        self.evaluated = evaluated
    }

    private static func check(
        _ validation: TreeDataset,
        against training: TreeDataset
    ) throws(TreeTrainingJobError) {
        guard validation.featureNames == training.featureNames else {
            throw .differentFeatures(training: training.featureNames, validation: validation.featureNames)
        }
        guard validation.categoricalFeatures == training.categoricalFeatures else {
            throw .differentCategoricalFeatures(
                training: training.categoricalFeatures.map { training.featureNames[$0] },
                validation: validation.categoricalFeatures.map { validation.featureNames[$0] }
            )
        }
    }

    private static func check(
        _ dataset: TreeDataset,
        _ part: EvaluatedDataset,
        fits objective: TreeObjective
    ) throws(TreeTrainingJobError) {
        let range = objective.labelRange
        if let row = dataset.labels.firstIndex(where: { !range.contains($0) }) {
            throw .labelOutOfRange(part, row: row, value: dataset.labels[row], allowed: range)
        }
        switch objective {
        case .lambdarank:
            guard dataset.groups != nil else { throw .rankingWithoutGroups(part) }
        case .poisson, .tweedie:
            guard dataset.labels.contains(where: { $0 > 0 }) else { throw .everyLabelZero(part) }
        case .l2, .l1, .huber, .quantile, .mape, .gamma, .binary, .crossEntropy, .multiclass, .multiclassOneVersusAll:
            break
        }
    }
}
