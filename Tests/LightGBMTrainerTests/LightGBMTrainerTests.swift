import LightGBMTrainer
import Testing
import Training

@Suite("LightGBM trainer")
struct LightGBMTrainerTests {
    private static func parameters(
        _ objective: TreeObjective = .l2,
        rounds: Int = 20,
        seed: Int = 7
    ) -> BoostingParameters {
        var parameters = BoostingParameters(objective: objective, rounds: rounds, seed: seed)
        parameters.leaves = 8
        parameters.minDataInLeaf = 5
        return parameters
    }

    private static func train(
        _ parameters: BoostingParameters,
        _ training: TreeDataset,
        validation: TreeDataset? = nil,
        evaluated: [EvaluatedDataset]? = nil
    ) throws -> TrainedTrees {
        let job = try TreeTrainingJob(
            training: training,
            validation: validation,
            parameters: parameters,
            evaluated: evaluated
        )
        return try TestLibrary.trainer().train(job)
    }

    /// The part of the text that training decides; the rest repeats the parameters.
    private static func trees(_ trained: TrainedTrees) -> String {
        ExampleData.trees(of: trained.modelText)
    }

    /// Whether the model text has this line; in a function so that a failure does not print the whole model.
    private static func has(_ line: String, in trained: TrainedTrees) -> Bool {
        trained.modelText.contains("\n\(line)\n")
    }

    /// Whether a line of the model text begins like this.
    private static func hasLine(beginning start: String, in trained: TrainedTrees) -> Bool {
        trained.modelText.contains("\n\(start)")
    }

    @Test(
        "every objective learns, and is named in the model",
        arguments: [
            (TreeObjective.l2, "regression"), (.l1, "regression_l1"), (.huber(delta: 1), "huber"),
            (.quantile(level: 0.9), "quantile"), (.mape, "mape"), (.poisson, "poisson"), (.gamma, "gamma"),
            (.tweedie(variancePower: 1.3), "tweedie"), (.binary, "binary sigmoid:1"),
            (.crossEntropy, "cross_entropy"), (.multiclass(classes: 3), "multiclass num_class:3"),
            (.multiclassOneVersusAll(classes: 3), "multiclassova num_class:3 sigmoid:1"), (.lambdarank, "lambdarank"),
        ]
    )
    func objectives(objective: TreeObjective, name: String) throws {
        let dataset = try GeneratedData.dataset(for: objective)
        let trained = try Self.train(Self.parameters(objective), dataset, evaluated: [.training])
        #expect(Self.has("objective=\(name)", in: trained))
        #expect(Self.has("num_tree_per_iteration=\(objective.treesPerRound)", in: trained))
        #expect(trained.iterations == 20)
        #expect(trained.end == .allRounds)
        #expect(trained.bestIteration == nil)
        let trace = try #require(trained.evaluations.first)
        #expect(trace.dataset == .training)
        #expect(trace.metric.hasPrefix(objective.defaultMetric.rawValue))
        let first = try #require(trace.values.first)
        let last = try #require(trace.values.last)
        #expect(trace.values.count == 20)
        #expect(trace.higherIsBetter ? last > first : last < first)
    }

    @Test("a random forest averages its trees")
    func randomForest() throws {
        var parameters = Self.parameters()
        parameters.method = .randomForest
        parameters.baggingFraction = 0.6
        parameters.baggingFrequency = 1
        let trained = try Self.train(parameters, GeneratedData.dataset())
        #expect(Self.has("average_output", in: trained))
        #expect(Self.has("[boosting: rf]", in: trained))
    }

    @Test("dart trains with its own dropping")
    func dart() throws {
        var parameters = Self.parameters()
        let plain = try Self.train(parameters, GeneratedData.dataset())
        parameters.method = .dart(dropRate: 0.5, maximumDropped: 0, skipProbability: 0)
        let dropping = try Self.train(parameters, GeneratedData.dataset())
        #expect(Self.has("[drop_rate: 0.5]", in: dropping))
        #expect(Self.trees(dropping) != Self.trees(plain))
    }

    @Test("linear trees carry coefficients")
    func linearTrees() throws {
        var parameters = Self.parameters()
        parameters.linearTrees = true
        let trained = try Self.train(parameters, GeneratedData.dataset())
        #expect(Self.hasLine(beginning: "leaf_coeff=", in: trained))
    }

