import Foundation
import Training

/// LightGBM's example data, which lies beside the repository and not in it.
enum ExampleData {
    static let folder = PackageRoot.path("../shared/data/lightgbm_examples")

    /// Tests on this data are skipped where the folder is absent, except in continuous integration, where they fail.
    static var shouldRun: Bool {
        FileManager.default.fileExists(atPath: self.folder) || ProcessInfo.processInfo.environment["CI"] == "true"
    }

    /// Rows of numbers with the label first, tab separated, and weights when there is a file of them.
    static func table(_ name: String, weighted: Bool) throws -> TreeDataset {
        let rows = try self.lines(name).map { line in try line.split(separator: "\t").map(self.number) }
        let weights = weighted ? try self.lines("\(name).weight").map(self.number) : nil
        let featureCount = (rows.first?.count ?? 1) - 1
        return try TreeDataset(
            columns: (0..<featureCount).map { feature in rows.map { $0[feature + 1] } },
            featureNames: self.names(featureCount),
            labels: rows.map { $0[0] },
            weights: weights
        )
    }

    /// Rows in libsvm's sparse form with query sizes; a value that is not listed is 0.
    static func ranking(_ name: String, featureCount: Int) throws -> TreeDataset {
        let lines = try self.lines(name)
        var columns = [[Double]](repeating: [Double](repeating: 0, count: lines.count), count: featureCount)
        var labels: [Double] = []
        for (row, line) in lines.enumerated() {
            let fields = line.split(separator: " ")
            labels.append(try self.number(fields[0]))
            for field in fields.dropFirst() {
                let pair = field.split(separator: ":")
                columns[Int(try self.number(pair[0]))][row] = try self.number(pair[1])
            }
        }
        return try TreeDataset(
            columns: columns,
            featureNames: self.names(featureCount),
            labels: labels,
            groups: try self.lines("\(name).query").map { Int(try self.number($0)) }
        )
    }

    /// The part of a model text that training decides: everything before the block of parameters.
    static func trees(of modelText: String) -> String {
        modelText.components(separatedBy: "\nparameters:\n")[0]
    }

    static func text(_ name: String) throws -> String {
        try String(contentsOfFile: "\(self.folder)/\(name)", encoding: .utf8)
    }

    private static func lines(_ name: String) throws -> [Substring] {
        try self.text(name).split(whereSeparator: \.isNewline)
    }

    private static func names(_ count: Int) -> [String] {
        (0..<count).map { "Column_\($0)" }
    }

    private struct NotANumber: Error {
        let text: String
    }

    /// Reads a number as LightGBM's own file reader does, whose last digit is not always the nearest one
    /// (`Common::Atof`, without exponents, which the examples do not have). The reference models were trained on files.
    private static func number(_ text: Substring) throws -> Double {
        var whole = 0.0
        var fraction = 0.0
        var fractionDigits: Int?
        var sign = 1.0
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "-"): sign = -1
            case UInt8(ascii: "."): fractionDigits = 0
            case UInt8(ascii: "0")...UInt8(ascii: "9"):
                let digit = Double(byte - UInt8(ascii: "0"))
                if let count = fractionDigits {
                    fraction = fraction * 10 + digit
                    fractionDigits = count + 1
                } else {
                    whole = whole * 10 + digit
                }
            case UInt8(ascii: " "): continue
            default: throw NotANumber(text: String(text))
            }
        }
        return sign * (whole + fraction / pow(10, Double(fractionDigits ?? 0)))
    }
}
