/// Reads LightGBM's text model, versions 2 to 4.
///
/// - SeeAlso: `SaveModelToString` and `LoadModelFromString` in LightGBM's `src/boosting/gbdt_model_text.cpp`.
struct ModelParser {
    private var lines: ModelLines

    init(_ bytes: [UInt8]) { self.lines = ModelLines(bytes) }

    private static let headerKeys: Set<String> = [
        "average_output", "feature_infos", "feature_names", "label_index", "max_feature_idx", "monotone_constraints",
        "num_class", "num_tree_per_iteration", "objective", "tree_sizes", "version",
    ]
    /// More classes than any model has, and few enough that nothing overflows.
    private static let mostClasses = 100_000

    /// What the parser found, before tables are made of it.
    struct Model {
        var header: ModelHeader
        var trees: [DecisionTree] = []
        var importances: [String: Int] = [:]
        var parameters: [ModelParameter] = []
        var pandasCategories: String?
    }

    mutating func model() throws(ModelFormatError) -> Model {
        guard let first = self.lines.next(), self.lines.isLine(first, "tree") else {
            let found = self.lines.bytes.isEmpty ? "" : self.lines.excerpt(0..<min(40, self.lines.bytes.count))
            throw ModelFormatError(line: 1, fault: .notAModel(found: found))
        }
        var section = ModelSection(self.lines)
        let firstTreeLine = try self.readHeader(into: &section)
        let header = try Self.header(section)
        var model = Model(header: header)
        try self.readTrees(from: firstTreeLine, section, into: &model)
        try self.readTail(into: &model)
        return model
    }

    /// Reads up to the first tree, or to the end of the trees, and returns that line.
    private mutating func readHeader(into section: inout ModelSection) throws(ModelFormatError) -> ModelLines.Line {
        while let line = self.lines.nextFilled() {
            section.lastLine = line.number
            if self.lines.begins(line, with: "Tree=") || self.isEndOfTrees(line) { return line }
            if self.lines.isLine(line, "average_output") {
                try section.addFlag("average_output", line)
            } else {
                try section.add(line, allowed: Self.headerKeys)
            }
        }
        throw self.cutShort(before: "'end of trees'")
    }

    private static func header(_ section: ModelSection) throws(ModelFormatError) -> ModelHeader {
        let version = section.has("version") ? try section.text("version") : "v2"
        guard ["v2", "v3", "v4"].contains(version) else {
            throw section.refusal("version", found: version, allowed: "v2, v3 or v4")
        }
        let classes = try section.integer("num_class", in: 1...Self.mostClasses)
        if section.has("num_tree_per_iteration") {
            _ = try section.integer("num_tree_per_iteration", in: classes...classes)
        }
        let labelIndex = try section.integer("label_index", in: 0...Int(Int32.max))
        let featureCount = try section.integer("max_feature_idx", in: 0...Int(Int32.max) - 1) + 1
        let names = try section.lines.words(section.value("feature_names")).map(section.lines.text)
        let infos = try section.lines.words(section.value("feature_infos"))
        for (key, count) in [("feature_names", names.count), ("feature_infos", infos.count)] {
            guard count == featureCount else {
                throw ModelFormatError(
                    line: section.line(of: key),
                    fault: .wrongCount(key: key, found: count, allowed: "max_feature_idx + 1 = \(featureCount)")
                )
            }
        }
        if section.has("monotone_constraints") {
            _ = try section.integers("monotone_constraints", count: featureCount, in: -1...1)
        }
        var featureInfos: [FeatureInfo] = []
        for word in infos { featureInfos.append(try self.featureInfo(word, section)) }
        return ModelHeader(
            version: version,
            outputCount: classes,
            labelIndex: labelIndex,
            featureNames: names,
            featureInfos: featureInfos,
            objective: try self.objective(section, classes: classes),
            averagesTrees: section.has("average_output")
        )
    }

    private static func objective(_ section: ModelSection, classes: Int) throws(ModelFormatError) -> Objective {
        guard section.has("objective") else { return .custom }
        let text = try section.text("objective")
        do {
            return try Objective(parsing: text, classes: classes)
        } catch {
            throw section.refusal("objective", found: error.found, allowed: error.allowed)
        }
    }

