internal import Access
internal import Decisions
internal import Delivery
internal import Domains
internal import HTTPTypes
internal import JSON
internal import Placement
internal import Registry
internal import Web

/// The registered models, and which of them serve.
struct ModelRoutes: Sendable {
    private let decisions: DecisionService
    private let delivery: ModelDelivery

    init(_ decisions: DecisionService, _ delivery: ModelDelivery) {
        self.decisions = decisions
        self.delivery = delivery
    }

    var routes: [Route] {
        [
            Route(.get, "/api/v1/models", permission: .read) { _ in try await self.list() },
            Route(.get, "/api/v1/models/{name}", permission: .read) { try await self.read($0) },
            Route(.post, "/api/v1/models/{name}/serve", permission: .deliver, body: .json) { try await self.serve($0) },
            Route(.get, "/api/v1/models/{name}/quality", permission: .read, parameters: ["hours"]) {
                try await self.quality($0)
            },
            Route(.get, "/api/v1/models/{name}/importance", permission: .read) { try self.importance($0) },
        ]
    }

    private func list() async throws -> Answer {
        let listings = try await self.delivery.listings()
        var names: [String] = []
        for listing in listings where names.last != listing.version.id.name { names.append(listing.version.id.name) }
        var writer = JSONWriter(reserving: 4096)
        writer.beginObject()
        writer.key("models")
        writer.list(names) { name, writer in
            writer.model(name, listings.filter { $0.version.id.name == name })
        }
        writer.endObject()
        return Answer(body: writer.bytes)
    }

    private func read(_ call: Call) async throws -> Answer {
        let name = call.placeholders[0]
        let listings = try await self.delivery.listings()
        let own = listings.filter { $0.version.id.name == name }
        guard !own.isEmpty else {
            let known = Set(listings.map(\.version.id.name)).sorted()
            throw ModelStoreError.unknownModel(name, known: known)
        }
        var writer = JSONWriter(reserving: 4096)
        writer.model(name, own)
        return Answer(body: writer.bytes)
    }

    private func serve(_ call: Call) async throws -> Answer {
        let name = call.placeholders[0]
        let fields = try JSONObject(try JSONScanner.value(of: call.body), allowed: ["version"])
        let version = try SemanticVersion(parsing: try fields.text("version", characters: 1...40))
        let served = try await self.delivery.serve(
            ModelVersion.ID(name: name, version: version),
            by: call.principal,
            requestID: call.requestID
        )
        var writer = JSONWriter(reserving: 256)
        writer.beginObject()
        writer.key("name")
        writer.text(name)
        writer.key("version")
        writer.text(served.primary.version.description)
        writer.key("previous")
        writer.optional(text: served.fallback?.version.description)
        writer.key("since")
        writer.text(served.since.description)
        writer.endObject()
        return Answer(body: writer.bytes)
    }

    // MARK: How good a model is

    private static let usualHours = 168
    private static let largestHours = 24 * 366

    private func quality(_ call: Call) async throws -> Answer {
        let hours = try call.query.wholeNumber("hours", 1...Self.largestHours) ?? Self.usualHours
        let name = try self.domain(call)
        let quality = try await self.decisions.quality(of: name, hours: hours)
        var writer = JSONWriter(reserving: 64 << 10)
        writer.quality(quality, of: name)
        return Answer(body: writer.bytes)
    }

    private func importance(_ call: Call) throws -> Answer {
        let name = try self.domain(call)
        let (model, importances) = try self.decisions.importances(of: name)
        var writer = JSONWriter(reserving: 8192)
        writer.importances(importances, of: name, model: model)
        return Answer(body: writer.bytes)
    }

    /// A model has the name of the domain that it decides for.
    private func domain(_ call: Call) throws(ModelStoreError) -> String {
        let name = call.placeholders[0]
        guard self.decisions.domain(name) != nil else {
            throw .unknownModel(name, known: self.decisions.domains.map(\.domain.name))
        }
        return name
    }
}
