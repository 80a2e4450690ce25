import Foundation
import Testing

/// The guards that are scripts fire, and leave right things alone.
struct ScriptTests {
    /// Runs a script on a file of this content.
    private func run(_ script: String, _ arguments: [String] = [], on content: String) throws -> (Int32, String) {
        let file = FileManager.default.temporaryDirectory.appending(path: "berth-\(UUID().uuidString)")
        try Data(content.utf8).write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = ["python3", "Scripts/\(script)"] + arguments + [file.path()]
        process.currentDirectoryURL = SourceTree.root
        let output = Pipe()
        process.standardOutput = output
        process.standardError = output
        try process.run()
        let bytes = try output.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        return (process.terminationStatus, String(decoding: bytes, as: UTF8.self))
    }

    @Test(arguments: [
        ("Forest", 89, true), ("Forest", 90, false), ("JSON", 89, true), ("Nodes", 10, true),
        ("LearnedModels", 10, true), ("HTTPAPI", 10, false), ("CLimitedProcess", 0, false),
    ])
    func `a module of the lower layers below 90 % of coverage is a fault`(
        module: String,
        covered: Int,
        isFault: Bool
    ) throws {
        let file =
            #"{"filename": "/berth/Sources/\#(module)/A.swift", "#
            + #""summary": {"lines": {"count": 100, "covered": \#(covered)}}}"#
        let (status, output) = try self.run("coverage.py", on: #"{"data": [{"files": [\#(file)]}]}"#)
        #expect(status == (isFault ? 1 : 0), "\(output)")
        #expect(output.contains("below 90 %") == isFault)
    }

    @Test(
        arguments: [
            ("Statistics/Summaries.swift median\n  Statistics/Summaries.swift quantile", nil),
            ("Statistics/Summary.swift median", "there is no Statistics/Summary.swift"),
            ("Statistics/Summaries.swift mode", "Statistics/Summaries.swift declares no mode"),
            (
                "Statistics/Summaries.swift median\n  Statistics/StableHash.swift fraction",
                "Statistics/Summaries.swift does not call fraction"
            ),
        ] as [(String, String?)]
    )
    func `a journey that the code does not make is a fault`(calls: String, fault: String?) throws {
        let (status, output) = try self.run(
            "structure.py",
            ["--journeys"],
            on: "```text\njourney: a small one\n\(calls)\n```\n"
        )
        #expect(status == (fault == nil ? 0 : 1), "\(output)")
        if let fault { #expect(output.contains("a small one: \(fault)")) }
    }
}
