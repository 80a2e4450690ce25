/// Reads one `Tree=` section.
struct TreeParser {
    let section: ModelSection
    let featureCount: Int

    /// Every key that LightGBM 2 to 4 writes for a tree.
    static let keys: Set<String> = [
        "cat_boundaries", "cat_threshold", "decision_type", "has_categorical", "internal_count", "internal_value",
        "internal_weight", "is_linear", "leaf_coeff", "leaf_const", "leaf_count", "leaf_depth", "leaf_features",
        "leaf_parent", "leaf_value", "leaf_weight", "left_child", "max_depth", "num_cat", "num_features", "num_leaves",
        "right_child", "shrinkage", "split_feature", "split_gain", "threshold",
    ]

    func tree() throws(ModelFormatError) -> DecisionTree {
        let leafCount = try self.section.integer("num_leaves", in: 1...Int(Int32.max))
        let categoricalCount = try self.section.integer("num_cat", in: 0...Int(Int32.max))
        let leafValues = try self.section.numbers("leaf_value", count: leafCount, in: .finite)
        try self.checkUnused(leafCount: leafCount)
        let splits = leafCount == 1 ? [] : try self.splits(leafCount - 1, categoricalCount: categoricalCount)
        if leafCount == 1, categoricalCount != 0 {
            throw self.section.refusal("num_cat", found: "\(categoricalCount)", allowed: "0 in a tree without splits")
        }
        let rowCounts = try self.optionalIntegers("leaf_count", leafCount, in: 0...Int(Int32.max))
        let tree = DecisionTree(
            splits: splits,
            leafValues: leafValues,
            leafCounts: rowCounts,
            linear: try self.linearLeaves(leafCount)
        )
        try self.checkShape(tree)
        try self.checkRowCounts(tree)
        return tree
    }

    private func splits(_ count: Int, categoricalCount: Int) throws(ModelFormatError) -> [DecisionTree.Split] {
        let children = -(count + 1)...count - 1
        let features = try self.section.integers("split_feature", count: count, in: 0...self.featureCount - 1)
        let thresholds = try self.section.numbers("threshold", count: count, in: .ordered)
        let left = try self.section.integers("left_child", count: count, in: children)
        let right = try self.section.integers("right_child", count: count, in: children)
        let gains = try self.optionalNumbers("split_gain", count)
        let rowCounts = try self.optionalIntegers("internal_count", count, in: 0...Int(Int32.max))
        let types =
            self.section.has("decision_type")
            ? try self.section.integers("decision_type", count: count, in: 0...11) : Array(repeating: 0, count: count)
        let bitsets = try self.bitsets(categoricalCount)
        var usedBitsets = 0
        var splits: [DecisionTree.Split] = []
        splits.reserveCapacity(count)
        for index in 0..<count {
            let rule: DecisionTree.Rule
            if types[index] & 1 == 1 {
                guard thresholds[index] == Double(usedBitsets), usedBitsets < bitsets.count else {
                    throw self.section.refusal(
                        "threshold",
                        found: "\(thresholds[index]) for categorical split \(index)",
                        allowed: "the next of \(bitsets.count) sets, \(usedBitsets)"
                    )
                }
                rule = .categorical(bits: bitsets[usedBitsets])
                usedBitsets += 1
            } else {
                rule = .numerical(threshold: thresholds[index], missing: Self.missing(types[index]))
            }
            splits.append(
                DecisionTree.Split(
                    feature: features[index],
                    rule: rule,
                    left: left[index],
                    right: right[index],
                    gain: gains.isEmpty ? 0 : Double(Float(gains[index])),
                    rowCount: rowCounts.isEmpty ? 0 : rowCounts[index]
                )
            )
        }
        guard usedBitsets == categoricalCount else {
            throw self.section.refusal(
                "num_cat",
                found: "\(categoricalCount)",
                allowed: "\(usedBitsets), the categorical splits of this tree"
            )
        }
        return splits
    }

    private static func missing(_ type: Int) -> DecisionTree.Missing {
        let goesLeft = type & 2 == 2
        return switch type >> 2 {
        case 1: goesLeft ? .zeroLeft : .zeroRight
        case 2: goesLeft ? .nanLeft : .nanRight
        default: .none
        }
    }

