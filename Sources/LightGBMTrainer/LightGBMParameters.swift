internal import Problems
internal import Training

/// `BoostingParameters` in LightGBM's words.
struct LightGBMParameters {
    /// The text that datasets and boosters take: `key=value key=value`, always in the same order.
    let text: String

    /// - Throws: `LightGBMError` for an extra parameter that is unknown, that a property already sets, or that has no
    ///   effect here.
    init(
        _ parameters: BoostingParameters,
        categoricalFeatures: [Int],
        knownNames: [String: String]
    ) throws(LightGBMError) {
        let settings =
            Self.objective(parameters.objective) + Self.method(parameters.method) + Self.shape(parameters)
            + Self.sampling(parameters) + Self.binning(parameters, categoricalFeatures: categoricalFeatures)
            + Self.evaluation(parameters) + Self.execution(parameters)
        let extra = try Self.extra(parameters.extra, settings: settings, knownNames: knownNames)
        self.text = (settings + extra).map { "\($0.name)=\($0.value)" }.joined(separator: " ")
    }

    /// One parameter under LightGBM's name, and the property of `BoostingParameters` that it comes from.
    private struct Setting {
        let name: String
        let value: String
        let property: String

        init(_ name: String, _ value: some CustomStringConvertible, _ property: String) {
            self.name = name
            self.value = value.description
            self.property = property
        }
    }

    private static func objective(_ objective: TreeObjective) -> [Setting] {
        let named = { (name: String) in Setting("objective", name, "objective") }
        return switch objective {
        case .l2: [named("regression")]
        case .l1: [named("regression_l1")]
        case .huber(let delta): [named("huber"), Setting("alpha", delta, "objective.delta")]
        case .quantile(let level): [named("quantile"), Setting("alpha", level, "objective.level")]
        case .mape: [named("mape")]
        case .poisson: [named("poisson")]
        case .gamma: [named("gamma")]
        case .tweedie(let power):
            [named("tweedie"), Setting("tweedie_variance_power", power, "objective.variancePower")]
        case .binary: [named("binary")]
        case .crossEntropy: [named("cross_entropy")]
        case .multiclass(let classes): [named("multiclass"), Setting("num_class", classes, "objective.classes")]
        case .multiclassOneVersusAll(let classes):
            [named("multiclassova"), Setting("num_class", classes, "objective.classes")]
        case .lambdarank: [named("lambdarank")]
        }
    }

    private static func method(_ method: BoostingMethod) -> [Setting] {
        switch method {
        case .gradient: [Setting("boosting", "gbdt", "method")]
        case .randomForest: [Setting("boosting", "rf", "method")]
        case .dart(let dropRate, let maximumDropped, let skipProbability):
            [
                Setting("boosting", "dart", "method"),
                Setting("drop_rate", dropRate, "method.dropRate"),
                Setting("max_drop", maximumDropped, "method.maximumDropped"),
                Setting("skip_drop", skipProbability, "method.skipProbability"),
            ]
        }
    }

    private static func shape(_ parameters: BoostingParameters) -> [Setting] {
        // LightGBM's own sign for "no limit" is −1.
        let depth = parameters.maximumDepth == 0 ? -1 : parameters.maximumDepth
        return [
            Setting("num_iterations", parameters.rounds, "rounds"),
            Setting("learning_rate", parameters.learningRate, "learningRate"),
            Setting("num_leaves", parameters.leaves, "leaves"),
            Setting("max_depth", depth, "maximumDepth"),
            Setting("min_data_in_leaf", parameters.minDataInLeaf, "minDataInLeaf"),
            Setting("min_sum_hessian_in_leaf", parameters.minHessianInLeaf, "minHessianInLeaf"),
            Setting("min_gain_to_split", parameters.minGainToSplit, "minGainToSplit"),
            Setting("linear_tree", parameters.linearTrees, "linearTrees"),
        ]
    }

    private static func sampling(_ parameters: BoostingParameters) -> [Setting] {
        [
            Setting("feature_fraction", parameters.featureFraction, "featureFraction"),
            Setting("bagging_fraction", parameters.baggingFraction, "baggingFraction"),
            Setting("bagging_freq", parameters.baggingFrequency, "baggingFrequency"),
            Setting("lambda_l1", parameters.lambdaL1, "lambdaL1"),
            Setting("lambda_l2", parameters.lambdaL2, "lambdaL2"),
        ]
    }