    @Test("the same job gives the same bytes, another seed another model")
    func seeds() throws {
        var parameters = Self.parameters()
        parameters.baggingFraction = 0.7
        parameters.baggingFrequency = 1
        parameters.featureFraction = 0.7
        let dataset = try GeneratedData.dataset()
        let first = try Self.train(parameters, dataset)
        #expect(try Self.train(parameters, dataset) == first)
        parameters.seed += 1
        #expect(try Self.trees(Self.train(parameters, dataset)) != Self.trees(first))
    }

    @Test("two threads give the trees of one", arguments: [TreeObjective.l2, .binary, .lambdarank])
    func threads(objective: TreeObjective) throws {
        var parameters = Self.parameters(objective)
        let dataset = try GeneratedData.dataset(for: objective, rows: 5_000)
        let one = try Self.train(parameters, dataset)
        parameters.threads = 2
        let two = try Self.train(parameters, dataset)
        #expect(Self.trees(one) == Self.trees(two))
        #expect(try Self.train(parameters, dataset) == two)
    }

    @Test("trainings at the same time give what they give alone")
    func concurrency() async throws {
        let jobs = try (0..<8).map { index in
            var parameters = Self.parameters(index.isMultiple(of: 2) ? .l2 : .binary, seed: index)
            parameters.threads = 1 + index / 4
            let dataset = try GeneratedData.dataset(for: parameters.objective, seed: UInt64(index))
            return try TreeTrainingJob(training: dataset, parameters: parameters)
        }
        let trainer = try TestLibrary.trainer()
        let alone = try jobs.map { try trainer.train($0) }
        let together = try await withThrowingTaskGroup(of: (Int, TrainedTrees).self) { group in
            for (index, job) in jobs.enumerated() {
                group.addTask { (index, try trainer.train(job)) }
            }
            var results: [Int: TrainedTrees] = [:]
            for try await (index, trees) in group { results[index] = trees }
            return results
        }
        for (index, trees) in alone.enumerated() { #expect(together[index] == trees) }
    }

    @Test("early stopping keeps the best round and no later one")
    func earlyStopping() throws {
        var parameters = Self.parameters(rounds: 500)
        parameters.learningRate = 0.5
        parameters.earlyStoppingRounds = 5
        parameters.metrics = [.l1, .l2]
        let trained = try Self.train(
            parameters,
            GeneratedData.dataset(rows: 150),
            validation: GeneratedData.dataset(rows: 100, seed: 2)
        )
        let best = try #require(trained.bestIteration)
        let watched = try #require(trained.trace(of: "l1", on: .validation))
        #expect(trained.end == .earlyStopping)
        #expect(watched.values.count == best + 5)
        #expect(watched.values[best - 1] == watched.values.min())
        #expect(trained.iterations == best)
        #expect(Self.has("Tree=\(best - 1)", in: trained))
        #expect(!Self.has("Tree=\(best)", in: trained))
        #expect(trained.trace(of: "l2", on: .validation)?.values.count == best + 5)
        #expect(trained.trace(of: "l1", on: .training) == nil)
    }

    @Test("the model of the best round is the one that so many rounds train")
    func truncation() throws {
        var parameters = Self.parameters(rounds: 500)
        parameters.learningRate = 0.5
        parameters.earlyStoppingRounds = 5
        let training = try GeneratedData.dataset(rows: 150)
        let validation = try GeneratedData.dataset(rows: 100, seed: 2)
        let stopped = try Self.train(parameters, training, validation: validation)
        parameters.rounds = try #require(stopped.bestIteration)
        parameters.earlyStoppingRounds = 0
        let plain = try Self.train(parameters, training, validation: validation)
        #expect(Self.trees(stopped) == Self.trees(plain))
    }

    @Test("early stopping watches a ranking metric upwards, at its first position")
    func earlyStoppingRanking() throws {
        var parameters = Self.parameters(.lambdarank, rounds: 300)
        parameters.rankingPositions = [3, 5]
        parameters.earlyStoppingRounds = 3
        let trained = try Self.train(
            parameters,
            GeneratedData.dataset(for: .lambdarank, rows: 200),
            validation: GeneratedData.dataset(for: .lambdarank, rows: 100, seed: 2)
        )
        let watched = try #require(trained.trace(of: "ndcg@3", on: .validation))
        let best = try #require(trained.bestIteration)
        #expect(watched.higherIsBetter)
        #expect(watched.values[best - 1] == watched.values.max())
    }

    @Test("training and validation are evaluated apart, and progress reports both")
    func progress() throws {
        let job = try TreeTrainingJob(
            training: GeneratedData.dataset(),
            validation: GeneratedData.dataset(rows: 100, seed: 2),
            parameters: Self.parameters(rounds: 3),
            evaluated: [.training, .validation]
        )
        var reports: [BoostingProgress] = []
        let trained = try TestLibrary.trainer().train(job) { reports.append($0) }
        #expect(reports.map(\.round) == [1, 2, 3])
        #expect(reports.allSatisfy { $0.rounds == 3 })
        #expect(trained.evaluations.map(\.dataset) == [.training, .validation])
        for (round, report) in reports.enumerated() {
            #expect(report.evaluations.map(\.value) == trained.evaluations.map { $0.values[round] })
        }
        #expect(trained.evaluations[0].values != trained.evaluations[1].values)
    }

    @Test("weights change the model, and equal ones do not")
    func weights() throws {
        let rows = 300
        let plain = try Self.train(Self.parameters(), GeneratedData.dataset(rows: rows))
        let ones = [Double](repeating: 1, count: rows)
        let equal = try Self.train(Self.parameters(), GeneratedData.dataset(rows: rows, weights: ones))
        let rising = (0..<rows).map { Double($0 % 5) }
        let weighted = try Self.train(Self.parameters(), GeneratedData.dataset(rows: rows, weights: rising))
        let splits = { (trained: TrainedTrees) in
            trained.modelText.split(separator: "\n").filter { $0.hasPrefix("threshold=") }
        }
        #expect(splits(equal) == splits(plain))
        #expect(splits(weighted) != splits(plain))
    }

    @Test("categorical features are split by category")
    func categorical() throws {
        var parameters = Self.parameters()
        parameters.minDataPerGroup = 5
        let categorical = try Self.train(parameters, GeneratedData.dataset(categorical: [2]))
        #expect(Self.hasLine(beginning: "cat_threshold=", in: categorical))
        #expect(Self.has("feature_names=size load kind", in: categorical))
        let numerical = try Self.train(parameters, GeneratedData.dataset(categorical: []))
        #expect(!Self.hasLine(beginning: "cat_threshold=", in: numerical))
    }

    @Test("training on rows that cannot be split ends with a constant, and says so")
    func unsplittable() throws {
        var parameters = Self.parameters()
        parameters.minDataInLeaf = 300
        let trained = try Self.train(parameters, GeneratedData.dataset(), evaluated: [.training])
        #expect(trained.end == .noFurtherSplit)
        #expect(trained.iterations == 1)
        #expect(trained.evaluations.first?.values.count == 1)
        #expect(trained.warnings.contains { $0.contains("no more leaves") })
        #expect(Set(trained.warnings).count == trained.warnings.count)
    }

    @Test("a round that draws an unlucky sample does not end the training")
    func unluckyRound() throws {
        // One feature is constant, so every round that draws it alone finds no split.
        let base = GeneratedData.columns(rows: 200, seed: 1)
        let dataset = try TreeDataset(
            columns: [base[0], [Double](repeating: 1, count: 200)],
            featureNames: ["size", "constant"],
            labels: base[0]
        )
        var parameters = Self.parameters(rounds: 40)
        parameters.featureFraction = 0.5
        parameters.extra = ["feature_pre_filter": "false"]
        let trained = try Self.train(parameters, dataset, evaluated: [.training])
        #expect(trained.end == .allRounds)
        #expect(trained.iterations == trained.evaluations.first?.values.count)
    }

    @Test("LightGBM's own message is in the error")
    func message() throws {
        var parameters = Self.parameters()
        parameters.extra = ["path_smooth": "-1"]
        let error = try #require(throws: LightGBMError.self) {
            try Self.train(parameters, GeneratedData.dataset())
        }
        #expect(error.description.contains("path_smooth"))
        #expect(error.description.hasPrefix("LightGBM: "))
    }

