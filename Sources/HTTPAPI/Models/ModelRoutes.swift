internal import Decisions
internal import Delivery
internal import HTTPTypes
internal import Placement
internal import Registry
internal import Telemetry

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
            Route(.get, "/api/v1/models") { _ in try await self.list() },
            Route(.get, "/api/v1/models/{name}") { try await self.read($0) },
            Route(.post, "/api/v1/models/{name}/serve", body: .json) { try await self.serve($0) },
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
        let fields = try Fields(try Body.value(call.body), allowed: ["version"])
        let version = try SemanticVersion(parsing: try fields.text("version", characters: 1...40))
        let served = try await self.delivery.serve(
            ModelVersion.ID(name: name, version: version),
            requestID: call.requestID
        )
        var writer = JSONWriter(reserving: 256)
        writer.beginObject()
        writer.key("name")
        writer.text(name)
        writer.key("version")
        writer.text(served.version)
        writer.key("previous")
        writer.optional(text: served.previous)
        writer.key("since")
        writer.text(served.since.description)
        writer.endObject()
        return Answer(body: writer.bytes)
    }
}
