import Testing

/// Each guard of the sources fires, and leaves right code alone.
struct GuardTests {
    private func file(_ text: String, module: String = "Engine") -> SourceFile {
        SourceFile(path: "Sources/\(module)/File.swift", text: text)
    }

    @Test(arguments: [
        ("Interop", "Persistence"), ("Persistence", "Demo"), ("Statistics", "Placement"), ("Forest", "Foundation"),
        ("Engine", "Training"), ("Domains", "Registry"), ("Placement", "Persistence"), ("Training", "Registry"),
        ("Registry", "Telemetry"), ("Training", "Replay"), ("Training", "Persistence"), ("Engine", "ArgumentParser"),
        ("Catalog", "berth"), ("Telemetry", "GRDB"), ("Replay", "BerthTesting"), ("Newcomer", "Placement"),
        ("HTTPAPI", "Hummingbird"), ("NodeServer", "NodeLink"), ("Decisions", "ProblemTable"), ("JSON", "NIOCore"),
    ])
    func `an import that the layers do not allow is a fault`(module: String, imported: String) {
        #expect(Layer.faults(of: module, importing: [imported]).count == 1)
    }

    @Test(arguments: [
        ("Engine", "Forest"), ("Engine", "Domains"), ("MultiTask", "Statistics"), ("Replay", "Training"),
        ("LightGBMTrainer", "Training"), ("Persistence", "Registry"), ("berth", "ArgumentParser"), ("berth", "Demo"),
        ("BerthTesting", "Persistence"), ("Web", "Hummingbird"), ("HTTPAPI", "ProblemTable"), ("NodeLink", "NodeWire"),
    ])
    func `an import that the layers allow is none`(module: String, imported: String) {
        #expect(Layer.faults(of: module, importing: [imported]) == [])
    }

    @Test func `every exception has a reason and stays on its layer`() {
        for (module, reasons) in Layer.exceptions {
            for (other, reason) in reasons {
                #expect(Layer.of(module) == Layer.of(other))
                #expect(reason.count > 20)
            }
        }
    }

    @Test(arguments: [
        ("import Training", "Training"), ("internal import Training", "Training"),
        ("@testable import Training", "Training"), ("package import struct Training.Model", "Training"),
        ("@preconcurrency public import Training", "Training"),
    ])
    func `imports are found however they are written`(line: String, module: String) {
        #expect(self.file("\(line)\n").imports == [module])
    }

    @Test(arguments: [
        "// import Training", "let text = \"import Training\"", "/* import Training */", "important Training",
    ])
    func `what only looks like an import is none`(line: String) {
        #expect(self.file("\(line)\n").imports == [])
    }

    @Test(arguments: [
        "let now = Date()", "let id = UUID()", "let x = Double.random(in: 0..<1)", "let i = list.indices.random()",
        "var g = SystemRandomNumberGenerator()", "let t = ContinuousClock().now",
    ])
    func `the clock, ids and randomness are for the executable alone`(line: String) {
        let isFault = !line.contains("random()") || line.contains(".random(")
        #expect(Rule.noAmbientInput.faults(in: self.file(line)).count == (isFault ? 1 : 0))
        #expect(Rule.noAmbientInput.faults(in: self.file(line, module: "berth")) == [])
    }

    @Test(arguments: ["Int.random(in: 0..<9, using: &generator)", "// Date()", "\"UUID()\"", "Timestamp()"])
    func `seeded randomness, comments and texts are not`(line: String) {
        #expect(Rule.noAmbientInput.faults(in: self.file(line)) == [])
    }

    @Test(arguments: [
        "let x = try! load()", "let x = y as! Int", "let x = y!", "f(list[0]!)", "call()!.next", "let x: Int! = nil",
    ])
    func `a forced outcome is a fault`(line: String) {
        #expect(Rule.noForcedOutcome.faults(in: self.file(line)).count == 1)
    }

    @Test(arguments: [
        "if a != b {", "if !a {", "f(!a)", "a!=b", "let text = \"stop!\"", "// never!",
        ##"let t = "\(a ? "x!" : "y")!""##,
        ##"let t = #"a "quoted!" word!"#"##, "try? f()", "x as? Int",
    ])
    func `negations, comparisons and exclamations are none`(line: String) {
        #expect(Rule.noForcedOutcome.faults(in: self.file(line)) == [])
    }

