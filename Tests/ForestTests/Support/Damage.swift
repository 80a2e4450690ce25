import Testing

/// A damaged model and what its refusal must say.
struct Damage: CustomTestStringConvertible, Sendable {
    let testDescription: String
    let text: String
    let says: String

    init(_ name: String, _ text: String, _ says: String) {
        (self.testDescription, self.text, self.says) = (name, text, says)
    }
}

extension Damage {
    private static let good = SmallModel()

    private static func replacing(_ old: String, _ new: String) -> String {
        let parts = Self.good.text.split(separator: old, maxSplits: 1, omittingEmptySubsequences: false)
        return parts.joined(separator: new)
    }

    static let headers = [
        Damage("an empty text", "", "line 1: this is not a LightGBM model: found ''"),
        Damage("another file", "{\"version\": 1}\n", "line 1: this is not a LightGBM model: found '{\"version\": 1}"),
        Damage(
            "a future version",
            Self.good.header("version", "v5").text,
            "line 2: version: found 'v5', allowed: v2"
        ),
        Damage(
            "no classes",
            Self.good.header("num_class", "0").text,
            "line 3: num_class: found '0', allowed: a whole"
        ),
        Damage("huge classes", Self.good.header("num_class", "999999999999").text, "line 3: num_class: found '9999999"),
        Damage("no number", Self.good.header("num_class", "1x").text, "line 3: num_class: found '1x'"),
        Damage("too many digits", Self.good.header("num_class", "1000000000000000000000").text, "line 3: num_class"),
        Damage("more trees an iteration", Self.good.header("num_tree_per_iteration", "2").text, "line 4: num_tree_per"),
        Damage("no label", Self.good.header("label_index", nil).text, "the key 'label_index' is missing"),
        Damage(
            "a huge row",
            Self.good.header("max_feature_idx", "2147483646").text,
            "found 2 values, allowed: max_fea"
        ),
        Damage(
            "a name too few",
            Self.good.header("feature_names", "size").text,
            "line 8: feature_names: found 1 values"
        ),
        Damage(
            "an info too many",
            Self.good.header("feature_infos", "none none none").text,
            "line 9: feature_infos: found 3"
        ),
        Damage("a strange info", Self.good.header("feature_infos", "none [1;2]").text, "feature_infos: found '[1;2]'"),
        Damage("a strange range", Self.good.header("feature_infos", "none [a:2]").text, "feature_infos: found 'a'"),
        Damage(
            "an unknown objective",
            Self.good.header("objective", "regresion").text,
            "line 7: objective: found 'regresion'"
        ),
        Damage("an empty objective", Self.good.header("objective", "").text, "line 7: objective: found ''"),
        Damage("no steepness", Self.good.header("objective", "binary").text, "found 'sigmoid:', allowed: a finite"),
        Damage("a zero steepness", Self.good.header("objective", "binary sigmoid:0").text, "found 'sigmoid:0'"),
        Damage(
            "other classes",
            Self.good.header("objective", "multiclass num_class:3").text,
            "found 'num_class:3', allowed: num_class:1"
        ),
        Damage("a strange word", Self.good.header("objective", "quantile q").text, "objective: found 'q'"),
        Damage(
            "an unknown key",
            Self.good.header("label_index", "0\nlabel=0").text,
            "found the key 'label', allowed: average_output"
        ),
        Damage(
            "a key twice",
            Self.good.header("label_index", "0\nlabel_index=0").text,
            "line 6: found the key 'label_index' a second"
        ),
        Damage(
            "a flag twice",
            Self.good.header("label_index", "0\naverage_output\naverage_output").text,
            "line 7: found the key 'average_output' a"
        ),
        Damage(
            "no key",
            Self.good.header("label_index", "0\nnonsense").text,
            "line 6: found 'nonsense', allowed: a line 'key=value'"
        ),
        Damage(
            "constraints",
            Self.good.header("label_index", "0\nmonotone_constraints=1").text,
            "monotone_constraints: found 1 values"
        ),
    ]

