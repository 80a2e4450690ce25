package import Expressions
package import Placement

/// A feature program with its vocabularies fixed: the one implementation that makes training rows and served vectors.
///
/// Two programs with the same `hash` give the same bits for the same inputs.
package struct FrozenProgram: Sendable, Codable {
    /// In the order of the columns; a feature has one column, or one for each category.
    package let features: [FeatureDeclaration]
    /// For each feature, its categories in order; empty for features that have none.
    package let vocabularies: [[String]]
    /// Follows from the two above.
    let plan: FeaturePlan

    private enum CodingKeys: CodingKey { case features, vocabularies }

    /// Fixes the vocabularies to the categories of `examples`, sorted.
    package init(
        _ program: FeatureProgram,
        examples: some Sequence<(workload: Workload, target: Target)>
    ) throws(ExpressionError) {
        var seen = [Set<String>](repeating: [], count: program.features.count)
        for (workload, target) in examples {
            for (index, feature) in program.features.enumerated() {
                guard feature.hasVocabulary, case .expression(let expression) = feature.source else { continue }
                let value = try expression.evaluate { $0.attribute(workload: workload, target: target) }
                if let category = value.text { seen[index].insert(category) }
            }
        }
        self.features = program.features
        self.vocabularies = seen.map { $0.sorted() }
        self.plan = FeaturePlan(features: self.features, vocabularies: self.vocabularies)
    }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        self.features = try container.decode([FeatureDeclaration].self, forKey: .features)
        self.vocabularies = try container.decode([[String]].self, forKey: .vocabularies)
        guard self.vocabularies.count == self.features.count, self.features.allSatisfy(\.isConsistent) else {
            throw DecodingError.dataCorruptedError(
                forKey: .features,
                in: container,
                debugDescription: "the program's features, their sources and vocabularies do not fit together"
            )
        }
        self.plan = FeaturePlan(features: self.features, vocabularies: self.vocabularies)
    }

    // MARK: Columns

    /// One name a column of the vector: the feature's, or `feature=category` for a one-hot column.
    package var columnNames: [String] {
        zip(self.features, self.vocabularies).flatMap { feature, vocabulary in
            feature.transform == .oneHot ? vocabulary.map { "\(feature.name)=\($0)" } : [feature.name]
        }
    }

    /// The columns that hold a category's index.
    package var categoricalColumns: [Int] {
        self.columnFeatures.enumerated().filter { self.features[$0.element].transform == .category }.map(\.offset)
    }

    /// The columns that are the same for every target of one decision, categories left out.
    package var workloadColumns: [Int] {
        self.columnFeatures.enumerated().filter {
            self.features[$0.element].isOfWorkloadOnly && self.features[$0.element].transform != .category
        }.map(\.offset)
    }

    /// The columns that look at these histories.
    package func historyColumns(of scopes: Set<HistoryScope>) -> [Int] {
        self.columnFeatures.enumerated().filter { column in
            guard case .history(let scope, _) = self.features[column.element].source else { return false }
            return scopes.contains(scope)
        }.map(\.offset)
    }

    /// For each column the feature it belongs to.
    package var columnFeatures: [Int] {
        self.features.indices.flatMap { index in
            let width = self.features[index].transform == .oneHot ? self.vocabularies[index].count : 1
            return [Int](repeating: index, count: width)
        }
    }

    // MARK: Vectors

    /// The vectors of one workload on each target, as known just before `moment`.
    ///
    /// - Throws: ``ExpressionError`` when an attribute is of a kind that its feature cannot take.
    /// - Returns: Row-major, one row a target and one column a name of `columnNames`; NaN is missing, and so is a
    ///   category that the vocabulary lacks.
    package func matrix(
        workload: Workload,
        targets: [Target],
        at moment: Timestamp,
        history: any HistorySource
    ) throws(ExpressionError) -> [Double] {
        let prepared = PreparedProgram(self, targets: targets, folding: false)
        return try prepared.matrix(
            workload: workload,
            values: prepared.slots.values(of: workload),
            targets: Array(targets.indices),
            at: moment,
            history: history
        )
    }
}

extension FrozenProgram: Hashable {
    package static func == (left: FrozenProgram, right: FrozenProgram) -> Bool {
        left.features == right.features && left.vocabularies == right.vocabularies
    }

    package func hash(into hasher: inout Hasher) {
        hasher.combine(self.features)
        hasher.combine(self.vocabularies)
    }
}

extension FeatureDeclaration {
    /// Whether the transform is one for this kind of source.
    fileprivate var isConsistent: Bool {
        switch self.source {
        case .expression: self.transform.kind == .expression
        case .code: self.transform.kind == .code
        case .clock: self.transform.kind == .clock
        case .history: self.transform.kind == .history
        }
    }

    fileprivate var hasVocabulary: Bool { self.transform == .category || self.transform == .oneHot }

    /// Whether every target of one decision gets the same value.
    fileprivate var isOfWorkloadOnly: Bool {
        switch self.source {
        case .expression(let expression): expression.names.allSatisfy { $0.path[0] == "workload" }
        case .code, .clock: true
        case .history(let scope, _): scope == .workload
        }
    }
}
