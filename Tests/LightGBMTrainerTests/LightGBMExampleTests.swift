import LightGBMTrainer
import Testing
import Training

/// LightGBM's own example configurations (`examples/*/train.conf`), trained through this binding.
///
/// The expected figures and trees come from LightGBM 4.7.0 itself, one thread, deterministic.
@Suite(
    "LightGBM's examples",
    .enabled(if: ExampleData.shouldRun, "needs ../shared/data/lightgbm_examples")
)
struct LightGBMExampleTests {
    @Test("binary classification gives LightGBM's AUC and trees")
    func binary() throws {
        var parameters = Self.parameters(.binary)
        parameters.metrics = [.binaryLogLoss, .auc]
        parameters.leaves = 63
        parameters.featureFraction = 0.8
        parameters.baggingFrequency = 5
        parameters.baggingFraction = 0.8
        parameters.minDataInLeaf = 50
        parameters.minHessianInLeaf = 5
        let trees = try Self.train(
            ExampleData.table("binary_classification/binary.train", weighted: true),
            ExampleData.table("binary_classification/binary.test", weighted: true),
            parameters
        )
        try Self.expect("auc", of: trees, figure: 0.8316)
        try Self.expectTrees(of: "binary_classification", in: trees)
    }

    @Test("regression gives LightGBM's squared error and trees")
    func regression() throws {
        var parameters = Self.parameters(.l2)
        parameters.learningRate = 0.05
        parameters.featureFraction = 0.9
        parameters.baggingFrequency = 5
        parameters.baggingFraction = 0.8
        parameters.minDataInLeaf = 100
        parameters.minHessianInLeaf = 5
        let trees = try Self.train(
            ExampleData.table("binary_classification/binary.train", weighted: false),
            ExampleData.table("binary_classification/binary.test", weighted: false),
            parameters
        )
        try Self.expect("l2", of: trees, figure: 0.1697)
        try Self.expectTrees(of: "regression", in: trees)
    }

    @Test("multiclass classification gives LightGBM's log loss and trees")
    func multiclass() throws {
        var parameters = Self.parameters(.multiclass(classes: 5))
        parameters.metrics = [.multiclassLogLoss, .multiclassAUC]
        parameters.extra["auc_mu_weights"] = "0,1,2,3,4,5,0,6,7,8,9,10,0,11,12,13,14,15,0,16,17,18,19,20,0"
        parameters.learningRate = 0.05
        let trees = try Self.train(
            ExampleData.table("multiclass_classification/multiclass.train", weighted: false),
            ExampleData.table("multiclass_classification/multiclass.test", weighted: false),
            parameters
        )
        try Self.expect("multi_logloss", of: trees, figure: 1.2340)
        try Self.expectTrees(of: "multiclass_classification", in: trees)
    }

    @Test("ranking gives LightGBM's NDCG and trees")
    func lambdarank() throws {
        var parameters = Self.parameters(.lambdarank)
        parameters.rankingPositions = [1, 3, 5, 10]
        parameters.baggingFrequency = 1
        parameters.baggingFraction = 0.9
        parameters.minDataInLeaf = 50
        parameters.minHessianInLeaf = 5
        let trees = try Self.train(
            ExampleData.ranking("lambdarank/rank.train", featureCount: 301),
            ExampleData.ranking("lambdarank/rank.test", featureCount: 301),
            parameters
        )
        try Self.expect("ndcg@5", of: trees, figure: 0.6546)
        try Self.expect("ndcg@10", of: trees, figure: 0.7243)
        try Self.expectTrees(of: "lambdarank", in: trees)
    }

    /// The examples leave the seed unset, in which case LightGBM's draws start from these numbers.
    private static let unseeded = [
        "data_random_seed": "1", "feature_fraction_seed": "2", "bagging_seed": "3", "objective_seed": "5",
    ]

    private static func parameters(_ objective: TreeObjective) -> BoostingParameters {
        var parameters = BoostingParameters(objective: objective, rounds: 100, seed: 0)
        parameters.extra = Self.unseeded
        return parameters
    }

    private static func train(
        _ training: TreeDataset,
        _ validation: TreeDataset,
        _ parameters: BoostingParameters
    ) throws -> TrainedTrees {
        let job = try TreeTrainingJob(training: training, validation: validation, parameters: parameters)
        return try TestLibrary.trainer().train(job)
    }

    /// A metric on the test rows after the last round against LightGBM's published figure, which has four digits.
    private static func expect(_ metric: String, of trees: TrainedTrees, figure: Double) throws {
        let value = try #require(trees.trace(of: metric, on: .validation)?.values.last)
        #expect(abs(value - figure) < 0.0001, "\(metric) is \(value) instead of \(figure)")
    }

    private static func expectTrees(of example: String, in trees: TrainedTrees) throws {
        let golden = try ExampleData.text("golden/\(example).model.txt")
        // Not compared with #expect on the texts themselves, whose printed difference would fill screens.
        let isEqual = ExampleData.trees(of: trees.modelText) == ExampleData.trees(of: golden)
        #expect(isEqual, "the trees of \(example) are not LightGBM's")
    }
}
