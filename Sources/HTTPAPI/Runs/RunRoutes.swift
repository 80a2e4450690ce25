internal import Access
internal import Decisions
internal import Domains
internal import HTTPTypes
internal import JSON
internal import Placement
internal import Problems
internal import Telemetry
internal import Web

/// Taking in reports of runs, and giving them out to train on.
struct RunRoutes: Sendable {
    private let decisions: DecisionService
    private let intake: RunIntake

    init(_ decisions: DecisionService) {
        self.decisions = decisions
        self.intake = RunIntake(decisions)
    }

    var routes: [Route] {
        [
            Route(.post, "/api/telemetry/runs", permission: .report, body: .reports) { try await self.take($0) },
            Route(
                .get,
                "/api/telemetry/training-data",
                permission: .read,
                parameters: ["domain", "start", "end", "limit", "after"]
            ) { try await self.trainingData($0) },
            Route(.get, "/api/telemetry/providers", permission: .read, parameters: ["domain", "hours"]) {
                try await self.providers($0)
            },
        ]
    }

    // MARK: Taking in

    private func take(_ call: Call) async throws -> Answer {
        let receipt = try await self.intake.take(call.body, name: "body")
        if receipt.received == 1 { try Self.requireKept(receipt.result) }
        var writer = JSONWriter(reserving: 256)
        writer.beginObject()
        writer.key("domain")
        writer.text(receipt.domain)
        writer.key("received")
        writer.wholeNumber(Int64(receipt.received))
        writer.key("stored")
        writer.wholeNumber(Int64(receipt.result.imported))
        writer.key("duplicates")
        writer.wholeNumber(Int64(receipt.result.duplicates))
        writer.key("contradicting")
        writer.texts(receipt.result.contradicting.map(\.description))
        writer.key("unknownDecisions")
        writer.texts(receipt.result.unknownDecisions.map(\.description))
        writer.endObject()
        return Answer(body: writer.bytes)
    }

    /// A single run that is not kept is a fault of the request, not a figure in an answer.
    private static func requireKept(_ result: RunImport) throws(Problem) {
        if let id = result.contradicting.first {
            throw Problem(
                .conflict,
                "run '\(id)' is already stored with different content, which is kept; nothing was stored",
                field: "runId",
                value: "\(id)"
            )
        }
        if let id = result.unknownDecisions.first {
            throw Problem(
                .unknownResource,
                "run '\(id)' names a decision that is not in the log; nothing was stored",
                field: "decisionId",
                value: "\(id)"
            )
        }
    }

    // MARK: Giving out

    private static let defaultLimit = 1000
    private static let largestLimit = 10_000

    private func trainingData(_ call: Call) async throws -> Answer {
        let query = call.query
        let limit = try query.wholeNumber("limit", 1...Self.largestLimit) ?? Self.defaultLimit
        let domain = try query.text("domain") ?? self.intake.defaultDomain
        // One more than asked for tells whether there is a next page.
        let found = try await self.decisions.reports(
            RunQuery(
                domain: domain,
                from: try query.moment("start"),
                until: try query.moment("end"),
                after: try RunCursor.position(query),
                limit: limit + 1
            )
        )
        let reports = found.prefix(limit).map {
            call.isReadOnly ? self.decisions.hidingPrivateValues($0, of: domain) : $0
        }
        let next = found.count > limit ? reports.last.map { RunCursor.text($0.run.position) } : nil
        var writer = JSONWriter(reserving: 512 * reports.count + 64)
        writer.beginObject()
        writer.key("domain")
        writer.text(domain)
        writer.key("runs")
        writer.list(reports) { $1.report($0, domain: domain) }
        writer.key("next")
        writer.optional(text: next)
        writer.endObject()
        return Answer(body: writer.bytes)
    }

    private static let largestHours = 24 * 366 * 10

    private func providers(_ call: Call) async throws -> Answer {
        let domain = try call.query.text("domain") ?? self.intake.defaultDomain
        let hours = try call.query.wholeNumber("hours", 1...Self.largestHours)
        let currency = try self.decisions.serving(domain).domain.currency
        let statistics = ProviderStatistics.grouped(
            try await self.decisions.runSummaries(of: domain, hours: hours)
        )
        var writer = JSONWriter(reserving: 4096)
        writer.beginObject()
        writer.key("domain")
        writer.text(domain)
        writer.key("hours")
        if let hours { writer.wholeNumber(Int64(hours)) } else { writer.null() }
        writer.key("providers")
        writer.list(statistics) { $0.write(to: &$1, currency: currency) }
        writer.endObject()
        return Answer(body: writer.bytes)
    }
}

/// Where a page of runs ends, as clients carry it: microseconds since 1970 and the run's id.
enum RunCursor {
    static func text(_ position: RunQuery.Position) -> String {
        "\(position.startedAt.microseconds).\(position.id)"
    }

    static func position(_ query: Query) throws(Problem) -> RunQuery.Position? {
        guard let text = try query.text("after") else { return nil }
        let parts = text.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2, let microseconds = Int64(parts[0]), !parts[1].isEmpty else {
            throw Problem(
                .invalidParameter,
                "after is '\(text.prefix(60))'; the 'next' of an earlier answer is allowed",
                field: "after",
                value: String(text.prefix(60))
            )
        }
        return RunQuery.Position(startedAt: Timestamp(microseconds: microseconds), id: Run.ID(String(parts[1])))
    }
}