    @Test(arguments: [
        "final class Box: @unchecked Sendable {", "nonisolated(unsafe) var count = 0", "unsafeBitCast(a, to: B.self)",
    ])
    func `a promise to the compiler needs a comment right above`(line: String) {
        let rule = Rule.promiseIsExplained
        #expect(rule.faults(in: self.file("import A\n\n\(line)\n")).count == 1)
        #expect(rule.faults(in: self.file("/// About all.\nstruct A {\n    \(line)\n}\n")).count == 1)
        #expect(rule.faults(in: self.file("/// Written once, then read.\n\(line)\n")) == [])
        #expect(rule.faults(in: self.file("/// Written once, then read.\n@usableFromInline\n\(line)\n")) == [])
    }

    @Test func `a pointer needs a comment above it or above what surrounds it`() {
        let rule = Rule.pointerIsExplained
        let line = "let pointer: UnsafePointer<Int>"
        #expect(rule.faults(in: self.file("import A\n\n\(line)\n")).count == 1)
        #expect(rule.faults(in: self.file("// about something else\nstruct A {\n}\n\n\(line)\n")).count == 1)
        #expect(rule.faults(in: self.file("/// Written once, then read.\nstruct A {\n    \(line)\n}\n")) == [])
        #expect(rule.faults(in: self.file("bytes.withUnsafeBytes { $0.count }")) == [])
    }

    @Test(arguments: [
        "Task { await self.write() }", "let work = Task.detached {", "open[id] = Task(priority: .low) {",
    ])
    func `a task outside of a group needs a comment that says who waits for it`(line: String) {
        let rule = Rule.taskHasAnOwner
        #expect(rule.faults(in: self.file("import A\n\n\(line)\n")).count == 1)
        #expect(rule.faults(in: self.file("// Waited for at a stop.\n\(line)\n")) == [])
        #expect(rule.faults(in: self.file("await withTaskGroup { $0.addTask { work() } }\nstruct DailyTask {\n")) == [])
    }

    @Test func `a fault names file, line and rule`() {
        #expect(
            Rule.noForcedOutcome.faults(in: self.file("let a = 1\n    let b = c!\n"))
                == ["Sources/Engine/File.swift:2: nothing is forced: let b = c!"]
        )
    }

    @Test func `texts over several lines keep the count of lines`() {
        let text = "let a = \"\"\"\n    b!\n    \\(c)\n    \"\"\"\nlet d = e!\n"
        #expect(
            Rule.noForcedOutcome.faults(in: self.file(text)).map { $0.prefix(27) } == ["Sources/Engine/File.swift:5"]
        )
    }

    @Test func `a long file is a fault, a long table is none`() {
        let lines = String(repeating: "let a = 1\n", count: FileLength.limit + 1)
        #expect(FileLength.fault(self.file(lines)) == "Sources/Engine/File.swift has 451 lines; at most 450")
        #expect(FileLength.fault(self.file(String(lines.dropFirst(10)))) == nil)
        for table in FileLength.tables { #expect(FileLength.fault(SourceFile(path: table, text: lines)) == nil) }
    }

    @Test func `a module without a page is named`() {
        let paths = ["Sources/A/A.docc/A.md", "Sources/B/README.md", "Sources/C/C.docc/Other.md", "Sources/D/D.swift"]
        #expect(Pages.missing(of: ["A", "B", "C", "D"], among: paths) == ["C", "D"])
    }

    @Test func `the manifest's targets are read, and what nobody imports is named`() {
        let manifest = Manifest(
            """
            .target(name: "A", dependencies: ["B", crypto]),
            .target(
                name: "B",
                dependencies: [
                    "C", "D",
                ]
            ),
            .systemLibrary(name: "C"),
            .executableTarget(name: "tool", dependencies: ["A"], path: "Elsewhere"),
            .testTarget(name: "ATests", dependencies: ["A"]),
            """
        )
        #expect(manifest.dependencies == ["A": ["B"], "B": ["C", "D"], "C": [], "tool": ["A"]])
        #expect(manifest.faults(importing: ["A": ["B"], "B": ["C", "D"], "C": []]) == [])
        #expect(
            manifest.faults(importing: ["B": ["C"], "E": []]) == [
                "the manifest lets B depend on D; nothing imports it", "Sources/E is no target of the manifest",
            ]
        )
    }
}
