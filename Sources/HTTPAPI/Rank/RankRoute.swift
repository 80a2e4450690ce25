internal import Access
internal import Decisions
internal import Engine
internal import HTTPTypes
internal import JSON
internal import Placement
internal import Problems
internal import Web

/// The best targets for a workload, in order: what a decision would choose from.
struct RankRoute: Sendable {
    private let decisions: DecisionService

    init(_ decisions: DecisionService) { self.decisions = decisions }

    private static let defaultLimit = 10
    private static let largestLimit = 1000
    private static let largestOffset = 10_000

    var routes: [Route] {
        [
            Route(.post, "/api/v1/rank", permission: .read, parameters: ["limit", "offset"], body: .json) {
                try await self.rank($0)
            }
        ]
    }

    private func rank(_ call: Call) async throws -> Answer {
        let limit = try call.query.wholeNumber("limit", 1...Self.largestLimit) ?? Self.defaultLimit
        let offset = try call.query.wholeNumber("offset", 0...Self.largestOffset) ?? 0
        let fields = try JSONObject(try JSONScanner.value(of: call.body), allowed: DecisionBody.fields)
        let request = try DecisionBody.request(fields, by: call.principal)
        let ranking = try await self.decisions.rank(request, limit: limit, offset: offset)
        var writer = JSONWriter(reserving: 512 * ranking.ranked.count + 512)
        writer.ranking(ranking, domain: request.domain, offset: offset)
        return Answer(body: writer.bytes)
    }
}

extension JSONWriter {
    fileprivate mutating func ranking(_ ranking: Ranking, domain: String, offset: Int) {
        self.beginObject()
        self.key("domain")
        self.text(domain)
        self.key("workload")
        self.text(ranking.workload.key.description)
        self.key("objective")
        self.text(ranking.objective.rawValue)
        self.key("model")
        self.optional(text: ranking.model)
        self.key("targets")
        self.wholeNumber(Int64(ranking.targets))
        self.key("feasible")
        self.wholeNumber(Int64(ranking.feasible))
        self.key("excluded")
        self.exclusionCounts(ranking.exclusions)
        self.key("ranked")
        self.list(Array(ranking.ranked.enumerated())) { place, writer in
            writer.beginObject()
            writer.key("rank")
            writer.wholeNumber(Int64(offset + place.offset + 1))
            writer.key("target")
            writer.text(place.element.target.id.description)
            writer.key("attributes")
            writer.object(place.element.target.attributes)
            writer.key("prediction")
            if let prediction = place.element.prediction {
                writer.prediction(prediction, .decision)
            } else {
                writer.null()
            }
            writer.endObject()
        }
        self.endObject()
    }
}
