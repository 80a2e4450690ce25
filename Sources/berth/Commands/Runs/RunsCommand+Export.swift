internal import ArgumentParser
internal import Domains
internal import Foundation
internal import Persistence
internal import Placement
internal import Telemetry

extension RunsCommand {
    struct Export: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Writes a domain's runs to standard output, one JSON object per line.",
            discussion: """
                Each line holds everything stored about a run, ordered by start; berth runs import reads the lines back \
                unchanged. It can run while another process writes.

                Examples:
                  berth runs export > runs.ndjson
                  berth runs export --domain cluster --from 2026-01-01 --until 2026-02-01
                """
        )

        @OptionGroup var domain: DomainOptions
        @OptionGroup var data: DataOptions

        @Option(name: .long, help: "Runs that started at this time or later, such as 2026-01-31T12:00:00Z.")
        var from: String?

        @Option(name: .long, help: "Runs that started before this time.")
        var until: String?

        private static let pageRuns = 1000

        func run() async throws {
            try await reporting {
                let from = try Self.moment("--from", self.from)
                let until = try Self.moment("--until", self.until)
                let workspace = try await Workspace(try self.data.open(for: .reading), domain: try self.domain.load())
                var last: RunQuery.Position?
                repeat {
                    let page = try await workspace.runs.reports(
                        RunQuery(
                            domain: workspace.domain.name,
                            from: from,
                            until: until,
                            after: last,
                            limit: Self.pageRuns
                        )
                    )
                    last = page.last?.run.position
                    FileHandle.standardOutput.write(
                        Data(page.flatMap { RunRecord.line(of: $0) + [UInt8(ascii: "\n")] })
                    )
                } while last != nil
            }
        }

        private static func moment(_ flag: String, _ text: String?) throws -> Timestamp? {
            try text.map { text in
                guard let moment = Timestamp(parsing: text) else {
                    throw ValidationError("\(flag) takes an ISO 8601 time such as 2026-01-31T12:00:00Z, not '\(text)'.")
                }
                return moment
            }
        }
    }
}
