package import Placement

/// Keeps the runs of every domain.
///
/// Every method throws ``RunStoreError`` for runs that cannot be kept, and the store's own errors for a broken disk or
/// connection.
package protocol RunStore: Sendable {
    /// Keeps runs, durably before it returns. Within a domain an id names one run: the same run again is counted as a
    /// duplicate, another run under a known id is reported and not kept. All or nothing is kept of the rest.
    func append(_ runs: [Run], to domain: String) async throws -> RunImport

    /// The runs that a query asks for, ascending by start, runs of one start by id.
    func runs(_ query: RunQuery) async throws -> [Run]

    /// How many runs a domain has, since when and where; nothing for a domain without runs.
    func summary(of domain: String) async throws -> RunSummary

    /// The domains that have runs, ascending.
    func domains() async throws -> [String]
}

/// Which runs are asked for.
package struct RunQuery: Sendable, Hashable {
    package let domain: String
    /// Starts at this moment or later.
    package let from: Timestamp?
    /// Starts before this moment.
    package let until: Timestamp?
    /// At most this many, the earliest; `nil` for all.
    package let limit: Int?

    /// - Precondition: The limit is not negative.
    package init(domain: String, from: Timestamp? = nil, until: Timestamp? = nil, limit: Int? = nil) {
        precondition((limit ?? 0) >= 0, "a limit is not negative")
        self.domain = domain
        self.from = from
        self.until = until
        self.limit = limit
    }

    package func includes(_ start: Timestamp) -> Bool {
        self.from.map { $0 <= start } != false && self.until.map { start < $0 } != false
    }

    /// The included ones of some runs, in the order and number that are asked for.
    package func answer(from runs: some Sequence<Run>) -> [Run] {
        let ordered = runs.filter { self.includes($0.startedAt) }.sorted { $0.precedes($1) }
        return self.limit.map { Array(ordered.prefix($0)) } ?? ordered
    }
}

extension Run {
    /// By start; runs of one start by id.
    package func precedes(_ other: Run) -> Bool {
        (self.startedAt, self.id) < (other.startedAt, other.id)
    }
}

/// What became of runs that were to be kept.
package struct RunImport: Sendable, Hashable, Codable {
    package var imported: Int
    /// Known already, with the same content.
    package var duplicates: Int
    /// Ids that are known with another content, in the order given; the known run stands.
    package var contradicting: [Run.ID]
    /// Bytes of a half-written run that a crash had left behind, and that were cut off now.
    package var removedTornBytes: Int

    package init(imported: Int = 0, duplicates: Int = 0, contradicting: [Run.ID] = [], removedTornBytes: Int = 0) {
        self.imported = imported
        self.duplicates = duplicates
        self.contradicting = contradicting
        self.removedTornBytes = removedTornBytes
    }
}

/// How many runs a domain has.
package struct RunSummary: Sendable, Hashable {
    package private(set) var count = 0
    /// Start of the earliest run; `nil` without runs.
    package private(set) var earliest: Timestamp?
    /// Start of the latest run; `nil` without runs.
    package private(set) var latest: Timestamp?
    package private(set) var countPerTarget: [Target.ID: Int] = [:]

    package init() {}

    package mutating func add(_ run: Run) {
        self.count += 1
        self.earliest = min(self.earliest ?? run.startedAt, run.startedAt)
        self.latest = max(self.latest ?? run.startedAt, run.startedAt)
        self.countPerTarget[run.target.id, default: 0] += 1
    }
}
