package import Placement

/// Makes decision ids: numbers that only grow, so that a log is written at its end and read in the order of time.
///
/// A number holds the milliseconds since 1970 in its upper 42 bits and a count in its lower 21. When the clock goes
/// back, or a millisecond has had more than two million decisions, the number after the last one is taken.
package struct DecisionSequence: Sendable {
    private var last: Int64

    /// - Parameter newest: The newest id in the log.
    package init(after newest: Decision.ID?) { self.last = newest?.number ?? 0 }

    package mutating func next(at moment: Timestamp) -> Decision.ID {
        self.last = max(self.last + 1, Self.leastNumber(at: moment))
        return Decision.ID(number: self.last)
    }

    /// No decision of this moment or later has a lower number.
    package static func leastNumber(at moment: Timestamp) -> Int64 {
        max(0, min(moment.microseconds / 1000, (1 << 42) - 1)) << 21
    }
}
