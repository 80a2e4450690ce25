internal import Foundation
internal import GRDB
internal import Placement
internal import Telemetry

/// The targets of the runs of one transaction, each as its latest run has it; written once at its end, so that a start
/// need not read the runs.
struct LatestTargets {
    private struct Place: Hashable {
        let domain: Int64
        let target: Int64
    }

    private var latest: [Place: Run] = [:]

    /// - Parameters: Numbers of the names of the run's domain and target.
    mutating func note(_ run: Run, domain: Int64, target: Int64) {
        let place = Place(domain: domain, target: target)
        if let known = self.latest[place], run.position < known.position { return }
        self.latest[place] = run
    }

    func write(to database: Database) throws {
        for (place, run) in self.latest {
            var attributes = ByteWriter()
            attributes.record(run.target.attributes)
            try database.cachedStatement(sql: Self.upsert).execute(
                arguments: [
                    place.domain, place.target, run.startedAt.microseconds, run.id.description,
                    attributes.bytes.databaseBlob,
                ]
            )
        }
    }

    private static let upsert = """
        INSERT INTO run_targets (domain, target, started, run, attributes) VALUES (?, ?, ?, ?, ?)
        ON CONFLICT DO UPDATE SET started = excluded.started, run = excluded.run, attributes = excluded.attributes
        WHERE (excluded.started, excluded.run) > (run_targets.started, run_targets.run)
        """

    /// The targets that a domain's runs are on, ascending by id.
    static func targets(of domain: Int64, constants: Constants, in database: Database) throws -> [Target] {
        let rows = try Row.fetchCursor(
            database,
            sql: """
                SELECT target, attributes FROM run_targets JOIN run_counts USING (domain, target)
                WHERE domain = ? AND count > 0
                """,
            arguments: [domain]
        )
        var targets: [Target] = []
        while let row = try rows.next() {
            var attributes = ByteReader([UInt8](row[1] as Data))
            let target = Target(
                id: Target.ID(try constants.name(row[0], in: database)),
                attributes: try attributes.record()
            )
            try attributes.requireEnd()
            targets.append(target)
        }
        return targets.sorted { $0.id < $1.id }
    }

    // MARK: Databases from before

    /// Reads the targets of all runs of a database that did not keep them. One segment is in memory at once.
    static func fill(_ database: Database) throws {
        let constants = Constants()
        var targets = LatestTargets()
        let rows = try Row.fetchCursor(database, sql: "SELECT id, started, decision, body, domain FROM runs")
        while let row = try rows.next() {
            try Self.reading {
                let report = try RunSelection.report(row, constants: constants, in: database)
                try targets.note([report], domain: row[4], constants, database)
            }
        }
        let segments = try Row.fetchCursor(database, sql: "SELECT body, domain FROM run_segments")
        while let row = try segments.next() {
            try Self.reading {
                let reports = try RunSegment.reports(row[0], lowest: 0, constants: constants, in: database)
                try targets.note(reports.map(\.report), domain: row[1], constants, database)
            }
        }
        try targets.write(to: database)
    }

    /// What is damaged is told whenever it is read; it keeps nobody from opening the rest.
    private static func reading(_ work: () throws -> Void) throws {
        do { try work() } catch is ByteFault {}
    }

    private mutating func note(
        _ reports: [RunReport],
        domain: Int64,
        _ constants: Constants,
        _ database: Database
    ) throws {
        for report in reports {
            guard let target = try constants.id(ofName: report.run.target.id.description, in: database) else {
                continue
            }
            self.note(report.run, domain: domain, target: target)
        }
    }
}
