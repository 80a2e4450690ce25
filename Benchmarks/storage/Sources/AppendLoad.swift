import BerthTesting
import Decisions
import Foundation
import Persistence
import Placement
import Synchronization
import Telemetry

/// Many callers that each append one record and wait until it is durable, so many a second.
struct AppendLoad {
    let rate: Double
    let seconds: Double
    let folder: String

    func runs() async throws {
        let database = try Self.database(in: self.folder)
        let store = SQLiteRunStore(database, now: { SampleRuns.received })
        let count = Int(self.rate * self.seconds)
        let reports = (0..<count).map { RunReport(Traffic.run($0)) }
        try await self.load(count, "runs") { index in
            _ = try await store.append([reports[index]], to: "sandbox")
        }
    }

    func decisions() async throws {
        let database = try Self.database(in: self.folder)
        let log = SQLiteDecisionLog(database)
        let count = Int(self.rate * self.seconds)
        // Ids differ, the rest recurs, since a million decisions in memory would be what is measured.
        let samples = (1...5000).map { SampleDecisions.decision(Int64($0), workload: "w\($0)") }
        try await self.load(count, "decisions") { index in
            try await log.append([samples[index % 5000].renumbered(Int64(index + 1) << 21)])
        }
    }

    static func database(in folder: String) throws -> SQLiteDatabase {
        let path = "\(folder)/storage-bench-\(ProcessInfo.processInfo.processIdentifier)"
        try? FileManager.default.removeItem(atPath: path)
        return try SQLiteDatabase(try DataDirectory(path, for: .writing))
    }

    /// Starts one call each `1 / rate` seconds, whatever became of those before, and tells how long they took.
    private func load(_ count: Int, _ what: String, _ call: @escaping @Sendable (Int) async throws -> Void) async throws
    {
        let clock = ContinuousClock()
        let took = Latencies()
        let cpu = Self.cpuSeconds()
        let start = clock.now
        try await withThrowingTaskGroup(of: Void.self) { group in
            for index in 0..<count {
                let due = start + .seconds(Double(index) / self.rate)
                // Sleeps by the millisecond: a timer for each call would be most of what is measured.
                if clock.now < due { try await clock.sleep(until: due + .milliseconds(1)) }
                group.addTask {
                    let began = clock.now
                    try await call(index)
                    let late = clock.now - began
                    took.seconds.withLock { $0.append(late.seconds) }
                }
            }
            try await group.waitForAll()
        }
        let elapsed = (clock.now - start).seconds
        let used = Self.cpuSeconds() - cpu
        let sorted = took.seconds.withLock { $0.sorted() }
        func milliseconds(_ share: Double) -> String {
            String(format: "%.2f", sorted[min(sorted.count - 1, Int(share * Double(sorted.count)))] * 1000)
        }
        print(
            "\(count) \(what) in \(String(format: "%.2f", elapsed)) s: \(Int(Double(count) / elapsed)) rows/s, "
                + "p50 \(milliseconds(0.5)) ms, p95 \(milliseconds(0.95)) ms, p99 \(milliseconds(0.99)) ms, "
                + "longest \(milliseconds(1)) ms; \(String(format: "%.1f", used / Double(count) * 1e6)) µs CPU a row"
        )
    }

    private static func cpuSeconds() -> Double {
        var time = timespec()
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }
}

extension Duration {
    var seconds: Double { Double(self.components.seconds) + Double(self.components.attoseconds) / 1e18 }
}

extension Decision {
    /// The same decision under another number.
    func renumbered(_ number: Int64) -> Decision {
        Decision(
            id: ID(number: number),
            at: self.at,
            domain: self.domain,
            domainHash: self.domainHash,
            workload: self.workload,
            constraints: self.constraints,
            objective: self.objective,
            policy: self.policy,
            caller: self.caller,
            model: self.model,
            programHash: self.programHash,
            asked: self.asked,
            candidates: self.candidates,
            chosen: self.chosen,
            basis: self.basis,
            nearBest: self.nearBest,
            asGoodAsRules: self.asGoodAsRules,
            draws: self.draws,
            explorationSpent: self.explorationSpent,
            explorationCost: self.explorationCost
        )
    }
}

private final class Latencies: Sendable {
    let seconds = Mutex<[Double]>([])
}
