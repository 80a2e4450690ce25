import BerthTesting
import Decisions
import Foundation
import Persistence
import Placement
import Telemetry

/// Leaves two data directories with the same runs, one as rows and one sealed, for `run.py` to count bytes in.
struct BytesPerRun {
    let count: Int
    let folder: String

    /// How many runs the service packs at once.
    private static let segmentRuns = 4000

    func measure() async throws {
        let runs = (0..<self.count).map { Traffic.run($0) }
        let json = runs.reduce(0) { $0 + Traffic.json($1).count }
        print("\(json / self.count) bytes of JSON a run")
        for name in ["rows", "sealed"] {
            let path = "\(self.folder)/\(name)"
            try? FileManager.default.removeItem(atPath: path)
            let store = SQLiteRunStore(
                try SQLiteDatabase(try DataDirectory(path, for: .writing)),
                now: { SampleRuns.received }
            )
            for start in stride(from: 0, to: self.count, by: 1000) {
                let batch = runs[start..<min(start + 1000, self.count)]
                _ = try await store.append(batch.map { RunReport($0) }, to: "sandbox")
            }
            guard name == "sealed" else { continue }
            try await self.seal(store)
        }
    }

    private func seal(_ store: SQLiteRunStore) async throws {
        let clock = ContinuousClock()
        let later = SampleRuns.received.advanced(bySeconds: 1)
        let sealing = try await clock.measure {
            while try await store.seal(receivedBefore: later, limit: Self.segmentRuns) == Self.segmentRuns {}
        }
        var found = 0
        let reading = try await clock.measure { found = try await store.runs(RunQuery(domain: "sandbox")).count }
        precondition(found == self.count, "all sealed runs are read")
        print(
            "\(sealing.seconds / Double(self.count) * 1e6) µs to seal a run, \(reading.seconds / Double(self.count) * 1e6) µs to read it"
        )
    }
}
