import Forest
import Foundation
import Testing

/// A model of the zoo with rows and LightGBM's answers, made by `Scripts/make-forest-zoo.py`.
struct Fixture: CustomTestStringConvertible {
    let name: String
    let testDescription: String

    init(_ name: String) { (self.name, self.testDescription) = (name, name) }

    static let all: [Fixture] = {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: Self.folder.path)) ?? []
        return names.filter { $0.hasSuffix(".model.txt") }.sorted().map { Fixture(String($0.dropLast(10))) }
    }()

    static let withContributions = Self.all.filter { $0.has("contributions") }

    private static var folder: URL { Bundle.module.bundleURL.appending(path: "Fixtures/zoo") }

    func text() throws -> String {
        try String(contentsOf: Self.folder.appending(path: "\(self.name).model.txt"), encoding: .utf8)
    }

    func forest() throws -> Forest { try Forest(parsing: try self.text()) }

    func has(_ kind: String) -> Bool {
        FileManager.default.fileExists(atPath: Self.folder.appending(path: "\(self.name).\(kind).csv").path)
    }

    /// The numbers of one of the fixture's tables, row after row.
    func numbers(_ kind: String) throws -> [Double] {
        let url = Self.folder.appending(path: "\(self.name).\(kind).csv")
        return try parseNumbers(try String(contentsOf: url, encoding: .utf8))
    }
}

/// Reads numbers separated by commas, tabs or line breaks.
func parseNumbers(_ text: String) throws -> [Double] {
    try text.split(whereSeparator: { $0 == "," || $0 == "\n" || $0 == "\t" }).map { try #require(Double($0)) }
}

/// The places where two lists differ in a bit; two NaN are alike.
func differences(_ found: [Double], _ expected: [Double]) -> [Int] {
    guard found.count == expected.count else { return [-1] }
    return found.indices.filter {
        found[$0].bitPattern != expected[$0].bitPattern && !(found[$0].isNaN && expected[$0].isNaN)
    }
}

/// The greatest difference, relative to numbers above 1; infinite where one is NaN or infinite and the other is not.
func greatestDifference(_ found: [Double], _ expected: [Double]) -> Double {
    guard found.count == expected.count else { return .infinity }
    return zip(found, expected).map { found, expected in
        if found == expected || (found.isNaN && expected.isNaN) { return 0 }
        let difference = abs(found - expected) / max(1, abs(expected))
        return difference.isNaN ? .infinity : difference
    }.max() ?? 0
}
