import Statistics
import Testing

@testable import Decisions

/// What the filter promises however many workloads there are.
struct WorkloadFilterTests {
    private static func hash(_ index: Int, _ kind: String = "w") -> UInt64 { StableHash.of("\(kind)\(index)") }

    private func filter(_ count: Int, largestBits: Int) -> WorkloadFilter {
        var filter = WorkloadFilter(firstBits: 1 << 10, largestBits: largestBits)
        for index in 0..<count { filter.insert(Self.hash(index)) }
        filter.isComplete = true
        return filter
    }

    @Test(arguments: [10, 100, 1000, 20_000])
    func `it grows with what it knows, misses nothing and seldom errs`(count: Int) {
        let filter = self.filter(count, largestBits: 1 << 28)
        #expect((0..<count).allSatisfy { filter.mayContain(Self.hash($0)) })
        let alarms = (0..<10_000).count { filter.mayContain(Self.hash($0, "other")) }
        #expect(alarms < 1000)
        #expect(filter.bits <= max(1 << 10, 40 * count))
    }

    @Test func `it grows no further than it may, and still misses nothing`() {
        let filter = self.filter(20_000, largestBits: 1 << 12)
        #expect(filter.bits == (1 << 10) + (1 << 11) + (1 << 12))
        #expect((0..<20_000).allSatisfy { filter.mayContain(Self.hash($0)) })
    }

    @Test func `until it has heard of all, any workload may have run`() {
        var filter = WorkloadFilter()
        #expect(filter.mayContain(1))
        filter.isComplete = true
        #expect(!filter.mayContain(1) && filter.bits == 0)
    }
}
