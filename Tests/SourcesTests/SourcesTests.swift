import Testing

/// Our own sources keep the rules of the design; each rule has a case in `GuardTests` that makes it fire.
struct SourcesTests {
    @Test func `modules import downwards only`() throws {
        let imports = try Self.imports()
        #expect(imports.flatMap { Layer.faults(of: $0.key, importing: $0.value) }.sorted() == [])
    }

    @Test func `the manifest declares what is imported, and no more`() throws {
        #expect(Manifest(try SourceTree.manifest()).faults(importing: try Self.imports()) == [])
    }

    @Test(arguments: Rule.all.map(\.name))
    func `every file keeps the rules of lines`(name: String) throws {
        let rule = try #require(Rule.all.first { $0.name == name })
        #expect(try SourceTree.files().flatMap(rule.faults) == [])
    }

    @Test func `no file is long`() throws {
        #expect(try SourceTree.files().compactMap(FileLength.fault) == [])
    }

    @Test func `every module has a page that says what it is for`() throws {
        let missing = Pages.missing(of: try SourceTree.modules(), among: try SourceTree.paths(under: "Sources"))
        #expect(missing == [], "no page: \(missing.joined(separator: ", "))")
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
        "Sources/Demo/Workloads/WorkloadFamily+Known.swift", "Sources/HTTPAPI/Description/OpenAPIText.swift",
        "Sources/Dashboard/AssetTexts.swift",
        "Sources/ShippedTasks/FraudDetection/FraudModel+Text.swift",
    ]

    static func fault(_ file: SourceFile) -> String? {
        guard file.lineCount > Self.limit, !Self.tables.contains(file.path) else { return nil }
        return "\(file.path) has \(file.lineCount) lines; at most \(Self.limit)"
    }
}

enum Pages {
    /// A landing page `Module.docc/Module.md`, or a `README.md`.
    static func missing(of modules: [String], among paths: [String]) -> [String] {
        let known = Set(paths)
        return modules.filter { module in
            !known.contains("Sources/\(module)/\(module).docc/\(module).md")
                && !known.contains("Sources/\(module)/README.md")
        }
    }
}
