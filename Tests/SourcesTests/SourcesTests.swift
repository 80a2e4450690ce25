import Testing

/// Our own sources keep the rules of the design; each rule has a case in `GuardTests` that makes it fire.
struct SourcesTests {
    @Test func `modules import downwards only`() throws {
        let imports = try Self.imports()
        expectNone(imports.flatMap { Layer.faults(of: $0.key, importing: $0.value) }.sorted())
    }

    @Test func `the manifest declares what is imported, and no more`() throws {
        expectNone(Manifest(try SourceTree.manifest()).faults(importing: try Self.imports()))
    }

    @Test(arguments: Rule.all.map(\.name))
    func `every file keeps the rules of lines`(name: String) throws {
        let rule = try #require(Rule.all.first { $0.name == name })
        expectNone(try SourceTree.files().flatMap(rule.faults))
    }

    @Test func `no file is long`() throws {
        expectNone(try SourceTree.files().compactMap(FileLength.fault))
    }

    @Test func `every module has a page that says what it is for`() throws {
        let missing = Pages.missing(of: try SourceTree.modules(), among: try SourceTree.paths(under: "Sources"))
        #expect(missing == [], "no page: \(missing.joined(separator: ", "))")
    }

    @Test func `what others use is documented`() throws {
        expectNone(Documentation.faults(in: try SourceTree.files()))
    }

    @Test func `no function is long`() throws {
        expectNone(FunctionLength.faults(in: try SourceTree.files()))
    }

    @Test func `no lines are written twice`() throws {
        expectNone(RepeatedLines.faults(in: try SourceTree.files()))
    }

    @Test func `the table of modules in CONTRIBUTING says what pages and imports say`() throws {
        let guide = try SourceTree.text("CONTRIBUTING.md")
        let table = ModuleTable(pages: try Pages.texts(of: try SourceTree.modules()), imports: try Self.imports())
        let expected = try #require(table.inserted(into: guide))
        try SourceTree.rewrite("CONTRIBUTING.md", as: expected)
        #expect(guide == expected, "run once with BERTH_REWRITE=1")
    }

    @Test func `the examples on pages are the ones that are compiled`() throws {
        var expected: [String: String] = [:]
        for path in try SourceTree.paths(under: "Sources") where path.hasSuffix(".md") {
            let page = PageExamples(path: path, text: try SourceTree.text(path))
            if PageExamples.notYetCompiled.contains(page.module) {
                #expect(throws: PageExamples.Fault.self, "\(page.module) comes off the list") { try page.compiled }
            } else if let compiled = try page.compiled {
                expected[page.target] = compiled
            }
        }
        let there = try SourceTree.paths(under: PageExamples.folder)
        if SourceTree.rewrites {
            for stale in there where expected[stale] == nil { try SourceTree.remove(stale) }
            for (path, text) in expected { try SourceTree.rewrite(path, as: text) }
        }
        #expect(there == expected.keys.sorted(), "run once with BERTH_REWRITE=1")
        for path in there { #expect(try SourceTree.text(path) == expected[path], "run once with BERTH_REWRITE=1") }
    }

    @Test func `the layers whose coverage is asked for are layers`() throws {
        let script = try SourceTree.text("Scripts/coverage.py")
        let asked = script.matches(of: /LAYERS = \[([^\]]+)\]/).flatMap { $0.output.1.matches(of: /"(\w+)"/) }
            .map { String($0.output.1) }
        #expect(!asked.isEmpty)
        #expect(Set(asked).isSubset(of: Set(Layer.allCases.map { "\($0)" })))
    }

    private static func imports() throws -> [String: Set<String>] {
        // A module of C has no Swift file and imports nothing of ours.
        let empty = Dictionary(uniqueKeysWithValues: try SourceTree.modules().map { ($0, Set<String>()) })
        return try SourceTree.files().reduce(into: empty) { $0[$1.module, default: []].formUnion($1.imports) }
    }
}

enum FileLength {
    static let limit = 450
    /// Tables of data, which may be long.
    static let tables: Set<String> = [
        "Sources/Demo/Workloads/WorkloadFamily+Known.swift",
        "Sources/ShippedTasks/FraudDetection/FraudModel+Text.swift",
    ]

    static func fault(_ file: SourceFile) -> String? {
        guard file.lineCount > Self.limit, !Self.tables.contains(file.path) else { return nil }
        return "\(file.path) has \(file.lineCount) lines; at most \(Self.limit)"
    }
}

enum Pages {
    /// By module, the text of its landing page.
    static func texts(of modules: [String]) throws -> [String: String] {
        var texts: [String: String] = [:]
        for module in modules {
            let paths = ["Sources/\(module)/\(module).docc/\(module).md", "Sources/\(module)/README.md"]
            for path in paths where SourceTree.exists(path) { texts[module] = try SourceTree.text(path) }
        }
        return texts
    }

    /// A landing page `Module.docc/Module.md`, or a `README.md`.
    static func missing(of modules: [String], among paths: [String]) -> [String] {
        let known = Set(paths)
        return modules.filter { module in
            !known.contains("Sources/\(module)/\(module).docc/\(module).md")
                && !known.contains("Sources/\(module)/README.md")
        }
    }
}

/// Says each fault by itself, with its place.
private func expectNone(_ faults: [some CustomStringConvertible], sourceLocation: SourceLocation = #_sourceLocation) {
    for fault in faults { Issue.record("\(fault)", sourceLocation: sourceLocation) }
}
