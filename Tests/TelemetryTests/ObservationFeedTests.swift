import BerthTesting
import MetricRegistry
import Placement
import Synchronization
import Telemetry
import Testing

/// Consumers that hear of each run before its reporter is answered.
struct ObservationFeedTests {
    private let runs = MemoryRunStore()
    private let registry = MetricRegistry()
    private let measures: ConsumerMeasures

    init() { self.measures = ConsumerMeasures(self.registry) }

    private var metrics: String { PrometheusText.text(of: self.registry.snapshot) }

    private func report(_ numbers: Range<Int>, to domain: String = "sandbox") async throws {
        _ = try await self.runs.append(numbers.map { RunReport(SampleRuns.run($0)) }, to: domain)
    }

    private func feed(_ consumers: any ObservationConsumer..., capacity: Int = 100) -> ObservationFeed {
        ObservationFeed(log: self.runs, consumers: consumers, measures: self.measures, capacity: capacity)
    }

    @Test func `each run is taken once, in order, before the delivery returns`() async throws {
        let (first, second) = (Notebook("first"), Notebook("second"))
        let feed = self.feed(first, second)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for index in 0..<200 {
                group.addTask {
                    let run = SampleRuns.run(index)
                    _ = try await self.runs.append([RunReport(run)], to: index % 2 == 0 ? "sandbox" : "task")
                    await feed.deliver()
                    #expect(first.taken.contains { $0.run.id == run.id && $0.run == run })
                }
            }
            try await group.waitForAll()
        }
        #expect(first.numbers == Array(1...200) && second.numbers == first.numbers)
    }

    @Test func `consumers start with what is committed after they were there`() async throws {
        try await self.report(0..<5)
        let notebook = Notebook("late")
        let feed = self.feed(notebook)
        await feed.deliver()
        #expect(notebook.numbers == [])
        try await self.report(5..<7)
        await feed.deliver()
        await feed.deliver()
        #expect(notebook.numbers == [6, 7])
    }

    @Test func `one that fails is counted and brought the rest later, and holds up nobody`() async throws {
        let (faulty, other) = (Notebook("faulty"), Notebook("other"))
        let feed = self.feed(faulty, other)
        try await self.report(0..<2)
        await feed.deliver()
        faulty.fails = true
        for index in 2..<5 {
            try await self.report(index..<index + 1)
            await feed.deliver()
        }
        #expect(faulty.numbers == [1, 2] && other.numbers == [1, 2, 3, 4, 5])
        #expect(self.metrics.contains(#"berth_consumer_failures_total{consumer="faulty"} 1"#), "it rests in between")
        #expect(self.metrics.contains(#"berth_consumer_behind_runs{consumer="faulty"} 3"#))
        #expect(self.metrics.contains(#"berth_consumer_behind_runs{consumer="other"} 0"#))
        faulty.fails = false
        try await self.report(5..<6)
        await feed.deliver()
        #expect(faulty.numbers == Array(1...6) && other.numbers == faulty.numbers)
        #expect(self.metrics.contains(#"berth_consumer_behind_runs{consumer="faulty"} 0"#))
    }

    @Test func `what nobody handed on is not held beyond a bound, and is read from the store`() async throws {
        let notebook = Notebook("slow")
        let feed = self.feed(notebook, capacity: 50)
        // Some are held, then none of them.
        try await self.report(0..<30)
        try await self.report(30..<1_200)
        await feed.deliver()
        #expect(notebook.numbers == Array(1...1_000), "a delivery brings one page of them")
        try await self.report(1_200..<1_201)
        await feed.deliver()
        try await self.report(1_201..<1_202)
        await feed.deliver()
        #expect(notebook.numbers == Array(1...1_202))
    }

    @Test func `runs removed before a consumer that lagged came to them are counted`() async throws {
        let notebook = Notebook("faulty")
        let feed = self.feed(notebook)
        notebook.fails = true
        try await self.report(0..<4)
        await feed.deliver()
        _ = try await self.runs.remove(from: "sandbox", startedBefore: SampleRuns.run(3).startedAt, limit: 9)
        notebook.fails = false
        for index in 4..<7 {
            try await self.report(index..<index + 1)
            await feed.deliver()
        }
        #expect(notebook.numbers == [4, 5, 6, 7])
        #expect(self.metrics.contains(#"berth_consumer_missed_runs_total{consumer="faulty"} 3"#))
    }
}

