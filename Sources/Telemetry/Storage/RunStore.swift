package import Placement

/// Keeps the runs of every domain, and tells of them in the order in which they were committed.
///
/// Every method throws ``RunStoreError`` for runs that cannot be kept, and the store's own errors for a broken disk or
/// connection.
package protocol RunStore: ObservationLog {
    /// Keeps reports, durably before it returns. Within a domain an id names one run: the same report again is counted
    /// as a duplicate, another one under a known id is told and not kept, and so is one whose decision is unknown. All
    /// or nothing is kept of the rest.
    func append(_ reports: [RunReport], to domain: String) async throws -> RunImport

    /// The runs that a query asks for, ascending by start, runs of one start by id.
    func runs(_ query: RunQuery) async throws -> [Run]

    /// The same with what stands beside each run.
    func reports(_ query: RunQuery) async throws -> [RunReport]

    /// The targets that a domain's runs were on, each as its latest run has it, ascending by id.
    func targets(of domain: String) async throws -> [Target]

    /// How many runs a domain has, since when and where; nothing for a domain without runs.
    func summary(of domain: String) async throws -> RunCounts

    /// The domains that have runs, ascending.
    func domains() async throws -> [String]
}

/// Keeps a store of runs small: what is old is packed, what is too old is removed.
package protocol RunArchive: Sendable {
    /// Packs runs that were received before a moment into compressed columns, which queries read like the others.
    ///
    /// - Parameter limit: At most this many at once, so that other writers wait only shortly.
    /// - Returns: How many were packed; fewer than `limit` when nothing is left.
    func seal(receivedBefore moment: Timestamp, limit: Int) async throws -> Int

    /// Removes runs of a domain that started before a moment.
    ///
    /// - Returns: How many were removed; fewer than `limit` when nothing is left.
    func remove(from domain: String, startedBefore moment: Timestamp, limit: Int) async throws -> Int
}

/// Which runs are asked for.
package struct RunQuery: Sendable, Hashable {
    /// The domain's name.
    package let domain: String
    /// Starts at this moment or later.
    package let from: Timestamp?
    /// Starts before this moment.
    package let until: Timestamp?
    /// Stands after this run in the order of starts: the next page.
    package let after: Position?
    /// At most this many, the earliest; `nil` for all.
    package let limit: Int?

    /// Where a run stands in the order of starts.
    package struct Position: Sendable, Hashable, Comparable {
        /// The start of the run.
        package let startedAt: Timestamp
        /// Tells runs of one start apart.
        package let id: Run.ID

        package init(startedAt: Timestamp, id: Run.ID) {
            self.startedAt = startedAt
            self.id = id
        }

        package static func < (left: Self, right: Self) -> Bool {
            (left.startedAt, left.id) < (right.startedAt, right.id)
        }
    }

    /// - Precondition: The limit is not negative.
    package init(
        domain: String,
        from: Timestamp? = nil,
        until: Timestamp? = nil,
        after: Position? = nil,
        limit: Int? = nil
    ) {
        precondition((limit ?? 0) >= 0, "a limit is not negative")
        self.domain = domain
        self.from = from
        self.until = until
        self.after = after
        self.limit = limit
    }

    /// Whether the run is in the window and behind ``after``; the domain is not looked at.
    package func includes(_ run: Run) -> Bool {
        self.from.map { $0 <= run.startedAt } != false && self.until.map { run.startedAt < $0 } != false
            && self.after.map { $0 < run.position } != false
    }

    /// The included ones of some reports, in the order and number that are asked for.
    package func answer(from reports: some Sequence<RunReport>) -> [RunReport] {
        let ordered = reports.filter { self.includes($0.run) }.sorted { $0.run.position < $1.run.position }
        return self.limit.map { Array(ordered.prefix($0)) } ?? ordered
    }
}

extension [Run] {
    /// The targets of runs in order of their starts, each as its last run has it, ascending by id.
    package var latestTargets: [Target] {
        Dictionary(self.map { ($0.target.id, $0.target) }) { $1 }.values.sorted { $0.id < $1.id }
    }
}

extension Run {
    /// Where the run stands in the order of starts; runs of one start by id.
    package var position: RunQuery.Position { RunQuery.Position(startedAt: self.startedAt, id: self.id) }
}

/// What became of runs that were to be kept.
package struct RunImport: Sendable, Hashable {
    /// Places in the given list of those that were kept, ascending.
    package var kept: [Int]
    /// Known already, with the same content.
    package var duplicates: Int
    /// Ids that are known with another content, in the order given; the known run stands.
    package var contradicting: [Run.ID]
    /// Ids of runs that name a decision which is not in the log, in the order given; they are not kept.
    package var unknownDecisions: [Run.ID]

    package init(
        kept: [Int] = [],
        duplicates: Int = 0,
        contradicting: [Run.ID] = [],
        unknownDecisions: [Run.ID] = []
    ) {
        self.kept = kept
        self.duplicates = duplicates
        self.contradicting = contradicting
        self.unknownDecisions = unknownDecisions
    }

    /// Runs that were not there before.
    package var imported: Int { self.kept.count }
}

/// How many runs a domain has.
package struct RunCounts: Sendable, Hashable {
    /// All runs of the domain.
    package private(set) var count = 0
    /// Start of the earliest run; `nil` without runs.
    package private(set) var earliest: Timestamp?
    /// Start of the latest run; `nil` without runs.
    package private(set) var latest: Timestamp?
    /// How many of them each target has.
    package private(set) var countPerTarget: [Target.ID: Int] = [:]

    /// No runs.
    package init() {}

    /// Counts that a store keeps; how many there are in all is their sum.
    package init(earliest: Timestamp?, latest: Timestamp?, countPerTarget: [Target.ID: Int]) {
        self.count = countPerTarget.values.reduce(0, +)
        self.earliest = earliest
        self.latest = latest
        self.countPerTarget = countPerTarget
    }

    /// Counts one run more.
    package mutating func add(_ run: Run) {
        self.count += 1
        self.earliest = min(self.earliest ?? run.startedAt, run.startedAt)
        self.latest = max(self.latest ?? run.startedAt, run.startedAt)
        self.countPerTarget[run.target.id, default: 0] += 1
    }
}
