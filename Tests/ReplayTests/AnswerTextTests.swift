import Foundation
import Placement
import Replay
import Testing

/// The answer as machines and people read it, kept in `Snapshots`; `BERTH_REWRITE_SNAPSHOTS=1` writes them anew.
struct AnswerTextTests {
    /// The last digits of logarithms differ between mathematical libraries.
    private func rounded(_ json: String) -> String {
        json.replacing(/-?[0-9]+\.[0-9]{7,}/) { String(format: "%.9g", Double($0.output) ?? .nan) } + "\n"
    }

    private func check(_ text: String, _ name: String) throws {
        let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appending(path: "Snapshots/\(name)")
        if ProcessInfo.processInfo.environment["BERTH_REWRITE_SNAPSHOTS"] == "1" {
            try Data(text.utf8).write(to: file)
        }
        #expect(try String(contentsOf: file, encoding: .utf8) == text)
    }

    private func plain() throws -> ReplayAnswer {
        try Tiny.answer(try ReplayPlan(objective: .cost, strategy: .hybrid, seed: 1))
    }

    private func probed() throws -> ReplayAnswer {
        try Tiny.answer(
            try ReplayPlan(strategy: .model, leaveOut: "job", probes: 1, seed: 1, verbose: true),
            files: ReplayFiles(training: [try Tiny.file("train.csv", Tiny.trainingRows)])
        )
    }

    private func online() throws -> ReplayAnswer {
        let rows = (0..<12).flatMap { _ in [Tiny.Row("a", "x", 8), Tiny.Row("a", "y", 1), Tiny.Row("d", "x", 1)] }
        return try Tiny.answer(
            try ReplayPlan(strategy: .model, online: true, seed: 3),
            files: ReplayFiles(
                training: [try Tiny.file("train.csv", Tiny.trainingRows)],
                test: [try Tiny.file("test.csv", rows, from: 1000, every: 5)]
            )
        )
    }

    @Test func `json`() throws {
        try self.check(self.rounded(self.plain().json()), "plain.json")
        try self.check(self.rounded(self.probed().json()), "probed.json")
        try self.check(self.rounded(self.online().json()), "online.json")
    }

    @Test func `json reads back as the same answer`() throws {
        for answer in [try self.plain(), try self.probed(), try self.online()] {
            #expect(try JSONDecoder().decode(ReplayAnswer.self, from: Data(try answer.json().utf8)) == answer)
        }
    }

    @Test func `reports`() throws {
        try self.check(ReplayReport.text(self.plain()), "plain.txt")
        try self.check(ReplayReport.text(self.probed()), "probed.txt")
        try self.check(ReplayReport.text(self.online()), "online.txt")
        let rules = try Tiny.answer(try ReplayPlan(strategy: .rules, seed: 1), learner: nil)
        try self.check(ReplayReport.text(rules), "rules.txt")
    }
}
