internal import Access
internal import Decisions
internal import Engine
internal import HTTPTypes
internal import JSON
internal import Placement
internal import Problems
internal import Web

/// Deciding, and the decisions that were made.
struct DecisionRoutes: Sendable {
    private let decisions: DecisionService

    init(_ decisions: DecisionService) { self.decisions = decisions }

    private static let parameters = [
        "domain", "target", "workload", "from", "to", "observed", "limit", "before",
    ]

    var routes: [Route] {
        [
            Route(.post, "/api/v1/decisions", permission: .decide, body: .json) { try await self.decide($0) },
            Route(.get, "/api/v1/decisions", permission: .read, parameters: Self.parameters) {
                try await self.list($0)
            },
            Route(.get, "/api/v1/decisions/{id}", permission: .read) { try await self.read($0) },
            Route(.get, "/api/v1/decisions/{id}/explanation", permission: .read) { try await self.explain($0) },
            Route(.post, "/api/v1/decisions/{id}/outcome", permission: .report, body: .json) {
                try await self.observe($0)
            },
        ]
    }

    private static func id(_ call: Call) -> Decision.ID { Decision.ID(call.placeholders[0]) }

    // MARK: Deciding

    private func decide(_ call: Call) async throws -> Answer {
        switch try DecisionBody(call.body, by: call.principal) {
        case .one(let request):
            let answer = try await self.decisions.decide(request)
            var writer = JSONWriter(reserving: 2048)
            Self.write(answer, to: &writer)
            return Answer(body: writer.bytes)
        case .several(let requests):
            let answers = try await self.decisions.decide(requests)
            var writer = JSONWriter(reserving: 2048 * answers.count)
            writer.list(answers) { Self.write($0, to: &$1) }
            return Answer(body: writer.bytes)
        }
    }

    private static func write(_ answer: DecisionService.Answer, to writer: inout JSONWriter) {
        writer.beginObject()
        writer.members(of: answer.decision, .decision)
        writer.key("recorded")
        writer.flag(answer.isRecorded)
        writer.endObject()
    }

    // MARK: Reading

    private func list(_ call: Call) async throws -> Answer {
        let query = call.query
        let page = try await self.decisions.decisions(
            DecisionQuery(
                domain: try query.text("domain"),
                from: try query.moment("from"),
                until: try query.moment("to"),
                target: try query.text("target").map { Target.ID($0) },
                workload: try query.text("workload").map { Workload.Key($0) },
                observed: try query.flag("observed"),
                before: try Self.before(query),
                limit: try query.wholeNumber("limit", 1...DecisionQuery.largestLimit) ?? DecisionQuery.defaultLimit
            )
        )
        var writer = JSONWriter(reserving: 2048 * page.decisions.count + 64)
        writer.beginObject()
        writer.key("decisions")
        writer.list(page.decisions) { Self.write($0, .decision, to: &$1) }
        writer.key("next")
        writer.optional(text: page.next?.description)
        writer.endObject()
        return Answer(body: writer.bytes)
    }

    private static func before(_ query: Query) throws(Problem) -> Decision.ID? {
        guard let text = try query.text("before") else { return nil }
        let id = Decision.ID(text)
        guard id.number != nil else {
            throw Problem(
                .invalidParameter,
                "before is '\(text.prefix(60))'; the 'next' of an earlier answer is allowed",
                field: "before",
                value: String(text.prefix(60))
            )
        }
        return id
    }

    private static func write(
        _ observed: ObservedDecision,
        _ detail: JSONWriter.Detail,
        to writer: inout JSONWriter
    ) {
        writer.beginObject()
        writer.members(of: observed.decision, detail)
        writer.key("outcome")
        if let outcome = observed.outcome { writer.outcome(outcome) } else { writer.null() }
        writer.endObject()
    }

    private func read(_ call: Call) async throws -> Answer {
        var observed = try await self.decisions.decision(Self.id(call))
        if call.isReadOnly { observed = self.decisions.hidingPrivateValues(observed) }
        var writer = JSONWriter(reserving: 8192)
        Self.write(observed, .record, to: &writer)
        return Answer(body: writer.bytes)
    }

    private func explain(_ call: Call) async throws -> Answer {
        let id = Self.id(call)
        let decision = try await self.decisions.decision(id).decision
        let explanation = self.decisions.explanation(of: decision)
        var writer = JSONWriter(reserving: 8192)
        writer.beginObject()
        writer.key("decisionId")
        writer.text(id.description)
        writer.key("sentences")
        writer.texts(explanation.sentences)
        writer.members(of: self.decisions.attributions(of: decision))
        writer.endObject()
        return Answer(body: writer.bytes)
    }

    // MARK: Observing

    private func observe(_ call: Call) async throws -> Answer {
        let id = Self.id(call)
        let (outcome, isNew) = try await self.decisions.observe(try OutcomeBody.report(call.body), of: id)
        var writer = JSONWriter(reserving: 256)
        writer.beginObject()
        writer.key("decisionId")
        writer.text(id.description)
        writer.key("outcome")
        writer.outcome(outcome)
        writer.endObject()
        return Answer(isNew ? .created : .ok, body: writer.bytes)
    }
}
