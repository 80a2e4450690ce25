package import Placement

/// Makes decision ids: numbers that only grow, so that a log is written at its end and read in the order of time.
///
/// A number holds the milliseconds since 1970 in its upper 42 bits, a count in the next 13 and the number of the replica
/// in the lowest 8, so that no two replicas make the same. When the clock goes back, or a millisecond has had more than
/// eight thousand decisions, the count goes on after the last number. Ids that were made before there were replicas have
/// their count in all 21 bits; they are lower than those that are made after them.
package struct DecisionSequence: Sendable {
    /// Numbers of replicas are below this.
    package static let replicas: Int64 = 1 << 8
    /// Numbers of a millisecond are below this.
    private static let countBits = 21

    private var last: Int64
    private let replica: Int64

    /// - Parameters:
    ///   - newest: The newest id in the log.
    ///   - replica: Which of the processes that share a log makes the ids; 0 for the only one.
    /// - Precondition: `replica` is in 0 ..< ``replicas``.
    package init(after newest: Decision.ID?, replica: Int64 = 0) {
        precondition((0..<Self.replicas).contains(replica), "a replica's number is below \(Self.replicas)")
        self.last = newest?.number ?? 0
        self.replica = replica
    }

    /// The next id, greater than all before.
    package mutating func next(at moment: Timestamp) -> Decision.ID {
        // The lowest number after the last one that is this replica's.
        let count = self.last / Self.replicas
        let after = (self.last % Self.replicas < self.replica ? count : count + 1) * Self.replicas
        self.last = max(after, Self.leastNumber(at: moment)) + self.replica
        return Decision.ID(number: self.last)
    }

    /// No decision of this moment or later has a lower number.
    package static func leastNumber(at moment: Timestamp) -> Int64 {
        max(0, min(moment.microseconds / 1000, (1 << 42) - 1)) << Self.countBits
    }
}
