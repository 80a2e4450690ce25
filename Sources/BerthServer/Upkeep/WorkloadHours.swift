internal import Decisions
internal import Placement

/// Walks through the sums of workloads and removes what is too old, a little at a time: they have no order by age.
struct WorkloadHours {
    /// A walk begins so long after the start of the one before.
    private static let walkSeconds = 86_400.0
    /// Pieces a turn: some hundredths of a second of reading each.
    private static let turnPieces = 20

    private var begun: Timestamp?
    /// What is left of the walk; the last domain is walked through now.
    private var domains: [Domain] = []
    private var place: HistoryPlace?

    /// A domain and the first hour that is kept.
    struct Domain: Sendable, Hashable {
        let name: String
        let firstHour: Int64
    }

    /// Begins a walk where one is due.
    ///
    /// - Parameter domains: Asked for only then.
    mutating func begin(at moment: Timestamp, _ domains: () async throws -> [Domain]) async throws {
        // A clock that went back starts a walk too many.
        if let begun, (0..<Self.walkSeconds).contains(moment.secondsSince1970 - begun.secondsSince1970) { return }
        self.domains = try await domains()
        self.begun = moment
        self.place = nil
    }

    /// Goes on for some pieces.
    ///
    /// - Parameter limit: Of rows that one piece removes.
    /// - Returns: How many were removed.
    mutating func walk(_ history: any HistoryArchive, limit: Int) async throws -> Int {
        var removed = 0
        for _ in 0..<Self.turnPieces {
            guard let domain = self.domains.last else { break }
            let piece = try await history.removeWorkloadHours(
                of: domain.name,
                before: domain.firstHour,
                after: self.place,
                limit: limit
            )
            removed += piece.removed
            self.place = piece.next
            if piece.next == nil { self.domains.removeLast() }
        }
        return removed
    }
}
