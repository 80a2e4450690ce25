import BerthTesting
import Decisions
import Placement
import Telemetry
import Testing

@testable import BerthServer

/// Sums of workloads go when nobody can see them any more, once a day and a little at a time.
struct WorkloadHoursTests {
    private static let start = SampleRuns.run(0).startedAt

    private static func runs(_ count: Int) -> [RunReport] {
        (0..<count).map { index in
            let run = SampleRuns.run(index)
            return RunReport(
                Run(
                    id: run.id,
                    workload: run.workload,
                    target: run.target,
                    startedAt: Self.start.advanced(bySeconds: Double(index) * 3600),
                    outcome: run.outcome
                )
            )
        }
    }

    private func hours(_ store: MemoryRunStore) async throws -> [Int64] {
        var hours: [Int64] = []
        for index in 0..<7 {
            let sums = try await store.targets(of: Workload.Key("python/\(index)"), in: "sandbox", fromHour: 0)
            hours += sums.values.flatMap { $0.hours.map(\.hour) }
        }
        return hours.sorted()
    }

    @Test func `a walk removes what is too old, and the next one comes a day later`() async throws {
        let store = MemoryRunStore()
        _ = try await store.append(Self.runs(100), to: "sandbox")
        let first = Self.start.hoursSince1970
        #expect(try await self.hours(store).count == 100)
        var hours = WorkloadHours()
        func turn(_ seconds: Double, keepingFrom hour: Int64) async throws -> Int {
            try await hours.begin(at: Self.start.advanced(bySeconds: seconds)) {
                [WorkloadHours.Domain(name: "sandbox", firstHour: hour)]
            }
            return try await hours.walk(store, limit: 2)
        }
        #expect(try await turn(0, keepingFrom: first + 50) == 40)
        #expect(try await turn(10, keepingFrom: first + 90) == 10)
        #expect(try await turn(20, keepingFrom: first + 90) == 0)
        #expect(try await self.hours(store) == Array(first + 50..<first + 100))
        #expect(try await turn(86_400, keepingFrom: first + 60) == 10)
        #expect(try await self.hours(store) == Array(first + 60..<first + 100))
    }
}
