import Forest
import Foundation
import Testing

/// LightGBM's own examples, in a folder beside the checkout that `BERTH_SHARED` may move.
private enum Golden {
    static let folder: URL = {
        let shared = ProcessInfo.processInfo.environment["BERTH_SHARED"].map { URL(filePath: $0) }
        let package = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        return (shared ?? package.deletingLastPathComponent().appending(path: "shared"))
            .appending(path: "data/lightgbm_examples")
    }()
    static let isThere = FileManager.default.fileExists(atPath: Self.folder.path)
    static let isRequired = ProcessInfo.processInfo.environment["CI"] == "true"

    static func text(_ path: String) throws -> String {
        try String(contentsOf: Self.folder.appending(path: path), encoding: .utf8)
    }

    /// Tab-separated rows with the label first, or `label index:value …`.
    static func rows(_ path: String, features: Int) throws -> [Double] {
        try Self.text(path).split(separator: "\n").flatMap { line in
            let fields = line.split(whereSeparator: { $0 == "\t" || $0 == " " }).dropFirst()
            guard fields.first?.contains(":") ?? true else { return try fields.map { try #require(Double($0)) } }
            var row = [Double](repeating: 0, count: features)
            for field in fields {
                let parts = field.split(separator: ":")
                row[try #require(Int(parts[0]))] = try #require(Double(parts[1]))
            }
            return row
        }
    }
}

@Suite("LightGBM's examples give LightGBM's predictions")
struct GoldenTests {
    @Test("the examples are there when CI asks for them")
    func examplesAreThere() { #expect(Golden.isThere || !Golden.isRequired) }

    @Test(
        "predictions agree in all printed digits",
        .enabled(if: Golden.isThere, "no ../shared/data beside this checkout"),
        arguments: [
            ("binary_classification", "binary_classification/binary.test"),
            ("regression", "binary_classification/binary.test"),
            ("multiclass_classification", "multiclass_classification/multiclass.test"),
            ("lambdarank", "lambdarank/rank.test"),
        ]
    )
    func predictions(_ name: String, _ test: String) throws {
        let forest = try Forest(parsing: try Golden.text("golden/\(name).model.txt"))
        let rows = try Golden.rows(test, features: forest.featureCount)
        let expected = try parseNumbers(try Golden.text("golden/\(name).test_predictions.csv"))
        let count = rows.count / forest.featureCount
        for kernel in forest.kernels {
            var outputs = [Double](repeating: 0, count: count * forest.outputCount)
            try forest.predict(rows: rows, count: count, into: &outputs, kernel: kernel)
            try #require(outputs.count == expected.count)
            for (found, expected) in zip(outputs, expected) {
                #expect(abs(found - expected) <= 5.1e-10 * max(abs(expected), 1e-300), "\(kernel)")
            }
        }
    }
}