    private static func featureInfo(
        _ word: Range<Int>,
        _ section: ModelSection
    ) throws(ModelFormatError) -> FeatureInfo {
        let text = section.lines.text(word)
        if text == "none" { return .unused }
        if text.hasPrefix("["), text.hasSuffix("]"),
            let colon = section.lines.bytes[word].firstIndex(of: UInt8(ascii: ":"))
        {
            let low = try section.number(word.lowerBound + 1..<colon, "feature_infos", in: .any)
            let high = try section.number(colon + 1..<word.upperBound - 1, "feature_infos", in: .any)
            return .range(minimum: low, maximum: high)
        }
        let categories = text.split(separator: ":", omittingEmptySubsequences: false).map { Int($0) }
        guard !categories.contains(nil) else {
            throw section.refusal("feature_infos", found: text, allowed: "'none', '[low:high]' or categories '0:1:2'")
        }
        return .categories(categories.compactMap(\.self))
    }

    /// Reads trees from the line of the first one to the end of the trees, and checks them against `tree_sizes`.
    private mutating func readTrees(
        from firstLine: ModelLines.Line,
        _ header: ModelSection,
        into model: inout Model
    ) throws(ModelFormatError) {
        let sizes =
            header.has("tree_sizes")
            ? try header.integers(
                "tree_sizes",
                count: try header.wordCount("tree_sizes"),
                in: 1...max(1, self.lines.bytes.count)
            ) : nil
        var line = firstLine
        while self.lines.begins(line, with: "Tree=") {
            let start = line.range.lowerBound
            let index = model.trees.count
            guard self.lines.text(line.range) == "Tree=\(index)" else {
                throw ModelFormatError(
                    line: line.number,
                    fault: .malformedLine(found: self.lines.excerpt(line.range), allowed: "'Tree=\(index)'")
                )
            }
            if let sizes, index >= sizes.count {
                throw ModelFormatError(
                    line: line.number,
                    fault: .wrongCount(key: "tree_sizes", found: sizes.count, allowed: "one for each tree")
                )
            }
            model.trees.append(try self.tree(featureCount: model.header.featureNames.count))
            guard let next = self.lines.nextFilled() else { throw self.cutShort(before: "'end of trees'") }
            if let sizes, next.range.lowerBound - start != sizes[index] {
                throw ModelFormatError(
                    line: line.number,
                    fault: .wrongTreeSize(
                        tree: index,
                        foundBytes: next.range.lowerBound - start,
                        declaredBytes: sizes[index]
                    )
                )
            }
            line = next
        }
        guard self.isEndOfTrees(line) else {
            throw ModelFormatError(
                line: line.number,
                fault: .malformedLine(
                    found: self.lines.excerpt(line.range),
                    allowed: "'Tree=\(model.trees.count)' or 'end of trees'"
                )
            )
        }
        if let sizes, sizes.count != model.trees.count {
            throw ModelFormatError(
                line: header.line(of: "tree_sizes"),
                fault: .wrongCount(key: "tree_sizes", found: sizes.count, allowed: "\(model.trees.count) trees")
            )
        }
        guard model.trees.count % model.header.outputCount == 0 else {
            throw ModelFormatError(
                line: line.number,
                fault: .wrongCount(
                    key: "Tree",
                    found: model.trees.count,
                    allowed: "a multiple of num_class = \(model.header.outputCount)"
                )
            )
        }
        if self.lines.begins(line, with: "feature") { try self.readImportances(into: &model) }
    }

    private mutating func tree(featureCount: Int) throws(ModelFormatError) -> DecisionTree {
        var section = ModelSection(self.lines)
        while let line = self.lines.next() {
            section.lastLine = line.number
            if line.range.isEmpty { return try TreeParser(section: section, featureCount: featureCount).tree() }
            try section.add(line, allowed: TreeParser.keys)
        }
        throw self.cutShort(before: "the end of a tree")
    }

    /// Version 2 once went from its trees straight to the importances.
    private func isEndOfTrees(_ line: ModelLines.Line) -> Bool {
        self.lines.isLine(line, "end of trees") || self.isImportances(line)
    }

