internal import Access
internal import Decisions
internal import Domains
internal import Engine
internal import HTTPTypes
internal import JSON
internal import Placement
internal import Web

/// The domains and how each decides.
struct PolicyRoutes: Sendable {
    private let decisions: DecisionService

    init(_ decisions: DecisionService) { self.decisions = decisions }

    var routes: [Route] {
        [
            Route(.get, "/api/v1/domains", permission: .read) { _ in self.list() },
            Route(.get, "/api/v1/domains/{domain}/policy", permission: .read) { try self.read($0) },
            Route(.put, "/api/v1/domains/{domain}/policy", permission: .operate, body: .json) {
                try await self.replace($0)
            },
            Route(.delete, "/api/v1/domains/{domain}/policy", permission: .operate) { try await self.reset($0) },
        ]
    }

    private func list() -> Answer {
        var writer = JSONWriter(reserving: 2048)
        writer.beginObject()
        writer.key("domains")
        writer.list(self.decisions.domains) { $1.domain($0) }
        writer.endObject()
        return Answer(body: writer.bytes)
    }

    private func read(_ call: Call) throws -> Answer {
        Self.answer(try self.decisions.serving(call.placeholders[0]).policy)
    }

    private func replace(_ call: Call) async throws -> Answer {
        let policy = try await self.decisions.change(
            policyOf: call.placeholders[0],
            by: call.principal,
            requestID: call.requestID
        ) { try PolicyBody.policy(call.body, replacing: $0) }
        return Self.answer(policy)
    }

    private func reset(_ call: Call) async throws -> Answer {
        Self.answer(
            try await self.decisions.resetPolicy(
                of: call.placeholders[0],
                by: call.principal,
                requestID: call.requestID
            )
        )
    }

    private static func answer(_ policy: Policy) -> Answer {
        var writer = JSONWriter(reserving: 256)
        writer.policy(policy)
        return Answer(body: writer.bytes)
    }
}

extension JSONWriter {
    fileprivate mutating func domain(_ serving: DomainServing) {
        let domain = serving.domain
        self.beginObject()
        self.key("name")
        self.text(domain.name)
        self.key("summary")
        self.text(domain.summary)
        self.key("objective")
        self.text(domain.objective.text)
        self.key("tolerance")
        self.number(domain.tolerance)
        self.key("currency")
        self.text(domain.currency.code)
        self.key("attributes")
        self.texts(serving.schema.attributes)
        self.key("targets")
        self.wholeNumber(Int64(serving.targets.count))
        self.key("policy")
        self.policy(serving.policy)
        self.key("model")
        self.optional(text: serving.lineup.primary?.modelID)
        self.key("previousModel")
        self.optional(text: serving.lineup.fallback?.modelID)
        self.key("modelPaused")
        self.flag(serving.isModelPaused)
        self.key("explorationSpent")
        self.optional(number: serving.explorationSpent)
        self.endObject()
    }
}