    private func bitsets(_ count: Int) throws(ModelFormatError) -> [[UInt32]] {
        guard count > 0 else { return [] }
        let wordCount = try self.section.wordCount("cat_threshold")
        let boundaries = try self.section.integers("cat_boundaries", count: count + 1, in: 0...Int(Int32.max))
        let words = try self.section.integers("cat_threshold", count: wordCount, in: 0...Int(UInt32.max))
        guard boundaries.first == 0, boundaries.last == wordCount,
            zip(boundaries, boundaries.dropFirst()).allSatisfy({ $0 < $1 })
        else {
            throw self.section.refusal(
                "cat_boundaries",
                found: self.section.lines.excerpt(try self.section.value("cat_boundaries")),
                allowed: "a rising list from 0 to the \(wordCount) words of cat_threshold"
            )
        }
        return zip(boundaries, boundaries.dropFirst()).map { words[$0..<$1].map(UInt32.init) }
    }

    private func linearLeaves(_ leafCount: Int) throws(ModelFormatError) -> [DecisionTree.LinearLeaf]? {
        guard self.section.has("is_linear"), try self.section.integer("is_linear", in: 0...1) == 1 else { return nil }
        let constants = try self.section.numbers("leaf_const", count: leafCount, in: .finite)
        let counts = try self.section.integers("num_features", count: leafCount, in: 0...self.featureCount)
        let total = counts.reduce(0, +)
        let features = try self.section.integers("leaf_features", count: total, in: 0...self.featureCount - 1)
        let coefficients = try self.section.numbers("leaf_coeff", count: total, in: .finite)
        var start = 0
        return zip(constants, counts).map { constant, count in
            defer { start += count }
            return DecisionTree.LinearLeaf(
                constant: constant,
                features: Array(features[start..<start + count]),
                coefficients: Array(coefficients[start..<start + count])
            )
        }
    }

    /// Lists that scoring does without may be absent or empty, as LightGBM leaves them when it saves a model it loaded.
    private func optionalIntegers(
        _ key: String,
        _ count: Int,
        in allowed: ClosedRange<Int>
    ) throws(ModelFormatError) -> [Int] {
        guard self.section.has(key), try !self.section.isEmpty(key) else { return [] }
        return try self.section.integers(key, count: count, in: allowed)
    }

    private func optionalNumbers(_ key: String, _ count: Int) throws(ModelFormatError) -> [Double] {
        guard self.section.has(key), try !self.section.isEmpty(key) else { return [] }
        return try self.section.numbers(key, count: count, in: .any)
    }

    /// Reads what nobody needs, so that damage there is noticed too.
    private func checkUnused(leafCount: Int) throws(ModelFormatError) {
        _ = try self.optionalNumbers("leaf_weight", leafCount)
        _ = try self.optionalNumbers("internal_value", leafCount - 1)
        _ = try self.optionalNumbers("internal_weight", leafCount - 1)
        if self.section.has("shrinkage") {
            _ = try self.section.number(try self.section.value("shrinkage"), "shrinkage", in: .finite)
        }
        guard leafCount == 1 else { return }
        for key in ["split_feature", "threshold", "left_child", "right_child"] where self.section.has(key) {
            _ = try self.section.integers(key, count: 0, in: 0...0)
        }
    }

    /// Every split but the root and every leaf is the child of exactly one split that comes before it.
    private func checkShape(_ tree: DecisionTree) throws(ModelFormatError) {
        var splitSeen = [Bool](repeating: false, count: tree.splits.count)
        var leafSeen = [Bool](repeating: false, count: tree.leafValues.count)
        for (parent, split) in tree.splits.enumerated() {
            for (key, child) in [("left_child", split.left), ("right_child", split.right)] {
                let isKnown = child < 0 ? leafSeen[~child] : child <= parent || splitSeen[child]
                guard !isKnown else {
                    throw ModelFormatError(
                        line: self.section.line(of: key),
                        fault: .brokenTree(
                            found: "child \(child) of split \(parent)",
                            allowed: "each leaf once, and each later split once"
                        )
                    )
                }
                if child < 0 { leafSeen[~child] = true } else { splitSeen[child] = true }
            }
        }
    }

    /// Where the file counts training rows, a split has as many as its children together.
    private func checkRowCounts(_ tree: DecisionTree) throws(ModelFormatError) {
        guard !tree.leafCounts.isEmpty, tree.splits.contains(where: { $0.rowCount != 0 }) else { return }
        func rows(_ child: Int) -> Int { child < 0 ? tree.leafCounts[~child] : tree.splits[child].rowCount }
        for (index, split) in tree.splits.enumerated() {
            let below = rows(split.left) + rows(split.right)
            guard split.rowCount == below else {
                throw self.section.refusal(
                    "internal_count",
                    found: "\(split.rowCount) for split \(index)",
                    allowed: "\(below), the rows of its children"
                )
            }
        }
    }
}
