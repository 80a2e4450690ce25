extension BoostingKnob {
    /// Every knob, in the order of `BoostingParameters`.
    ///
    /// Ranges are LightGBM's, narrowed where its own check is missing or where a larger value only exhausts memory.
    package static let all: [BoostingKnob] = [
        required("rounds", "Rounds of boosting", \.rounds, 1...100_000),
        required("seed", "Random seed", \.seed, 0...Int(Int32.max)),
        number("learningRate", "Weight of a round's correction", \.learningRate, .excluding(0), .including(10)),
        integer("leaves", "Maximum leaves per tree", \.leaves, 2...131_072),
        integer("maximumDepth", "Maximum splits from root to leaf; 0 for no limit", \.maximumDepth, 0...1_000),
        integer("minDataInLeaf", "Minimum rows in a leaf", \.minDataInLeaf, 0...Int(Int32.max)),
        number("minHessianInLeaf", "Minimum sum of the loss's second derivative in a leaf", \.minHessianInLeaf),
        number("minGainToSplit", "Minimum gain of a split, in units of the loss", \.minGainToSplit),
        toggle("linearTrees", "Fits a linear model in every leaf", \.linearTrees),
        fraction("featureFraction", "Share of the features that a tree may use", \.featureFraction),
        fraction("baggingFraction", "Share of the rows in a bag", \.baggingFraction),
        integer("baggingFrequency", "Rounds between two draws of the bag; 0 trains on all rows", \.baggingFrequency),
        number("lambdaL1", "L1 penalty on leaf values", \.lambdaL1),
        number("lambdaL2", "L2 penalty on leaf values", \.lambdaL2),
        integer("maxBin", "Maximum bins for a feature's values", \.maxBin, 2...65_535),
        integer("minDataInBin", "Minimum rows in a bin", \.minDataInBin, 1...Int(Int32.max)),
        integer("minDataPerGroup", "Minimum rows in a group of categories", \.minDataPerGroup, 1...Int(Int32.max)),
        number("categorySmoothing", "Rows added to each category against noise", \.categorySmoothing),
        number("categoryL2", "L2 penalty on the leaf values of categorical splits", \.categoryL2),
        integer(
            "maxCategoryThreshold",
            "Maximum split points tried for a categorical feature",
            \.maxCategoryThreshold,
            1...Int(Int32.max)
        ),
        integer(
            "maxCategoriesOneHot",
            "Maximum categories for which splits put one category against the rest",
            \.maxCategoriesOneHot,
            1...Int(Int32.max)
        ),
        integer(
            "earlyStoppingRounds",
            "Rounds without improvement after which training ends; 0 never ends early",
            \.earlyStoppingRounds
        ),
        number(
            "earlyStoppingMinimumImprovement",
            "Minimum improvement that counts, in units of the metric",
            \.earlyStoppingMinimumImprovement
        ),
        integer("threads", "Threads that one training uses", \.threads, 1...1_024),
    ]

    /// The parameters that every default is read from; its own three values are never used.
    private static let pristine = BoostingParameters(objective: .l2, rounds: 1, seed: 0)

    private static func required(
        _ key: String,
        _ meaning: String,
        _ path: Path<Int>,
        _ range: ClosedRange<Int>
    ) -> BoostingKnob {
        BoostingKnob(key: key, meaning: meaning, field: .integer(path, range), defaultValue: nil)
    }

    private static func integer(
        _ key: String,
        _ meaning: String,
        _ path: Path<Int>,
        _ range: ClosedRange<Int> = 0...100_000
    ) -> BoostingKnob {
        let value = Value.integer(self.pristine[keyPath: path])
        return BoostingKnob(key: key, meaning: meaning, field: .integer(path, range), defaultValue: value)
    }

    private static func number(
        _ key: String,
        _ meaning: String,
        _ path: Path<Double>,
        _ lower: NumberRange.Bound = .including(0),
        _ upper: NumberRange.Bound = .none
    ) -> BoostingKnob {
        let range = NumberRange(from: lower, to: upper)
        let value = Value.number(self.pristine[keyPath: path])
        return BoostingKnob(key: key, meaning: meaning, field: .number(path, range), defaultValue: value)
    }

    /// A share in (0, 1].
    private static func fraction(
        _ key: String,
        _ meaning: String,
        _ path: Path<Double>
    ) -> BoostingKnob {
        self.number(key, meaning, path, .excluding(0), .including(1))
    }

    private static func toggle(
        _ key: String,
        _ meaning: String,
        _ path: Path<Bool>
    ) -> BoostingKnob {
        let value = Value.toggle(self.pristine[keyPath: path])
        return BoostingKnob(key: key, meaning: meaning, field: .toggle(path), defaultValue: value)
    }
}