    static let trees = [
        Damage("no leaf count", Self.good.tree(0, "num_leaves", nil).text, "the key 'num_leaves' is missing"),
        Damage(
            "huge leaves",
            Self.good.tree(0, "num_leaves", "2000000000").text,
            "leaf_value: found 3 values, allowed: 2000000000"
        ),
        Damage("no leaves", Self.good.tree(0, "num_leaves", "0").text, "num_leaves: found '0'"),
        Damage(
            "a leaf too few",
            Self.good.tree(0, "leaf_value", "1 2").text,
            "line 21: leaf_value: found 2 values, allowed: 3"
        ),
        Damage(
            "a NaN leaf",
            Self.good.tree(0, "leaf_value", "1 nan 2").text,
            "line 21: leaf_value: found 'nan', allowed: a finite"
        ),
        Damage("an infinite leaf", Self.good.tree(0, "leaf_value", "1 inf 2").text, "leaf_value: found 'inf'"),
        Damage("an overflowing leaf", Self.good.tree(0, "leaf_value", "1 1e999 2").text, "leaf_value: found '1e999'"),
        Damage("a hexadecimal leaf", Self.good.tree(0, "leaf_value", "1 0x1p3 2").text, "leaf_value: found '0x1p3'"),
        Damage(
            "a NaN threshold",
            Self.good.tree(0, "threshold", "nan 0").text,
            "threshold: found 'nan', allowed: a decimal number or"
        ),
        Damage(
            "a feature out of range",
            Self.good.tree(0, "split_feature", "0 2").text,
            "split_feature: found '2', allowed: a whole number from 0 to 1"
        ),
        Damage("a negative feature", Self.good.tree(0, "split_feature", "0 -1").text, "split_feature: found '-1'"),
        Damage(
            "a child out of range",
            Self.good.tree(0, "left_child", "2 -1").text,
            "left_child: found '2', allowed: a whole number from -3 to 1"
        ),
        Damage(
            "a circle",
            Self.good.tree(0, "left_child", "0 -1").text,
            "line 19: the splits do not form a tree: found child 0 of split 0"
        ),
        Damage("a leaf with two parents", Self.good.tree(0, "right_child", "-3 -1").text, "found child -1 of split 1"),
        Damage("a split with two parents", Self.good.tree(0, "right_child", "1 -2").text, "found child 1 of split 0"),
        Damage("an unknown rule", Self.good.tree(0, "decision_type", "10 12").text, "decision_type: found '12'"),
        Damage(
            "a set too many",
            Self.good.tree(0, "num_cat", "2").text,
            "cat_boundaries: found 2 values, allowed: 3"
        ),
        Damage(
            "no sets",
            Self.good.tree(0, "num_cat", "0").text,
            "threshold: found '0.0 for categorical split 1', allowed: the next of 0"
        ),
        Damage("a set unused", Self.good.tree(0, "decision_type", "10 8").text, "num_cat: found '1', allowed: 0"),
        Damage(
            "another set",
            Self.good.tree(0, "threshold", "1.5 1").text,
            "threshold: found '1.0 for categorical split 1'"
        ),
        Damage(
            "boundaries that fall",
            Self.good.tree(0, "cat_boundaries", "2 0").text,
            "cat_boundaries: found '2 0', allowed: a rising"
        ),
        Damage("boundaries too far", Self.good.tree(0, "cat_boundaries", "0 3").text, "cat_boundaries: found '0 3'"),
        Damage("no boundaries", Self.good.tree(0, "cat_boundaries", nil).text, "the key 'cat_boundaries' is missing"),
        Damage(
            "a word too large",
            Self.good.tree(0, "cat_threshold", "5 4294967296").text,
            "cat_threshold: found '4294967296'"
        ),
        Damage(
            "row counts that do not add up",
            Self.good.tree(0, "internal_count", "60 31").text,
            "internal_count: found '60 for split 0', allowed: 61"
        ),
        Damage("a gain that is not a number", Self.good.tree(0, "split_gain", "5 x").text, "split_gain: found 'x'"),
        Damage("weights that are no numbers", Self.good.tree(0, "leaf_weight", "1 2 y").text, "leaf_weight: found 'y'"),
        Damage("a shrinkage that is none", Self.good.tree(1, "shrinkage", "0,1").text, "shrinkage: found '0,1'"),
        Damage("no linear models", Self.good.tree(1, "is_linear", "1").text, "the key 'leaf_const' is missing"),
        Damage(
            "coefficients too few",
            Self.good.tree(1, "is_linear", "1\nleaf_const=0 0\nnum_features=1 2\nleaf_features=0  0 1 \nleaf_coeff=1 2")
                .text,
            "leaf_coeff: found 2 values, allowed: 3"
        ),
        Damage(
            "a set in a tree without splits",
            SmallModel(trees: [["num_leaves=1", "num_cat=1", "leaf_value=1"]]).text,
            "num_cat: found '1', allowed: 0"
        ),
        Damage(
            "splits in a tree without splits",
            SmallModel(trees: [["num_leaves=1", "num_cat=0", "leaf_value=1", "threshold=3"]]).text,
            "threshold: found 1 values, allowed: 0"
        ),
        Damage(
            "an unknown tree key",
            Self.good.tree(0, "num_cat", "1\nnum_dog=1").text,
            "found the key 'num_dog', allowed: cat_boundaries"
        ),
        Damage(
            "a tree key twice",
            Self.good.tree(0, "num_cat", "1\nnum_cat=1").text,
            "found the key 'num_cat' a second time"
        ),
    ]

