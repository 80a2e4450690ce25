/// Reads reported runs in the order in which they were committed.
///
/// Numbers have no gaps when they are given. Where some are missing later, runs were removed, and a page says how many.
/// Reading throws the store's own errors for a broken disk or connection.
package protocol ObservationLog: Sendable {
    /// The observations after a number, at most so many.
    ///
    /// - Parameters:
    ///   - number: 0 for all that are left. One beyond the newest, as after a restored backup, is taken as the newest.
    ///   - limit: At least 1.
    func observations(after number: Int64, limit: Int) async throws -> ObservationPage

    /// The number of the newest observation, removed ones included; 0 before the first.
    func newestObservation() async throws -> Int64

    /// Has every commit's observations told from now on, in their order, before whoever reported them goes on.
    ///
    /// - Parameter hear: Must be quick and not use the store: everybody who writes waits for it.
    func whenCommitted(_ hear: @escaping @Sendable ([Observation]) -> Void)
}

/// Keeps how far each consumer of observations has come.
package protocol ObservationCursors: Sendable {
    /// `nil` for a consumer that has never moved.
    func cursor(of consumer: String) async throws -> ObservationCursor?

    /// Moves a consumer's cursor, durably before it returns.
    func move(_ consumer: String, to cursor: ObservationCursor) async throws
}

/// How far a consumer has come.
package struct ObservationCursor: Sendable, Hashable {
    /// Of the last observation that it took.
    package let number: Int64
    /// How many were removed before it came to them.
    package let missed: Int64

    package init(number: Int64, missed: Int64 = 0) {
        self.number = number
        self.missed = missed
    }

    /// The cursor after a page was taken: at its last number, with what it missed added.
    package func moved(over page: ObservationPage) -> ObservationCursor {
        ObservationCursor(number: page.last, missed: self.missed + page.missed)
    }
}

/// Takes in what was observed.
package protocol ObservationConsumer: Sendable {
    /// Names its cursor and its metrics; of lower-case letters, digits and hyphens, and never changed.
    var name: String { get }

    /// Takes some observations, ascending by number, at least one.
    ///
    /// What it throws is counted, and the same observations are brought again.
    func take(_ observations: [Observation]) async throws
}
