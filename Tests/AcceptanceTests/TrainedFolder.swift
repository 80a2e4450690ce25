import Foundation
import Synchronization

/// A data directory `data` with 400 simulated runs and two small models that learnt from them, v1.0.0 and v1.1.0.
///
/// It is made once; a test that writes takes a copy. Nobody works in the original: even who only reads a database leaves
/// files beside it that come and go, and Foundation copies a file that shrinks meanwhile without end.
enum TrainedFolder {
    static let runs = 400

    static func copy() async throws -> Berth { try Berth(copying: try await self.made.value) }

    /// For tests that only read.
    static func shared() async throws -> Berth { try await self.readable.value }

    private static let readable = Task {
        let berth = try await Self.copy()
        removedAtExit.withLock { $0.append(berth.folder) }
        return berth
    }

    private static let made = Task {
        let berth = try Berth()
        removedAtExit.withLock { $0.append(berth.folder) }
        atexit {
            for folder in removedAtExit.withLock(\.self) { try? FileManager.default.removeItem(at: folder) }
        }
        let csv = try await berth.run("demo", "--csv", "--runs", "\(runs)", "--seed", "7")
        try berth.write("history.csv", csv.output)
        let places = ["--domains", Berth.domains, "--data-dir", "data"]
        try await require(berth, ["runs", "import", "history.csv"] + places)
        for seed in ["1", "2"] {
            try await require(berth, ["train", "--set", "rounds=5", "--seed", seed] + places)
        }
        return berth
    }

    private static let removedAtExit = Mutex<[URL]>([])

    private struct Unmade: Error {
        let command: [String]
        let answer: CommandAnswer
    }

    private static func require(_ berth: Berth, _ arguments: [String]) async throws {
        let answer = try await berth.start(arguments).answer()
        guard answer.status == 0 else { throw Unmade(command: arguments, answer: answer) }
    }
}
