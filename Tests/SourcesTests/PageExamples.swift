import Foundation

/// The examples on the pages of modules, as Swift that is compiled with the tests. An example stands below a comment
/// that says what it is compiled with, imports first, then what it takes as given:
///
///     <!-- Compiled with
///     import Placement
///     runs: [Run], objective: Objective
///     -->
///     ```swift
///     …
///     ```
struct PageExamples {
    /// The page, from the package's folder.
    let path: String
    let text: String

    static let folder = "Tests/PageExampleTests"
    /// Modules whose examples are not compiled yet. A module leaves the list, and none comes onto it.
    static let notYetCompiled: Set<String> = [
        "Access", "BerthServer", "Decisions", "Delivery", "HTTPAPI", "NodeLink", "NodeRuntime", "NodeServer",
        "Persistence", "ProblemTable", "Registry", "TaskDispatch", "Web",
    ]

    var module: String { self.path.split(separator: "/").dropFirst().first.map(String.init) ?? "" }

    /// Where the compiled form of the page lies.
    var target: String {
        let page = self.path.split(separator: "/").last?.dropLast(3) ?? ""
        return "\(Self.folder)/\(page == self.module ? "" : self.module)\(page)Page.swift"
    }

    private struct Example {
        var imports: [String] = []
        var given: [String] = []
        var lines: [String] = []
    }

    private static let opening = "<!-- Compiled with"

    /// Nil when the page has no example.
    var compiled: String? {
        get throws(Fault) {
            let examples = try self.examples()
            if examples.isEmpty { return nil }
            let imports = Set(examples.flatMap(\.imports) + ["import \(self.module)"]).sorted()
            var text = """
                // swift-format-ignore-file
                // Written from \(self.path); `BERTH_REWRITE=1 swift test --filter SourcesTests` writes it anew.
                \(imports.map { "internal \($0)" }.joined(separator: "\n"))

                """
            for example in examples {
                text += "\nprivate func example(\(example.given.joined(separator: " "))) async throws {\n"
                text += example.lines.map { $0.isEmpty ? "\n" : "    \($0)\n" }.joined()
                let names = example.lines.compactMap(Self.declared)
                text += names.map { "    _ = \($0)\n" }.joined() + "}\n"
            }
            return text
        }
    }

    struct Fault: Error, Equatable {
        let page: String
        let line: Int
    }

    private func examples() throws(Fault) -> [Example] {
        var examples: [Example] = []
        var next: Example?
        var isComment = false
        var isCode = false
        for (number, line) in self.text.components(separatedBy: "\n").enumerated() {
            if isCode {
                if line == "```" {
                    isCode = false
                    next.map { examples.append($0) }
                    next = nil
                } else {
                    next?.lines.append(line)
                }
            } else if isComment {
                if line == "-->" {
                    isComment = false
                } else if line.contains("import ") {
                    next?.imports.append(line)
                } else {
                    next?.given.append(line)
                }
            } else if line == Self.opening {
                isComment = true
                next = Example()
            } else if line == "```swift" {
                guard next != nil else { throw Fault(page: self.path, line: number + 1) }
                isCode = true
            }
        }
        return examples
    }

    /// The constant or variable that a line of the outermost level declares, which nothing need read.
    private static func declared(_ line: String) -> String? {
        guard let match = line.firstMatch(of: /^(?:let|var) (\w+)\b/) else { return nil }
        return String(match.output.1)
    }
}
