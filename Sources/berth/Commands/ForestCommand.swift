internal import ArgumentParser
internal import Forest
internal import Foundation
internal import Placement
internal import Problems
internal import Tables

struct ForestCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "forest",
        abstract: "Reads LightGBM's model files.",
        subcommands: [Predict.self, Inspect.self]
    )
}

extension ForestCommand {
    struct Predict: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Scores rows with a LightGBM model, with the same results as LightGBM.",
            discussion: """
                The rows' header names the model's features, in any order; other columns are ignored. An empty cell \
                is missing. The output is CSV, one line per row.

                Examples:
                  berth forest predict model.txt rows.csv
                  berth forest predict model.txt rows.csv --contributions
                  cat rows.csv | berth forest predict model.txt - --raw --json
                """
        )

        @Argument(help: "LightGBM's model text.")
        var model: String

        @Argument(help: "Rows as CSV with a header, or - for standard input.")
        var rows: String

        @Flag(help: "Raw scores, before the objective's transform.")
        var raw = false

        @Flag(help: "Each feature's contribution to the raw score, and the expected value last.")
        var contributions = false

        @Flag(help: "JSON instead of CSV.")
        var json = false

        func validate() throws {
            guard !(self.raw && self.contributions) else {
                throw ValidationError("Use either --raw or --contributions; contributions always refer to raw scores.")
            }
        }

        func run() throws {
            try reporting {
                let forest = try Forest(parsing: try Files.bytes(self.model))
                let table = try Files.table(self.rows)
                let matrix = try FeatureRows(table, names: forest.featureNames).matrix
                let (names, values) = try self.answer(forest, matrix: matrix, count: table.rowCount)
                let rows = (0..<table.rowCount).map { row in
                    Array(values[row * names.count..<(row + 1) * names.count])
                }
                if self.json {
                    try Console.json(PredictionTable(columns: names, rows: rows))
                } else {
                    var writer = CSVWriter(columns: names)
                    for row in rows { writer.append(row.map { "\($0)" }) }
                    FileHandle.standardOutput.write(Data(writer.bytes))
                }
            }
        }

        private struct PredictionTable: Encodable {
            let columns: [String]
            let rows: [[Double]]
        }

        private func answer(
            _ forest: Forest,
            matrix: [Double],
            count: Int
        ) throws -> (names: [String], values: [Double]) {
            let outputs = (0..<forest.outputCount).map { forest.outputCount == 1 ? "" : "_\($0)" }
            if self.contributions {
                let names = outputs.flatMap { output in
                    (forest.featureNames + ["expected_value"]).map { $0 + output }
                }
                return (names, try forest.contributions(rows: matrix, count: count))
            }
            var values = [Double](repeating: 0, count: count * forest.outputCount)
            if self.raw {
                try forest.predictRaw(rows: matrix, count: count, into: &values)
            } else {
                try forest.predict(rows: matrix, count: count, into: &values)
            }
            return (outputs.map { (self.raw ? "raw_score" : "prediction") + $0 }, values)
        }
    }

    struct Inspect: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Shows what a LightGBM model contains: objective, trees, features and their importance.",
            discussion: """
                Example:
                  berth forest inspect model.txt --json
                """
        )

        @Argument(help: "LightGBM's model text.")
        var model: String

        @Flag(help: "JSON instead of text.")
        var json = false

        func run() throws {
            try reporting {
                let forest = try Forest(parsing: try Files.bytes(self.model))
                let summary = Summary(forest)
                if self.json { try Console.json(summary) } else { Console.result(summary.text) }
            }
        }

        private struct Summary: Encodable {
            struct Feature: Encodable {
                let name: String
                let splits: Int
                let gain: Double
            }

            let format: String
            let objective: String
            let outputs: Int
            let trees: Int
            let iterations: Int
            let averaged: Bool
            let linearTrees: Bool
            /// By gain, the greatest first.
            let features: [Feature]

            init(_ forest: Forest) {
                self.format = forest.formatVersion
                self.objective = forest.parameters.first { $0.name == "objective" }?.value ?? "\(forest.objective)"
                self.outputs = forest.outputCount
                self.trees = forest.treeCount
                self.iterations = forest.iterationCount
                self.averaged = forest.averagesIterations
                self.linearTrees = forest.hasLinearTrees
                let (splits, gains) = (forest.importanceBySplit, forest.importanceByGain)
                self.features = forest.featureNames.indices
                    .map { Feature(name: forest.featureNames[$0], splits: Int(splits[$0]), gain: gains[$0]) }
                    .sorted { ($1.gain, $0.name) < ($0.gain, $1.name) }
            }

            var text: String {
                let kind = (self.averaged ? ", averaged" : "") + (self.linearTrees ? ", linear leaves" : "")
                var lines = [
                    "format \(self.format), objective \(self.objective), \(self.outputs) output(s)",
                    "\(self.trees) trees in \(self.iterations) iterations\(kind)",
                    "\(self.features.count) features by gain:",
                ]
                lines += self.features.map { "  \($0.name): \(Figure.short($0.gain)) in \($0.splits) splits" }
                return lines.joined(separator: "\n")
            }
        }
    }
}

/// Rows of a table in the order of a model's features.
struct FeatureRows {
    /// Row-major; an empty cell is NaN.
    let matrix: [Double]

    init(_ table: Table, names: [String]) throws {
        let positions = try names.map { try Self.position(of: $0, in: table, names: names) }
        var matrix: [Double] = []
        matrix.reserveCapacity(table.rowCount * names.count)
        for row in 0..<table.rowCount {
            for (position, name) in zip(positions, names) {
                guard let text = table.text(row: row, column: position) else {
                    matrix.append(.nan)
                    continue
                }
                guard let number = Double(text) else {
                    throw CommandFailure(
                        kind: .refusedInput,
                        message:
                            "\(table.file(ofRow: row)):\(table.line(ofRow: row)): \(name): '\(text)' is not a number; "
                            + "a number or an empty cell is allowed"
                    )
                }
                matrix.append(number)
            }
        }
        self.matrix = matrix
    }

    /// A missing column may be there under another name, but not under that of another feature.
    private static func position(of name: String, in table: Table, names: [String]) throws -> Int {
        if let position = table.position(of: name) { return position }
        let others = Set(names)
        let hint = nearestName(to: name, among: table.columns.filter { !others.contains($0) })
            .map { "; did you mean '\($0)'?" }
        throw CommandFailure(
            kind: .refusedInput,
            message: "the rows have no column '\(name)', which the model needs\(hint ?? "")"
        )
    }
}