    private static func binning(_ parameters: BoostingParameters, categoricalFeatures: [Int]) -> [Setting] {
        let settings = [
            Setting("max_bin", parameters.maxBin, "maxBin"),
            Setting("min_data_in_bin", parameters.minDataInBin, "minDataInBin"),
            Setting("min_data_per_group", parameters.minDataPerGroup, "minDataPerGroup"),
            Setting("cat_smooth", parameters.categorySmoothing, "categorySmoothing"),
            Setting("cat_l2", parameters.categoryL2, "categoryL2"),
            Setting("max_cat_threshold", parameters.maxCategoryThreshold, "maxCategoryThreshold"),
            Setting("max_cat_to_onehot", parameters.maxCategoriesOneHot, "maxCategoriesOneHot"),
        ]
        guard !categoricalFeatures.isEmpty else { return settings }
        let indices = categoricalFeatures.map(String.init).joined(separator: ",")
        return settings + [Setting("categorical_feature", indices, "the dataset's categorical features")]
    }

    private static func evaluation(_ parameters: BoostingParameters) -> [Setting] {
        let metrics = parameters.evaluatedMetrics
        var settings = [Setting("metric", metrics.map(\.rawValue).joined(separator: ","), "metrics")]
        if metrics.contains(where: { $0 == .ndcg || $0 == .meanAveragePrecision }) {
            let positions = parameters.rankingPositions.map(String.init).joined(separator: ",")
            settings.append(Setting("eval_at", positions, "rankingPositions"))
        }
        return settings
    }

    /// What makes the same job give the same model: fixed seed, fixed order of sums, fixed histogram layout (LightGBM
    /// would otherwise time both layouts and keep the faster one).
    private static func execution(_ parameters: BoostingParameters) -> [Setting] {
        [
            Setting("seed", parameters.seed, "seed"),
            Setting("num_threads", parameters.threads, "threads"),
            Setting("deterministic", true, "reproducibility"),
            Setting("force_row_wise", true, "reproducibility"),
            Setting("verbosity", 0, "the trainer's log"),
        ]
    }
}

// MARK: Extra parameters

extension LightGBMParameters {
    /// Properties whose parameter is not always written.
    private static let furtherProperties = [
        "alpha": "objective", "tweedie_variance_power": "objective", "num_class": "objective", "drop_rate": "method",
        "max_drop": "method", "skip_drop": "method", "eval_at": "rankingPositions",
        "categorical_feature": "the dataset's categorical features", "early_stopping_round": "earlyStoppingRounds",
        "early_stopping_min_delta": "earlyStoppingMinimumImprovement", "first_metric_only": "the order of metrics",
        "force_col_wise": "reproducibility", "is_provide_training_metric": "the job's evaluated parts",
    ]

    /// Parameters of LightGBM's command line, of its files, of predicting and of training on several machines.
    private static let unavailable: Set = [
        "config", "task", "data", "valid", "input_model", "output_model", "output_result", "snapshot_freq",
        "save_binary", "convert_model", "convert_model_language", "header", "label_column", "weight_column",
        "group_column", "ignore_column", "two_round", "pre_partition", "parser_config_file", "precise_float_parser",
        "metric_freq", "tree_learner", "num_machines", "machines", "machine_list_filename", "local_listen_port",
        "time_out", "start_iteration_predict", "num_iteration_predict", "predict_raw_score", "predict_leaf_index",
        "predict_contrib", "predict_disable_shape_check", "pred_early_stop", "pred_early_stop_freq",
        "pred_early_stop_margin", "refit_decay_rate",
    ]

    private static func extra(
        _ extra: [String: String],
        settings: [Setting],
        knownNames: [String: String]
    ) throws(LightGBMError) -> [Setting] {
        var properties = Self.furtherProperties
        for setting in settings { properties[setting.name] = setting.property }
        var accepted: [String: Setting] = [:]
        for (name, value) in extra.sorted(by: { $0.key < $1.key }) {
            guard let canonical = knownNames[name] else {
                let nearest = nearestName(to: name, among: knownNames.keys.sorted())
                throw .unknownParameter(name: name, nearest: nearest)
            }
            if Self.unavailable.contains(canonical) { throw .unavailableParameter(name: name) }
            if let property = properties[canonical] { throw .parameterHasProperty(name: name, property: property) }
            // Two aliases of one parameter would leave the choice to LightGBM's hash table.
            if let other = accepted[canonical] {
                throw .parameterHasProperty(name: name, property: "extra parameter \"\(other.property)\"")
            }
            accepted[canonical] = Setting(canonical, value, name)
        }
        return accepted.values.sorted { $0.name < $1.name }
    }
}