/// Consumers with a cursor.
struct ObservationReaderTests {
    private let runs = MemoryRunStore()
    private let cursors = MemoryObservationCursors()
    private let registry = MetricRegistry()
    private let clock = ManualClock()
    private let feed: ObservationFeed
    private let measures: ConsumerMeasures

    init() {
        self.measures = ConsumerMeasures(self.registry)
        self.feed = ObservationFeed(log: self.runs, consumers: [], measures: self.measures)
    }

    private var metrics: String { PrometheusText.text(of: self.registry.snapshot) }

    private func report(_ numbers: Range<Int>) async throws {
        _ = try await self.runs.append(numbers.map { RunReport(SampleRuns.run($0)) }, to: "sandbox")
    }

    private func reader(_ consumer: any ObservationConsumer, page: Int = 4) -> ObservationReader {
        ObservationReader(
            consumer,
            log: self.runs,
            cursors: self.cursors,
            feed: self.feed,
            measures: self.measures,
            clock: self.clock,
            pageLimit: page
        )
    }

    /// Lets readers run until something has happened, and stops them.
    private func reading(_ readers: ObservationReader..., until event: () async throws -> Void) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            for reader in readers {
                group.addTask { await #expect(throws: CancellationError.self) { try await reader.run() } }
            }
            try await event()
            group.cancelAll()
            try await group.waitForAll()
        }
    }

    @Test func `a consumer begins with the oldest, goes on as runs come in, and continues where it stood`() async throws
    {
        try await self.report(0..<10)
        let notebook = Notebook("drift")
        try await self.reading(self.reader(notebook)) {
            await notebook.took(10)
            try await self.report(10..<12)
            await notebook.took(12)
        }
        #expect(notebook.numbers == Array(1...12) && notebook.largestPage <= 4)
        // While it is down.
        try await self.report(12..<20)
        let next = Notebook("drift")
        try await self.reading(self.reader(next)) { await next.took(8) }
        let numbers = next.numbers
        #expect(numbers.last == 20 && Set(numbers).isSuperset(of: 13...20) && numbers.allSatisfy { $0 > 8 })
    }

    @Test func `a process that ends between the commit and the cursor brings those runs again`() async throws {
        try await self.report(0..<8)
        let lost = LostCursors(self.cursors, from: 8)
        let notebook = Notebook("drift")
        let reader = ObservationReader(
            notebook,
            log: self.runs,
            cursors: lost,
            feed: self.feed,
            measures: self.measures,
            clock: self.clock,
            pageLimit: 4
        )
        try await self.reading(reader) { await notebook.took(8) }
        #expect(self.cursors.cursor(of: "drift") == ObservationCursor(number: 4), "the second page was never noted")
        let next = Notebook("drift")
        try await self.reading(self.reader(next)) { await next.took(4) }
        #expect(Array(next.numbers.prefix(4)) == [5, 6, 7, 8])
    }

    @Test func `two consumers go at their own pace`() async throws {
        try await self.report(0..<9)
        let (quick, stuck) = (Notebook("quick"), Notebook("stuck"))
        stuck.fails = true
        try await self.reading(self.reader(quick), self.reader(stuck)) {
            await quick.took(9)
            await self.clock.sleeper(for: ObservationReader.firstPause)
        }
        #expect(quick.numbers == Array(1...9) && stuck.numbers == [])
        #expect(self.cursors.cursor(of: "stuck") == nil)
        #expect(self.metrics.contains(#"berth_consumer_failures_total{consumer="stuck"} 1"#))
    }

    @Test func `one that fails is tried again later and later, from the same run on`() async throws {
        try await self.report(0..<3)
        let notebook = Notebook("faulty")
        notebook.fails = true
        try await self.reading(self.reader(notebook)) {
            await self.clock.pass(.seconds(1))
            await self.clock.pass(.seconds(2))
            await self.clock.sleeper(for: .seconds(4))
            notebook.fails = false
            self.clock.advance(by: .seconds(4))
            await notebook.took(3)
        }
        #expect(notebook.numbers == [1, 2, 3])
        #expect(self.metrics.contains(#"berth_consumer_failures_total{consumer="faulty"} 3"#))
    }

    @Test func `the cursor says how many runs were removed before they were read`() async throws {
        try await self.report(0..<6)
        _ = try await self.runs.remove(from: "sandbox", startedBefore: SampleRuns.run(4).startedAt, limit: 9)
        let notebook = Notebook("drift")
        try await self.reading(self.reader(notebook)) {
            await notebook.took(2)
            // Everything that is left, too.
            _ = try await self.runs.remove(from: "sandbox", startedBefore: SampleRuns.run(9).startedAt, limit: 9)
            try await self.report(20..<21)
            await notebook.took(3)
            try await self.report(21..<22)
            await notebook.took(4)
        }
        #expect(notebook.numbers == [5, 6, 7, 8])
        let cursor = try #require(self.cursors.cursor(of: "drift"))
        #expect(cursor.number >= 7 && cursor.missed == 4)
        #expect(self.metrics.contains(#"berth_consumer_missed_runs_total{consumer="drift"} 4"#))
    }
}