    static let frames = [
        Damage(
            "a wrong size",
            SmallModel(treeSizes: "100 200").text,
            "line 12: tree 0 takes 320 bytes, but tree_sizes declares 100"
        ),
        Damage(
            "a size too few",
            SmallModel(treeSizes: "320").text,
            "tree_sizes: found 1 values, allowed: one for each tree"
        ),
        Damage(
            "a size too many",
            Self.replacing("\n\nTree=0", " 5\n\nTree=0"),
            "line 10: tree_sizes: found 3 values, allowed: 2 trees"
        ),
        Damage("a huge size", SmallModel(treeSizes: "1 99999999999").text, "tree_sizes: found '99999999999'"),
        Damage("a tree out of turn", Self.replacing("Tree=1", "Tree=2"), "found 'Tree=2', allowed: 'Tree=1'"),
        Damage(
            "a lost tree",
            Self.replacing("Tree=1", "tree=1"),
            "found 'tree=1', allowed: 'Tree=1' or 'end of trees'"
        ),
        Damage(
            "half an iteration",
            Self.good.header("objective", nil).header("num_tree_per_iteration", nil).header("num_class", "4").text,
            "Tree: found 2 values, allowed: a multiple of num_class = 4"
        ),
        Damage(
            "no end of trees",
            Self.replacing("end of trees", "the end"),
            "found 'the end', allowed: 'Tree=2' or 'end of trees'"
        ),
        Damage(
            "an importance of nothing",
            Self.replacing("kind=1", "kin=1"),
            "found the key 'kin', allowed: the feature names"
        ),
        Damage("an importance twice", Self.replacing("kind=1", "size=1"), "found the key 'size' a second time"),
        Damage(
            "an importance that is none",
            Self.replacing("kind=1", "kind=one"),
            "kind: found 'one', allowed: a whole number above 0"
        ),
        Damage(
            "an importance without a number",
            Self.replacing("kind=1", "kind"),
            "found 'kind', allowed: 'feature=importance'"
        ),
        Damage(
            "a strange parameter",
            Self.replacing("[boosting: gbdt]", "boosting: gbdt"),
            "found 'boosting: gbdt', allowed: '[name: value]'"
        ),
        Damage(
            "no end of parameters",
            Self.replacing("end of parameters", ""),
            "found 'pandas_categorical:null', allowed: '[name: value]'"
        ),
        Damage(
            "a strange tail",
            Self.replacing("pandas_categorical:null", "pandas"),
            "found 'pandas', allowed: 'feature_importances:'"
        ),
        Damage("no importances", SmallModel(tail: ["end of trees"]).text, "it ends before 'feature_importances:'"),
        Damage(
            "importances lost",
            SmallModel(tail: ["end of trees", "", "feature_importances:", "size=2"]).text,
            "before the end of 'feature_imp"
        ),
        Damage("a parser without end", Self.good.text + "\nparser:\nx\n", "it ends before 'end of parser'"),
    ]
}
