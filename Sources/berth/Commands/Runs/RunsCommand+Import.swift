internal import ArgumentParser
internal import Domains
internal import Persistence
internal import Placement
internal import RunMapping
internal import Statistics
internal import Tables
internal import Telemetry
internal import Training

extension RunsCommand {
    struct Import: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Imports a run history into the data directory.",
            discussion: """
                CSV files are read as the domain file says; .json and .ndjson files hold run reports (one, a list, or one \
                per line) or what berth runs export wrote. Nothing is stored if any row is bad, unless --keep-going skips \
                the bad ones. The same run twice is one run.

                Examples:
                  berth runs import --domain cluster runs.csv
                  berth runs import reports.ndjson --keep-going
                  berth runs import --domain instances perf.csv --side instance_types=types.csv --json
                """
        )

        @OptionGroup var domain: DomainOptions
        @OptionGroup var data: DataOptions
        @OptionGroup var sides: SideOptions

        @Argument(help: "CSV, JSON or NDJSON files.")
        var files: [String]

        @Flag(name: .long, help: "Skip bad rows and list them, instead of rejecting the file.")
        var keepGoing = false

        @Flag(name: .long, help: "Store runs without the decisions they name, for example if those are elsewhere.")
        var withoutDecisions = false

        @Flag(name: .long, help: "JSON instead of text.")
        var json = false

        private static let listedBadRows = 1000

        private struct ImportSummary: Encodable {
            let imported: Int
            let duplicates: Int
            let contradicting: [String]
            let unknownDecisions: [String]
            let bad: [String]
            let report: DataReport
        }

        func run() async throws {
            try await reporting {
                let domain = try self.domain.load()
                let csv = self.files.filter { !Self.isReports($0) }
                var runs: [RunReport] = []
                var bad: [String] = []
                if !csv.isEmpty {
                    let mapped = try self.mapped(csv, domain: domain)
                    runs += try Self.named(mapped.runs.map(\.run), domain: domain).map { RunReport($0) }
                    bad += mapped.badRows.map { "\($0)" }
                }
                let workspace = try await Workspace(try self.data.open(for: .writing), domain: domain)
                let reports = self.files.filter(Self.isReports)
                if !reports.isEmpty {
                    let reader = RunReader(
                        domain: domain,
                        targets: try await workspace.targets(model: nil),
                        specFields: WorkloadSchema(of: domain).attributes,
                        badRuns: self.keepGoing ? .leaveOut : .refuse
                    )
                    for path in reports {
                        let bytes = try Files.bytes(path)
                        if RunRecord.isBeginning(of: bytes) {
                            runs += try RunRecord.reports(bytes, file: path)
                            continue
                        }
                        let result = try reader.read(bytes, file: path)
                        runs += result.reports
                        bad += result.badRuns.map { "\($0)" }
                    }
                }
                if self.withoutDecisions {
                    runs = runs.map { RunReport($0.run, error: $0.error, metrics: $0.metrics) }
                }
                let kept = try await workspace.runs.append(runs, to: domain.name)
                let all = try await workspace.runs.runs(RunQuery(domain: domain.name))
                let report = DataReport(on: all, asOf: .now())
                if self.json {
                    return try Console.json(
                        ImportSummary(
                            imported: kept.imported,
                            duplicates: kept.duplicates,
                            contradicting: kept.contradicting.map(\.description),
                            unknownDecisions: kept.unknownDecisions.map(\.description),
                            bad: bad,
                            report: report
                        )
                    )
                }
                for line in bad { Console.message("skipped: \(line)") }
                for id in kept.contradicting {
                    Console.message("not stored: \(id) is known with different content")
                }
                for id in kept.unknownDecisions {
                    Console.message(
                        "not stored: \(id) names a decision that is not in the log; --without-decisions stores it"
                    )
                }
                Console.result(
                    "imported \(kept.imported) run\(kept.imported == 1 ? "" : "s"), \(kept.duplicates) known before"
                )
                Console.result(report.text)
            }
        }

        private static func isReports(_ path: String) -> Bool { path.hasSuffix(".json") || path.hasSuffix(".ndjson") }

        private func mapped(_ paths: [String], domain: Domain) throws -> MappedRuns {
            guard let mapping = domain.history else {
                throw CommandFailure(
                    kind: .refusedInput,
                    message: "the domain '\(domain.name)' has no history section, which says how to read its CSV"
                )
            }
            return try mapping.runs(
                from: try Files.table(paths),
                sides: try self.sides.load(),
                badRows: self.keepGoing ? .collect(limit: Self.listedBadRows) : .refuse
            )
        }

        /// Rows of a CSV carry no ids: a run is named by what it says, and by how often the files say it, so that the same
        /// file under another path brings nothing new. Each is kept under the key that the domain gives its workload.
        private static func named(_ runs: [Run], domain: Domain) throws -> [Run] {
            var occurrences: [String: Int] = [:]
            return try runs.map { run in
                let workload = try domain.workload(run.workload.attributes)
                let content = [
                    "\(workload.key)", "\(run.target.id)", "\(run.startedAt)", "\(run.outcome.timeSeconds)",
                    "\(run.outcome.cost.nanos)", "\(run.outcome.succeeded)",
                ].joined(separator: "|")
                occurrences[content, default: 0] += 1
                let name = String(StableHash.of(content), radix: 16) + "-\(occurrences[content] ?? 1)"
                return Run(
                    id: Run.ID("csv-" + name),
                    workload: workload,
                    target: run.target,
                    startedAt: run.startedAt,
                    outcome: run.outcome
                )
            }
        }
    }
}
