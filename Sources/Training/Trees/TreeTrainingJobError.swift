/// Why data and parameters do not make a training together.
package enum TreeTrainingJobError: Error, Hashable {
    case earlyStoppingWithoutValidation(rounds: Int)
    case evaluationWithoutValidation
    case differentFeatures(training: [String], validation: [String])
    case differentCategoricalFeatures(training: [String], validation: [String])
    /// Rows are counted from 0.
    case labelOutOfRange(EvaluatedDataset, row: Int, value: Double, allowed: TreeObjective.LabelRange)
    case rankingWithoutGroups(EvaluatedDataset)
    case everyLabelZero(EvaluatedDataset)
}

extension TreeTrainingJobError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .earlyStoppingWithoutValidation(let rounds):
            "earlyStoppingRounds is \(rounds), but no validation rows are evaluated; give some, or set it to 0"
        case .evaluationWithoutValidation:
            "metrics on validation rows were asked for, but there are no validation rows"
        case .differentFeatures(let training, let validation):
            Self.difference("features", training, validation)
        case .differentCategoricalFeatures(let training, let validation):
            Self.difference("categorical features", training, validation)
        case .labelOutOfRange(let part, let row, let value, let allowed):
            "the \(part.rawValue) label of row \(row) is \(value); the objective needs \(allowed)"
        case .rankingWithoutGroups(let part):
            "the \(part.rawValue) rows have no groups, but ranking needs to know which rows belong to one query"
        case .everyLabelZero(let part):
            "every \(part.rawValue) label is 0; the objective needs at least one above 0"
        }
    }

    /// Says where two lists part, because feature lists are too long to print.
    private static func difference(_ what: String, _ training: [String], _ validation: [String]) -> String {
        let common = zip(training, validation).prefix { $0 == $1 }.count
        let inTraining = common < training.count ? "\"\(training[common])\"" : "nothing"
        let inValidation = common < validation.count ? "\"\(validation[common])\"" : "nothing"
        return "training and validation rows have different \(what): at position \(common) training has "
            + "\(inTraining) and validation has \(inValidation)"
    }
}
