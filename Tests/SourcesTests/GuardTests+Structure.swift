import Testing

/// The guards of comments, lengths, repeats, the table of modules and the examples on pages fire too.
extension GuardTests {
    private func documentation(_ text: String) -> [String] {
        Documentation.faults(in: [SourceFile(path: "Sources/Engine/File.swift", text: text)], notYetHeld: [])
    }

    @Test(arguments: [
        "package struct A {\n}", "public enum A {\n}", "package final class A {\n}", "package protocol A {\n}",
        "package func a() {\n}", "package let a = 1", "@inlinable\npackage var a: Int { 1 }",
        "package typealias A = Int",
        "struct A {\n    package let a: Int\n}", "struct A {\n    package static func a(_ b: Int) {\n    }\n}",
        "struct A {\n    package internal(set) var a: Int\n}", "struct A {\n    package init?(_ a: Int) {\n    }\n}",
        "struct A {\n    package init() {\n    }\n}", "struct A {\n    package subscript(a: Int) -> Int { a }\n}",
        "extension A {\n    package mutating func b() throws {\n    }\n}", "// why\npackage let a = 1",
    ])
    func `a declaration for others without a comment is a fault`(code: String) throws {
        #expect(self.documentation(code + "\n").count == 1, "\(code)")
        // The same with a comment above the declaration, attributes in between.
        let lines = code.split(separator: "\n").map(String.init)
        let position = try #require(
            lines.firstIndex { $0.contains("@") || $0.contains("package") || $0.contains("public") }
        )
        let commented = lines[..<position] + ["/// The number of rows."] + lines[position...]
        #expect(self.documentation(commented.joined(separator: "\n") + "\n") == [])
    }

    @Test(arguments: [
        "struct A {\n    let a: Int\n}", "package import Forest",
        "let text = \"\"\"\n    package let a = 1\n    \"\"\"",
        "func a() {\n    let b = 1\n}", "private var a: Int { 1 }",
    ])
    func `what nobody else uses needs none`(code: String) {
        #expect(self.documentation(code + "\n") == [])
    }

    @Test func `what is written elsewhere need not be written again`() {
        let store =
            "/// Keeps.\npackage protocol Store {\n    /// Appends.\n    func append(_ a: Int, to b: Int) throws\n}\n"
        #expect(self.documentation(store) == [])
        let memory = "struct Memory: Sendable, Store {\n    package func append(_ a: Int, to b: Int) {\n    }\n}\n"
        #expect(self.documentation(store + memory) == [])
        #expect(self.documentation(memory).count == 1)
        #expect(self.documentation(store + memory.replacing("to b", with: "at b")).count == 1)

        let memberwise = "struct A {\n    let b: Int\n    package init(_ b: Int) {\n    }\n}\n"
        #expect(self.documentation(memberwise) == [])
        #expect(self.documentation(memberwise.replacing("_ b", with: "_ c")).count == 1)
        #expect(self.documentation(memberwise.replacing(") {", with: ") throws {")).count == 1)
        #expect(self.documentation("struct A {\n    package static func == (a: A, b: A) -> Bool { true }\n}\n") == [])
    }

    @Test func `a requirement of a protocol for others needs a comment`() {
        #expect(self.documentation("/// Keeps.\npackage protocol A {\n    func b()\n}\n").count == 1)
        #expect(self.documentation("protocol A {\n    func b()\n}\n") == [])
    }

    @Test func `a module that is not held to it yet comes off the list when it could be`() {
        let files = [SourceFile(path: "Sources/Engine/File.swift", text: "package let a = 1\n")]
        #expect(Documentation.faults(in: files, notYetHeld: ["Engine"]) == [])
        #expect(
            Documentation.faults(in: files, notYetHeld: ["Engine", "Forest"]) == [
                "Forest says all that it must; take it off the list"
            ]
        )
    }

    @Test func `a long function is a fault, and so is one on the list that is no longer long`() {
        func file(lines: Int) -> SourceFile {
            let body = String(repeating: "        b { _ in }\n", count: lines - 2)
            return SourceFile(
                path: "Sources/Engine/File.swift",
                text: "struct A {\n    func a(\n_ b: (Int) -> Void = { _ in }) {\n\(body.dropFirst(19))    }\n}\n"
            )
        }
        #expect(
            FunctionLength.faults(in: [file(lines: 71)], exceptions: []) == [
                "Sources/Engine/File.swift:2: A.a(_:) has 71 lines; at most 70"
            ]
        )
        #expect(FunctionLength.faults(in: [file(lines: 70)], exceptions: []) == [])
        #expect(FunctionLength.faults(in: [file(lines: 71)], exceptions: ["A.a(_:)"]) == [])
        #expect(
            FunctionLength.faults(in: [file(lines: 70)], exceptions: ["A.a(_:)"]) == [
                "A.a(_:) is no longer long; take it off the list"
            ]
        )
    }

    @Test func `lines that stand twice are a fault, and so is a pair on the list that does not repeat`() {
        func file(_ name: String, lines: Int) -> SourceFile {
            let text = (0..<lines).map { "let a\($0) = \($0)\n\n// \(name)\n" }.joined()
            return SourceFile(path: "Sources/Engine/\(name).swift", text: "import \(name)\n\n\(text)")
        }
        let pair = [file("A", lines: 6), file("B", lines: 9)]
        #expect(
            RepeatedLines.faults(in: pair, known: []) == [
                "Sources/Engine/A.swift:3 and Sources/Engine/B.swift:3 are alike over 6 lines; write them once"
            ]
        )
        #expect(RepeatedLines.faults(in: pair, known: [["A.swift", "B.swift"]]) == [])
        #expect(RepeatedLines.faults(in: [file("A", lines: 5), file("B", lines: 9)], known: []) == [])
        #expect(
            RepeatedLines.faults(in: [], known: [["A.swift", "B.swift"]]) == [
                "A.swift and B.swift no longer repeat; take them off the list"
            ]
        )
    }

    @Test func `the table of modules follows from layers, pages and imports`() throws {
        let pages = ["Statistics": "# ``Statistics``\n\nNumbers about\nnumbers. More of it.\n\nElse.\n"]
        let table = ModuleTable(pages: pages, imports: ["Statistics": ["Foundation", "RealModule", "Forest"]])
        #expect(table.text.contains("| | `Statistics` | Numbers about numbers | `Forest`, RealModule |\n"))
        #expect(table.text.contains("| executable | `berth` |  | what is below |\n"))
        let guide = "Before\n\n\(ModuleTable.head)| a | b | c | d |\n\nAfter\n"
        #expect(table.inserted(into: guide) == "Before\n\n\(table.text)\nAfter\n")
        #expect(table.inserted(into: "No table") == nil)
    }

    @Test func `an example is compiled as it stands on the page`() throws {
        let page = PageExamples(
            path: "Sources/Rows/Rows.docc/Rows.md",
            text: """
                # Rows

                <!-- Compiled with
                import Numbers
                text: String,
                count: Int
                -->
                ```swift
                let forest = try Forest(parsing: text)
                for a in 0..<count {
                    let b = a

                    print(b)
                }
                ```
                """
        )
        #expect(page.target == "Tests/PageExampleTests/RowsPage.swift")
        #expect(
            try page.compiled == """
                // swift-format-ignore-file
                // Written from Sources/Rows/Rows.docc/Rows.md; \
                `BERTH_REWRITE=1 swift test --filter SourcesTests` writes it anew.
                internal import Numbers
                internal import Rows

                private func example(text: String, count: Int) async throws {
                    let forest = try Forest(parsing: text)
                    for a in 0..<count {
                        let b = a

                        print(b)
                    }
                    _ = forest
                }

                """
        )
        #expect(try PageExamples(path: page.path, text: "Text\n```\nlet a\n```\n").compiled == nil)
    }

    @Test func `an example that nothing compiles is a fault`() {
        let page = PageExamples(path: "Sources/Rows/Rows.docc/Rows.md", text: "Text\n```swift\nlet a\n```\n")
        #expect(throws: PageExamples.Fault(page: page.path, line: 2)) { try page.compiled }
    }
}
