/// Brings observations to a consumer at its own pace, from where its cursor stands in the store.
///
/// Nothing is queued for it: what it has not taken waits in the store, however slow it is. Each page is brought at least
/// once. A consumer that keeps what it makes of a page and its cursor in one transaction, which the store's own
/// consumers can, takes each exactly once.
package struct ObservationReader: Sendable {
    private let consumer: any ObservationConsumer
    private let log: any ObservationLog
    private let cursors: any ObservationCursors
    private let feed: ObservationFeed
    private let measures: ConsumerMeasures
    private let clock: any Clock<Duration>
    private let pageLimit: Int

    /// The most observations that a consumer is brought at once, unless said otherwise.
    package static let usualPage = 500
    /// After a failure it waits so long, twice as long after the next, up to the longest.
    package static let firstPause = Duration.seconds(1)
    /// The longest wait after failures.
    package static let longestPause = Duration.seconds(60)

    /// - Parameters:
    ///   - feed: Tells when there is more in the log.
    ///   - pageLimit: The most observations that the consumer is brought at once.
    package init(
        _ consumer: any ObservationConsumer,
        log: any ObservationLog,
        cursors: any ObservationCursors,
        feed: ObservationFeed,
        measures: ConsumerMeasures,
        clock: any Clock<Duration>,
        pageLimit: Int = ObservationReader.usualPage
    ) {
        self.consumer = consumer
        self.log = log
        self.cursors = cursors
        self.feed = feed
        self.measures = measures
        self.clock = clock
        self.pageLimit = pageLimit
    }

    /// Goes on until the task is cancelled. A consumer without a cursor begins with the oldest observation that is left.
    ///
    /// - Throws: `CancellationError`.
    package func run() async throws {
        var pause = Self.firstPause
        while true {
            do {
                // Read again after a failure: the consumer may have moved it itself.
                var cursor = try await self.cursors.cursor(of: self.consumer.name) ?? ObservationCursor(number: 0)
                while true {
                    cursor = try await self.turn(from: cursor)
                    pause = Self.firstPause
                }
            } catch is CancellationError {
                throw CancellationError()
            } catch {
                self.measures.failed(self.consumer.name)
            }
            try await self.clock.sleep(for: pause)
            pause = min(pause * 2, Self.longestPause)
        }
    }

    /// Brings one page, or waits until there is one.
    private func turn(from cursor: ObservationCursor) async throws -> ObservationCursor {
        try Task.checkCancellation()
        let page = try await self.log.observations(after: cursor.number, limit: self.pageLimit)
        guard page.last != cursor.number else {
            self.measures.stands(self.consumer.name, behind: 0)
            try await self.feed.wait(beyond: cursor.number)
            return cursor
        }
        if !page.observations.isEmpty { try await self.consumer.take(page.observations) }
        let moved = cursor.moved(over: page)
        try await self.cursors.move(self.consumer.name, to: moved)
        self.measures.missed(self.consumer.name, page.missed)
        self.measures.stands(self.consumer.name, behind: self.feed.newest - moved.number)
        return moved
    }
}