/// Writes down what it takes, and fails when it is told to.
private final class Notebook: ObservationConsumer {
    private struct State {
        var taken: [Observation] = []
        var largestPage = 0
        var fails = false
        var waiting: [(count: Int, continuation: CheckedContinuation<Void, Never>)] = []
    }

    private struct Refusal: Error {}

    let name: String
    private let state = Mutex(State())

    init(_ name: String) { self.name = name }

    var taken: [Observation] { self.state.withLock { $0.taken } }
    var numbers: [Int64] { self.taken.map(\.number) }
    var largestPage: Int { self.state.withLock { $0.largestPage } }
    var fails: Bool {
        get { self.state.withLock { $0.fails } }
        set { self.state.withLock { $0.fails = newValue } }
    }

    func take(_ observations: [Observation]) throws {
        let awake = try self.state.withLock { state in
            if state.fails { throw Refusal() }
            state.taken += observations
            state.largestPage = max(state.largestPage, observations.count)
            let count = state.taken.count
            let awake = state.waiting.filter { $0.count <= count }
            state.waiting.removeAll { $0.count <= count }
            return awake
        }
        for waiter in awake { waiter.continuation.resume() }
    }

    /// Waits until it has taken so many.
    func took(_ count: Int) async {
        await withCheckedContinuation { continuation in
            let isThere = self.state.withLock { state in
                if state.taken.count >= count { return true }
                state.waiting.append((count, continuation))
                return false
            }
            if isThere { continuation.resume() }
        }
    }
}

/// Cursors of a process that ends before it can move one to a number.
private struct LostCursors: ObservationCursors {
    let kept: MemoryObservationCursors
    let end: Int64

    init(_ kept: MemoryObservationCursors, from end: Int64) {
        self.kept = kept
        self.end = end
    }

    func cursor(of consumer: String) async throws -> ObservationCursor? { self.kept.cursor(of: consumer) }

    func move(_ consumer: String, to cursor: ObservationCursor) async throws {
        guard cursor.number < self.end else { throw CancellationError() }
        self.kept.move(consumer, to: cursor)
    }
}
