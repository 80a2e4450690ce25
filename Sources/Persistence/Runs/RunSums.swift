internal import Features
internal import GRDB

/// Sums over the runs of one transaction, written once at its end: many runs of one hour and target are one row.
struct RunSums {
    /// An hour of a target, or of a workload on a target. Domains and targets by the numbers of their names.
    private struct Hour: Hashable {
        let domain: Int64
        let workload: Int64?
        let target: Int64
        let hour: Int64
    }

    private var hours: [Hour: RunSummary] = [:]
    private struct Place: Hashable {
        let domain: Int64
        let target: Int64
    }

    private var counts: [Place: Int64] = [:]

    /// - Parameter workload: A hash of the workload's key.
    mutating func add(_ sums: RunSummary, domain: Int64, workload: Int64, target: Int64, hour: Int64) {
        for workload in [nil, workload] {
            self.hours[Hour(domain: domain, workload: workload, target: target, hour: hour), default: .empty].add(sums)
        }
        self.counts[Place(domain: domain, target: target), default: 0] += sums.runs
    }

    func write(to batch: WriteBatch) throws {
        for (key, count) in self.counts {
            try batch.run(
                """
                INSERT INTO run_counts (domain, target, count) VALUES (?, ?, ?)
                ON CONFLICT DO UPDATE SET count = count + excluded.count
                """,
                [key.domain, key.target, count]
            )
        }
        for (key, sums) in self.hours {
            let figures: StatementArguments = [sums.runs, sums.failures, sums.timeMicroseconds, sums.costNanos]
            if let workload = key.workload {
                try batch.run(Self.workloadHour, [key.domain, workload, key.target, key.hour] + figures)
            } else {
                try batch.run(Self.targetHour, [key.domain, key.target, key.hour] + figures)
            }
        }
    }

    private static let addition = """
        ON CONFLICT DO UPDATE SET runs = runs + excluded.runs, failures = failures + excluded.failures,
        time = wrapping_add(time, excluded.time), cost = wrapping_add(cost, excluded.cost)
        """
    private static let targetHour = """
        INSERT INTO target_hours (domain, target, hour, runs, failures, time, cost) VALUES (?, ?, ?, ?, ?, ?, ?)
        \(Self.addition)
        """
    private static let workloadHour = """
        INSERT INTO workload_hours (domain, workload, target, hour, runs, failures, time, cost)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?)
        \(Self.addition)
        """

    /// Sums wrap, as those of `RunStatistics` do, where SQLite's own addition would turn to a floating number.
    static let wrappingAdd = DatabaseFunction("wrapping_add", argumentCount: 2, pure: true) { values in
        guard let left = Int64.fromDatabaseValue(values[0]), let right = Int64.fromDatabaseValue(values[1]) else {
            return nil
        }
        return left &+ right
    }
}

extension RunSummary {
    /// The sums of two sets of runs; clock hours are counted as if no hour had runs of both.
    mutating func add(_ other: RunSummary) {
        self.runs += other.runs
        self.failures += other.failures
        self.timeMicroseconds &+= other.timeMicroseconds
        self.costNanos &+= other.costNanos
        self.hoursSeen += other.hoursSeen
        self.hoursUp += other.hoursUp
    }
}