    private func isImportances(_ line: ModelLines.Line) -> Bool {
        self.lines.isLine(line, "feature_importances:") || self.lines.isLine(line, "feature importances:")
    }

    private mutating func readTail(into model: inout Model) throws(ModelFormatError) {
        var sawImportances = model.header.version == "v2"
        while let line = self.lines.nextFilled() {
            if self.isImportances(line) {
                sawImportances = true
                try self.readImportances(into: &model)
            } else if self.lines.isLine(line, "parameters:") {
                model.parameters = try self.readParameters()
            } else if self.lines.isLine(line, "parser:") {
                try self.skip(to: "end of parser")
            } else if self.lines.begins(line, with: "pandas_categorical:") {
                let start = line.range.lowerBound + "pandas_categorical:".utf8.count
                model.pandasCategories = self.lines.text(start..<line.range.upperBound)
            } else {
                throw ModelFormatError(
                    line: line.number,
                    fault: .malformedLine(
                        found: self.lines.excerpt(line.range),
                        allowed: "'feature_importances:', 'parameters:', 'parser:' or 'pandas_categorical:'"
                    )
                )
            }
        }
        guard sawImportances else { throw self.cutShort(before: "'feature_importances:'") }
    }

    private mutating func readImportances(into model: inout Model) throws(ModelFormatError) {
        let names = Set(model.header.featureNames)
        var section = ModelSection(self.lines)
        while let line = self.lines.next() {
            if line.range.isEmpty { return }
            guard line.isComplete else { throw self.cutShort(before: "the end of 'feature_importances:'") }
            // A name may itself hold '=', so the number stands after the last one.
            guard let equals = self.lines.bytes[line.range].lastIndex(of: UInt8(ascii: "=")) else {
                throw ModelFormatError(
                    line: line.number,
                    fault: .malformedLine(found: self.lines.excerpt(line.range), allowed: "'feature=importance'")
                )
            }
            let name = self.lines.text(line.range.lowerBound..<equals)
            guard names.contains(name) else {
                throw ModelFormatError(
                    line: line.number,
                    fault: .unknownKey(found: String(name.prefix(40)), allowed: ["the feature names"])
                )
            }
            section.lastLine = line.number
            let value = self.lines.text(equals + 1..<line.range.upperBound)
            guard let importance = Int(value), importance > 0 else {
                throw section.refusal(name, found: value, allowed: "a whole number above 0")
            }
            guard model.importances.updateValue(importance, forKey: name) == nil else {
                throw ModelFormatError(line: line.number, fault: .duplicateKey(name))
            }
        }
        // Only here can a cut fall between two lines unseen, so the features tell whether all are there.
        for split in model.trees.lazy.flatMap(\.splits) where split.gain > 0 {
            guard model.importances[model.header.featureNames[split.feature]] != nil else {
                throw self.cutShort(before: "the end of 'feature_importances:'")
            }
        }
    }

    private mutating func readParameters() throws(ModelFormatError) -> [ModelParameter] {
        var parameters: [ModelParameter] = []
        while let line = self.lines.nextFilled() {
            if self.lines.isLine(line, "end of parameters") { return parameters }
            let text = self.lines.text(line.range)
            guard text.hasPrefix("["), text.hasSuffix("]"), let colon = text.firstIndex(of: ":") else {
                throw ModelFormatError(
                    line: line.number,
                    fault: .malformedLine(
                        found: self.lines.excerpt(line.range),
                        allowed: "'[name: value]' or 'end of parameters'"
                    )
                )
            }
            let value = text[text.index(after: colon)...].dropLast()
            parameters.append(
                ModelParameter(
                    name: String(text[text.index(after: text.startIndex)..<colon]),
                    value: String(value.first == " " ? value.dropFirst() : value)
                )
            )
        }
        throw self.cutShort(before: "'end of parameters'")
    }

    private mutating func skip(to end: StaticString) throws(ModelFormatError) {
        while let line = self.lines.nextFilled() {
            if self.lines.isLine(line, end) { return }
        }
        throw self.cutShort(before: "'\(end)'")
    }

    private func cutShort(before expected: String) -> ModelFormatError {
        ModelFormatError(line: max(1, self.lines.lineNumber), fault: .cutShort(expected: expected))
    }
}
