import Testing
import Training

@Suite("Tree training job")
struct TreeTrainingJobTests {
    private static func dataset(
        labels: [Double],
        names: [String] = ["size", "kind"],
        categorical: [Int] = [],
        groups: [Int]? = nil
    ) throws -> TreeDataset {
        try TreeDataset(
            columns: names.map { _ in labels.indices.map(Double.init) },
            featureNames: names,
            categoricalFeatures: categorical,
            labels: labels,
            groups: groups
        )
    }

    private static func job(
        _ labels: [Double],
        _ objective: TreeObjective,
        groups: [Int]? = nil
    ) throws -> TreeTrainingJob {
        try TreeTrainingJob(
            training: self.dataset(labels: labels, groups: groups),
            parameters: BoostingParameters(objective: objective, rounds: 1, seed: 1)
        )
    }

    @Test(
        "refuses a label that the objective cannot learn from",
        arguments: [
            (TreeObjective.poisson, -1.0), (.tweedie(variancePower: 1.5), -0.5), (.gamma, 0), (.binary, 2),
            (.binary, 0.5), (.crossEntropy, 1.1), (.multiclass(classes: 3), 3),
            (.multiclassOneVersusAll(classes: 3), -1),
            (.lambdarank, 31), (.lambdarank, 0.5),
        ]
    )
    func labels(objective: TreeObjective, label: Double) {
        let allowed = objective.labelRange
        #expect(throws: TreeTrainingJobError.labelOutOfRange(.training, row: 1, value: label, allowed: allowed)) {
            try Self.job([1, label], objective, groups: [2])
        }
    }

    @Test("takes labels at the ends of the range")
    func ends() throws {
        _ = try Self.job([0, 1], .binary)
        _ = try Self.job([0, 1], .crossEntropy)
        _ = try Self.job([0, 2], .multiclass(classes: 3))
        _ = try Self.job([0, 30], .lambdarank, groups: [2])
        _ = try Self.job([0, 1e6], .poisson)
        _ = try Self.job([-5, 1e6], .mape)
        #expect(TreeObjective.multiclass(classes: 3).treesPerRound == 3)
        #expect(TreeObjective.l1.treesPerRound == 1)
    }

    @Test("refuses counts that are all 0", arguments: [TreeObjective.poisson, .tweedie(variancePower: 1.2)])
    func zeros(objective: TreeObjective) {
        #expect(throws: TreeTrainingJobError.everyLabelZero(.training)) { try Self.job([0, 0], objective) }
    }

    @Test("refuses ranking without groups, in training and in validation")
    func groups() throws {
        #expect(throws: TreeTrainingJobError.rankingWithoutGroups(.training)) { try Self.job([0, 1], .lambdarank) }
        #expect(throws: TreeTrainingJobError.rankingWithoutGroups(.validation)) {
            try TreeTrainingJob(
                training: Self.dataset(labels: [0, 1], groups: [2]),
                validation: Self.dataset(labels: [0, 1]),
                parameters: BoostingParameters(objective: .lambdarank, rounds: 1, seed: 1)
            )
        }
    }

    @Test("refuses wrong parameters before looking at data")
    func parameters() {
        #expect(throws: BoostingParameterError.self) { try Self.job([0, 1], .quantile(level: 2)) }
    }

    @Test("early stopping needs validation rows that are evaluated")
    func earlyStopping() throws {
        var parameters = BoostingParameters(objective: .l2, rounds: 1, seed: 1)
        parameters.earlyStoppingRounds = 3
        let dataset = try Self.dataset(labels: [1, 2])
        #expect(throws: TreeTrainingJobError.earlyStoppingWithoutValidation(rounds: 3)) {
            try TreeTrainingJob(training: dataset, parameters: parameters)
        }
        #expect(throws: TreeTrainingJobError.earlyStoppingWithoutValidation(rounds: 3)) {
            try TreeTrainingJob(training: dataset, validation: dataset, parameters: parameters, evaluated: [.training])
        }
        let job = try TreeTrainingJob(training: dataset, validation: dataset, parameters: parameters)
        #expect(job.evaluated == [.validation])
    }

    @Test("evaluates what is asked for, training first")
    func evaluated() throws {
        let parameters = BoostingParameters(objective: .l2, rounds: 1, seed: 1)
        let dataset = try Self.dataset(labels: [1, 2])
        #expect(throws: TreeTrainingJobError.evaluationWithoutValidation) {
            try TreeTrainingJob(training: dataset, parameters: parameters, evaluated: [.validation])
        }
        #expect(try TreeTrainingJob(training: dataset, parameters: parameters).evaluated.isEmpty)
        let job = try TreeTrainingJob(
            training: dataset,
            validation: dataset,
            parameters: parameters,
            evaluated: [.validation, .training]
        )
        #expect(job.evaluated == [.training, .validation])
    }

    @Test("refuses validation rows with other features")
    func features() throws {
        let parameters = BoostingParameters(objective: .l2, rounds: 1, seed: 1)
        let training = try Self.dataset(labels: [1, 2])
        let renamed = try #require(throws: TreeTrainingJobError.self) {
            try TreeTrainingJob(
                training: training,
                validation: Self.dataset(labels: [1, 2], names: ["size", "sort"]),
                parameters: parameters
            )
        }
        #expect(
            renamed.description == "training and validation rows have different features: at position 1 training has "
                + "\"kind\" and validation has \"sort\""
        )
        let categorical = try #require(throws: TreeTrainingJobError.self) {
            try TreeTrainingJob(
                training: training,
                validation: Self.dataset(labels: [1, 2], categorical: [1]),
                parameters: parameters
            )
        }
        #expect(categorical.description.hasSuffix("at position 0 training has nothing and validation has \"kind\""))
    }

    @Test(
        "says what was found and what is needed",
        arguments: [
            (
                TreeTrainingJobError.earlyStoppingWithoutValidation(rounds: 3),
                "earlyStoppingRounds is 3, but no validation rows are evaluated; give some, or set it to 0"
            ),
            (
                .evaluationWithoutValidation,
                "metrics on validation rows were asked for, but there are no validation rows"
            ),
            (
                .labelOutOfRange(.training, row: 4, value: 2, allowed: .whole(0...1)),
                "the training label of row 4 is 2.0; the objective needs whole numbers from 0 to 1"
            ),
            (
                .labelOutOfRange(.validation, row: 0, value: 0, allowed: .positive),
                "the validation label of row 0 is 0.0; the objective needs numbers above 0"
            ),
            (
                .labelOutOfRange(.training, row: 0, value: -1, allowed: .nonNegative),
                "the training label of row 0 is -1.0; the objective needs numbers of at least 0"
            ),
            (
                .labelOutOfRange(.training, row: 0, value: -1, allowed: .unitInterval),
                "the training label of row 0 is -1.0; the objective needs numbers from 0 to 1"
            ),
            (
                .labelOutOfRange(.training, row: 0, value: .nan, allowed: .finite),
                "the training label of row 0 is nan; the objective needs finite numbers"
            ),
            (
                .rankingWithoutGroups(.validation),
                "the validation rows have no groups, but ranking needs to know which rows belong to one query"
            ),
            (.everyLabelZero(.training), "every training label is 0; the objective needs at least one above 0"),
        ]
    )
    func text(error: TreeTrainingJobError, text: String) {
        #expect(error.description == text)
    }
}
