import Foundation

/// The table of modules in `CONTRIBUTING.md`, which follows from the layers, the pages and the imports.
/// `BERTH_REWRITE=1 swift test --filter SourcesTests` writes it anew.
struct ModuleTable {
    /// By module, the text of its page.
    let pages: [String: String]
    let imports: [String: Set<String>]

    static let head = "| layer | module | what it is for | depends on |\n|---|---|---|---|\n"

    var text: String {
        let layers = Layer.allCases.reversed().map { ("\($0)", Layer.modules[$0] ?? []) }
        let rows = (layers + [("tests", Layer.testSupport.sorted())]).flatMap { name, modules in
            modules.sorted().enumerated().map { position, module in
                "|\(position == 0 ? " \(name) " : " ")| `\(module)` | \(self.purpose(of: module)) | "
                    + "\(self.dependencies(of: module)) |\n"
            }
        }
        return Self.head + rows.joined()
    }

    /// The first sentence below the title.
    func purpose(of module: String) -> String {
        let paragraph = (self.pages[module] ?? "").split(separator: "\n\n").dropFirst().first ?? ""
        let line = paragraph.split(separator: "\n").joined(separator: " ")
        let sentence = line.firstRange(of: ". ").map { line[..<$0.lowerBound] } ?? line[...]
        return sentence.hasSuffix(".") ? String(sentence.dropLast()) : String(sentence)
    }

    private func dependencies(of module: String) -> String {
        if Layer.testSupport.contains(module) || Layer.of(module).map({ $0 >= .composition }) ?? true {
            return "what is below"
        }
        let imported = (self.imports[module] ?? []).subtracting(["Foundation", "Synchronization"])
            .subtracting(Layer.system)
        let own = imported.filter { Layer.of($0) != nil }.sorted().map { "`\($0)`" }
        let all = own + imported.filter { Layer.of($0) == nil }.sorted()
        return all.isEmpty ? "nothing" : all.joined(separator: ", ")
    }

    /// `guide` with the table in it replaced; nil when it has none.
    func inserted(into guide: String) -> String? {
        guard let head = guide.firstRange(of: Self.head) else { return nil }
        let rest = guide[head.upperBound...]
        let rows = rest.split(separator: "\n", omittingEmptySubsequences: false).prefix { $0.hasPrefix("|") }
        let length = rows.map { $0.count + 1 }.reduce(0, +)
        return guide[..<head.lowerBound] + self.text + rest.dropFirst(length)
    }
}