    @Test("a failure while training leaves the next training untouched")
    func failureFrees() throws {
        var linear = Self.parameters(.l1)
        linear.linearTrees = true
        let dataset = try GeneratedData.dataset()
        #expect(throws: LightGBMError.self) { try Self.train(linear, dataset) }
        _ = try Self.train(Self.parameters(), dataset)
    }

    @Test("an extra parameter takes effect, also under another of its names")
    func extra() throws {
        var parameters = Self.parameters()
        parameters.extra = ["path_smooth": "10", "monotone_constraint": "1,0,0"]
        let trained = try Self.train(parameters, GeneratedData.dataset())
        #expect(Self.has("[path_smooth: 10]", in: trained))
        #expect(Self.has("[monotone_constraints: 1,0,0]", in: trained))
    }

    @Test(
        "extra parameters that are unknown, taken or without effect are refused",
        arguments: [
            (
                ["path_smoth": "1"],
                LightGBMError.unknownParameter(name: "path_smoth", nearest: "path_smooth"),
                "extra parameter \"path_smoth\" is unknown to LightGBM; nearest name: \"path_smooth\""
            ),
            (
                ["colour": "1"],
                .unknownParameter(name: "colour", nearest: nil),
                "extra parameter \"colour\" is unknown to LightGBM"
            ),
            (
                ["eta": "0.3"],
                .parameterHasProperty(name: "eta", property: "learningRate"),
                "extra parameter \"eta\" is set by learningRate; set that instead"
            ),
            (
                ["drop_rate": "0.3"],
                .parameterHasProperty(name: "drop_rate", property: "method"),
                "extra parameter \"drop_rate\" is set by method; set that instead"
            ),
            (
                ["early_stopping_round": "3"],
                .parameterHasProperty(name: "early_stopping_round", property: "earlyStoppingRounds"),
                "extra parameter \"early_stopping_round\" is set by earlyStoppingRounds; set that instead"
            ),
            (
                ["monotone_constraints": "1,0,0", "mc": "0,0,1"],
                .parameterHasProperty(name: "monotone_constraints", property: "extra parameter \"mc\""),
                "extra parameter \"monotone_constraints\" is set by extra parameter \"mc\"; set that instead"
            ),
            (
                ["machines": "a"],
                .unavailableParameter(name: "machines"),
                "extra parameter \"machines\" concerns LightGBM's own files and machines and has no effect here"
            ),
        ]
    )
    func refusedExtra(extra: [String: String], expected: LightGBMError, text: String) throws {
        var parameters = Self.parameters()
        parameters.extra = extra
        let error = try #require(throws: LightGBMError.self) { try Self.train(parameters, GeneratedData.dataset()) }
        #expect(error == expected)
        #expect(error.description == text)
    }

    @Test("what progress throws ends the training")
    func progressThrows() throws {
        struct Enough: Error {}
        let job = try TreeTrainingJob(training: GeneratedData.dataset(), parameters: Self.parameters())
        var rounds = 0
        #expect(throws: Enough.self) {
            try TestLibrary.trainer().train(job) { progress in
                rounds = progress.round
                if progress.round == 3 { throw Enough() }
            }
        }
        #expect(rounds == 3)
    }

    @Test("a cancelled task ends its training before the next round")
    func cancellation() async throws {
        let trainer = try TestLibrary.trainer()
        let job = try TreeTrainingJob(training: GeneratedData.dataset(), parameters: Self.parameters(rounds: 100_000))
        let task = Task {
            try trainer.train(job) { progress in
                if progress.round == 2 { withUnsafeCurrentTask { $0?.cancel() } }
                #expect(progress.round <= 2)
            }
        }
        await #expect(throws: CancellationError.self) { try await task.value }
    }

    @Test("ten rows are enough to train on")
    func tenRows() throws {
        let trained = try Self.train(Self.parameters(), GeneratedData.dataset(rows: 10, categorical: []))
        #expect(trained.iterations >= 1)
        #expect(trained.libraryDescription.hasPrefix("LightGBM "))
    }
}
