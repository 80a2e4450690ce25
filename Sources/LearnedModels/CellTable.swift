package import Domains
package import Placement

/// What is known of each workload on each target: a cell from the training runs, brought up to date by runs since.
package struct CellTable: Sendable {
    private typealias Row = [Target.ID: Cell]

    private let failures: Domain.Failures
    private let hourlyPrice: @Sendable (Run) -> Double
    /// From the training runs.
    private let base: [Workload.Key: Row]
    /// Runs since then, by pair, in the order in which they started.
    private var recent: [Workload.Key: [Target.ID: [Run]]] = [:]
    private var current: [Workload.Key: Row]

    /// - Parameters:
    ///   - runs: In any order.
    ///   - hourlyPrice: The price of an hour as it was for a run, above 0; 1 where there is none.
    package init(
        _ runs: [Run],
        failures: Domain.Failures,
        hourlyPrice: @escaping @Sendable (Run) -> Double = { _ in 1 }
    ) {
        let sorted = runs.sorted { ($0.startedAt, $0.id) < ($1.startedAt, $1.id) }
        self.init(
            base: Dictionary(grouping: sorted, by: \.workload.key).mapValues { runs in
                Dictionary(grouping: runs, by: \.target.id).compactMapValues {
                    Cell($0, failures: failures, hourlyPrice: hourlyPrice)
                }
            }.filter { !$0.value.isEmpty },
            failures: failures,
            hourlyPrice: hourlyPrice
        )
    }

    private init(
        base: [Workload.Key: Row],
        failures: Domain.Failures,
        hourlyPrice: @escaping @Sendable (Run) -> Double
    ) {
        self.failures = failures
        self.hourlyPrice = hourlyPrice
        self.base = base
        self.current = base
    }

    /// - Parameter runs: In the order in which they started, none before those known.
    package mutating func add(_ runs: [Run]) {
        for run in runs {
            let (workload, target) = (run.workload.key, run.target.id)
            self.recent[workload, default: [:]][target, default: []].append(run)
            let runs = self.recent[workload]?[target] ?? []
            let base = self.base[workload]?[target]
            guard let newer = Cell(runs, failures: self.failures, hourlyPrice: self.hourlyPrice) else {
                if let base { self.current[workload]?[target] = base.followed(byFailures: runs.count) }
                continue
            }
            self.current[workload, default: [:]][target] = base?.merged(with: newer) ?? newer
        }
    }

    /// What is known of the pair; `nil` where none of its runs counts.
    package subscript(workload: Workload.Key, target: Target.ID) -> Cell? { self.current[workload]?[target] }

    /// Whether a run of the pair is known, failed ones since training too.
    package func hasRun(_ workload: Workload.Key, on target: Target.ID) -> Bool {
        self[workload, target] != nil || self.failures(of: workload, on: target) > 0
    }

    /// How often a pair without a cell has failed since training.
    func failures(of workload: Workload.Key, on target: Target.ID) -> Int {
        self[workload, target] == nil ? self.recent[workload]?[target]?.count ?? 0 : 0
    }

    /// What is known of one workload on one target.
    struct Pair {
        let cell: Cell?
        /// How often a pair without a cell has failed since training.
        let failures: Int

        static let unknown = Pair(cell: nil, failures: 0)
    }

    /// In the order of the targets.
    func pairs(of workload: Workload.Key, on targets: some Collection<Target.ID>) -> [Pair] {
        let cells = self.current[workload]
        let recent = self.recent[workload]
        guard cells != nil || recent != nil else { return Array(repeating: .unknown, count: targets.count) }
        return targets.map { target in
            let cell = cells?[target]
            return Pair(cell: cell, failures: cell == nil ? recent?[target]?.count ?? 0 : 0)
        }
    }

    /// By row, for the rows of which something is known.
    func pairs(of workload: Workload.Key, in table: TargetTable) -> [Int: Pair] {
        var ids = Set((self.current[workload] ?? [:]).keys)
        if let recent = self.recent[workload] { ids.formUnion(recent.keys) }
        var pairs: [Int: Pair] = [:]
        for id in ids {
            guard let row = table.row(of: id) else { continue }
            pairs[row] = self.pairs(of: workload, on: CollectionOfOne(id))[0]
        }
        return pairs
    }

    func cells(of workload: Workload.Key) -> [Target.ID: Cell] { self.current[workload] ?? [:] }

    /// Whether the workload has a cell on any target.
    package func knows(_ workload: Workload.Key) -> Bool { self.current[workload] != nil }

    /// The workload's cells, in the order of the targets' names.
    package func row(of workload: Workload.Key) -> [(target: Target.ID, cell: Cell)] {
        (self.current[workload] ?? [:]).sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    }

    /// Those with a cell on any target, ascending by key.
    package var workloads: [Workload.Key] { self.current.keys.sorted() }
}

extension CellTable {
    /// The training part as texts and cells, for a model file.
    package var stored: [String: [String: Cell]] {
        Dictionary(
            uniqueKeysWithValues: self.base.map { workload, row in
                (
                    workload.description,
                    Dictionary(uniqueKeysWithValues: row.map { ($0.key.description, $0.value) })
                )
            }
        )
    }

    package init(
        stored: [String: [String: Cell]],
        failures: Domain.Failures,
        hourlyPrice: @escaping @Sendable (Run) -> Double = { _ in 1 }
    ) {
        let base = stored.map { workload, row in
            (
                Workload.Key(workload),
                Dictionary(uniqueKeysWithValues: row.map { (Target.ID($0.key), $0.value) })
            )
        }
        self.init(base: Dictionary(uniqueKeysWithValues: base), failures: failures, hourlyPrice: hourlyPrice)
    }
}
