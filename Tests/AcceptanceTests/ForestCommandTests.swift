import Foundation
import Testing

/// `berth forest`: LightGBM's models, with LightGBM's numbers.
struct ForestCommandTests {
    /// A model of the zoo with its rows and LightGBM's answers, in the folder of a run.
    private struct Zoo {
        let berth: Berth
        let features: [String]
        let rows: [[String]]
        let name: String

        init(_ name: String) throws {
            self.name = name
            self.berth = try Berth()
            let model = try Self.file("\(name).model.txt")
            try self.berth.write("model.txt", model)
            let line = try #require(model.split(separator: "\n").first { $0.hasPrefix("feature_names=") })
            self.features = line.dropFirst("feature_names=".count).split(separator: " ").map(String.init)
            self.rows = try Self.file("\(name).rows.csv").split(separator: "\n").map {
                // Missing is an empty cell.
                $0.split(separator: ",", omittingEmptySubsequences: false).map { $0 == "nan" ? "" : String($0) }
            }
        }

        func expected(_ kind: String) throws -> [[Double]] {
            try Self.file("\(self.name).\(kind).csv").split(separator: "\n").map { line in
                try line.split(separator: ",").map { try #require(Double($0)) }
            }
        }

        private static func file(_ name: String) throws -> String {
            try String(
                contentsOf: Berth.root.appending(path: "Tests/ForestTests/Fixtures/zoo/\(name)"),
                encoding: .utf8
            )
        }

        /// Writes the rows with these columns; a name that the model lacks gets a column of its own.
        func write(_ columns: [String]) throws {
            let lines = self.rows.map { row in
                columns.map { name in self.features.firstIndex(of: name).map { row[$0] } ?? "extra" }
            }
            try self.berth.write(
                "rows.csv",
                ([columns] + lines).map { $0.joined(separator: ",") }.joined(separator: "\n")
            )
        }
    }

    private func numbers(_ answer: CommandAnswer) throws -> [[Double]] {
        try answer.lines.dropFirst().map { line in try line.split(separator: ",").map { try #require(Double($0)) } }
    }

    private func difference(_ left: [[Double]], _ right: [[Double]]) -> Double {
        guard left.map(\.count) == right.map(\.count) else { return .infinity }
        return zip(left.joined(), right.joined()).map { abs($0 - $1) / max(1, abs($1)) }.max() ?? .infinity
    }

    @Test(arguments: ["binary", "multiclass", "best_iteration"])
    func `scores and contributions are LightGBM's`(name: String) async throws {
        let zoo = try Zoo(name)
        try zoo.write(zoo.features)
        let raw = try await zoo.berth.run("forest", "predict", "model.txt", "rows.csv", "--raw")
        #expect(raw.status == 0, "\(raw.messages)")
        #expect(try self.numbers(raw) == zoo.expected("raw"), "the same bits")
        let scores = try await zoo.berth.run("forest", "predict", "model.txt", "rows.csv")
        #expect(try self.difference(self.numbers(scores), zoo.expected("outputs")) <= 1e-15)
        let shares = try await zoo.berth.run("forest", "predict", "model.txt", "rows.csv", "--contributions")
        #expect(try self.difference(self.numbers(shares), zoo.expected("contributions")) <= 1e-9)
        #expect(shares.lines[0].hasPrefix("Column_0"))
    }

    @Test func `columns may be shuffled, and further ones are ignored`() async throws {
        let zoo = try Zoo("binary")
        try zoo.write(["note"] + zoo.features.reversed() + ["remark"])
        let raw = try await zoo.berth.run("forest", "predict", "model.txt", "rows.csv", "--raw", "--json")
        struct Scores: Decodable {
            let columns: [String]
            let rows: [[Double]]
        }
        let scores = try JSONDecoder().decode(Scores.self, from: Data(raw.output.utf8))
        #expect(scores.columns == ["raw_score"])
        #expect(try scores.rows == zoo.expected("raw"))
        let piped = try await zoo.berth.run(
            "forest",
            "predict",
            "model.txt",
            "-",
            "--raw",
            input: try zoo.berth.text("rows.csv")
        )
        #expect(try self.numbers(piped) == zoo.expected("raw"))
    }

    @Test func `a missing column is answered with the nearest one`() async throws {
        let zoo = try Zoo("binary")
        try zoo.write(zoo.features.map { $0 == "Column_3" ? "Colum_3" : $0 })
        let answer = try await zoo.berth.run("forest", "predict", "model.txt", "rows.csv")
        #expect(answer.status == 65 && answer.output == "")
        #expect(answer.messages.contains("no column 'Column_3'") && answer.messages.contains("did you mean 'Colum_3'?"))
    }

    @Test func `a cell that is no number is named by line and column`() async throws {
        let zoo = try Zoo("binary")
        try zoo.write(zoo.features)
        var lines = try zoo.berth.text("rows.csv").split(separator: "\n").map(String.init)
        lines[6] = "seven" + lines[6].drop { $0 != "," }
        try zoo.berth.write("rows.csv", lines.joined(separator: "\n"))
        let answer = try await zoo.berth.run("forest", "predict", "model.txt", "rows.csv")
        #expect(answer.status == 65 && answer.output == "")
        #expect(answer.messages.contains("rows.csv:7: Column_0: 'seven' is not a number"), "\(answer.messages)")
    }

    @Test func `a model cut in half is refused with its line`() async throws {
        let zoo = try Zoo("binary")
        try zoo.write(zoo.features)
        let model = try zoo.berth.text("model.txt")
        try zoo.berth.write("model.txt", String(model.prefix(model.count / 2)))
        for command in [["predict", "model.txt", "rows.csv"], ["inspect", "model.txt"]] {
            let answer = try await zoo.berth.start(["forest"] + command).answer()
            #expect(answer.status == 65 && answer.output == "")
            #expect(answer.messages.contains(/line [0-9]+/), "\(answer.messages)")
        }
    }

    @Test func `what a model holds is shown`() async throws {
        let zoo = try Zoo("binary")
        let text = try await zoo.berth.run("forest", "inspect", "model.txt")
        #expect(text.status == 0 && text.output.contains("objective"))
        let object = try await zoo.berth.run("forest", "inspect", "model.txt", "--json").object()
        #expect(object["outputs"] as? Int == 1)
        #expect((object["features"] as? [Any])?.count == zoo.features.count)
    }

    @Test func `options that exclude each other are wrong usage`() async throws {
        let zoo = try Zoo("binary")
        try zoo.write(zoo.features)
        let answer = try await zoo.berth.run("forest", "predict", "model.txt", "rows.csv", "--raw", "--contributions")
        #expect(answer.status == 64)
    }
}
