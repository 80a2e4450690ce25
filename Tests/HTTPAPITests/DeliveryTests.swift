import BerthTesting
import Decisions
import Delivery
import Engine
import Foundation
import LearnedModels
import Placement
import Registry
import Testing

/// Replacing models, below the API.
struct DeliveryTests {
    private func register(_ versions: String..., in store: ReplaceableModels) throws {
        for version in versions {
            try store.put(version, try ServableModel.artifact(version, of: try TestService.sandbox()))
        }
    }

    private func id(_ version: String) throws -> ModelVersion.ID {
        ModelVersion.ID(name: "sandbox", version: try SemanticVersion(parsing: version))
    }

    private func served(_ service: TestService) throws -> ModelArtifact {
        try #require(try service.serving().model as? LearnedModel).artifact
    }

    @Test func `a model is loaded on the thread for it`() async throws {
        let service = try await TestService()
        let store = ReplaceableModels()
        try self.register("v1.0.0", in: store)
        _ = try await ModelDelivery(models: store, decisions: service.decisions).serve(
            try self.id("v1.0.0"),
            requestID: nil
        )
        #expect(store.threads.value == ["berth-load"])
    }

    @Test func `replacements that come together are done one after the other`() async throws {
        let service = try await TestService()
        let store = ReplaceableModels()
        try self.register("v1.0.0", "v1.1.0", in: store)
        let delivery = ModelDelivery(models: store, decisions: service.decisions)
        let ids = [try self.id("v1.0.0"), try self.id("v1.1.0")]
        try await withThrowingTaskGroup(of: Void.self) { group in
            for turn in 0..<20 { group.addTask { _ = try await delivery.serve(ids[turn % 2], requestID: nil) } }
            try await group.waitForAll()
        }
        let known = try #require(try await service.decisions.servedModels()["sandbox"])
        #expect(try self.served(service).version == known.version)
    }

    @Test func `a step back to the version before reads its file again and finds any change`() async throws {
        let service = try await TestService()
        let store = ReplaceableModels()
        try self.register("v1.0.0", "v1.1.0", in: store)
        let delivery = ModelDelivery(models: store, decisions: service.decisions)
        for version in ["v1.0.0", "v1.1.0", "v1.0.0", "v1.0.0", "v1.1.0"] {
            let answer = try await delivery.serve(try self.id(version), requestID: nil)
            #expect(answer.version == version)
            #expect(try self.served(service).version == version)
        }
        store.damage("v1.0.0")
        await #expect(throws: ModelStoreError.self) { try await delivery.serve(try self.id("v1.0.0"), requestID: nil) }
        #expect(try self.served(service).version == "v1.1.0")
    }

    @Test func `a version that was registered anew is another model`() async throws {
        let service = try await TestService()
        let store = ReplaceableModels()
        try self.register("v1.0.0", "v1.1.0", in: store)
        let delivery = ModelDelivery(models: store, decisions: service.decisions)
        for version in ["v1.0.0", "v1.1.0"] { _ = try await delivery.serve(try self.id(version), requestID: nil) }
        // Told apart by the version that the artifact itself states.
        try store.put("v1.0.0", try ServableModel.artifact("v1.0.0-anew", of: try TestService.sandbox()))
        _ = try await delivery.serve(try self.id("v1.0.0"), requestID: nil)
        #expect(try self.served(service).version == "v1.0.0-anew")
    }

    @Test func `after a start the version before is at hand too`() async throws {
        let service = try await TestService()
        let store = ReplaceableModels()
        try self.register("v1.0.0", "v1.1.0", in: store)
        let delivery = ModelDelivery(models: store, decisions: service.decisions)
        for version in ["v1.0.0", "v1.1.0"] { _ = try await delivery.serve(try self.id(version), requestID: nil) }
        let again = ModelDelivery(models: store, decisions: service.decisions)
        #expect(try await again.resume() == [])
        #expect(try self.served(service).version == "v1.1.0")
        #expect((try service.serving().previousModel as? LearnedModel)?.artifact.version == "v1.0.0")
        #expect(try await again.serve(try self.id("v1.0.0"), requestID: nil).previous == "v1.1.0")
        #expect(try self.served(service).version == "v1.0.0")
    }
}

/// Models in memory that can be replaced and damaged, and that note on which threads they are read.
final class ReplaceableModels: ModelStore {
    private let models = Shared<[SemanticVersion: (version: ModelVersion, bytes: Data)]>([:])
    let threads = Shared<Set<String>>([])

    func put(_ version: String, _ bytes: Data) throws {
        let record = SampleModels.version(version, artifact: bytes)
        self.models.change { $0[record.id.version] = (record, bytes) }
    }

    func damage(_ version: String) {
        self.models.change { models in
            for (key, model) in models where "\(key)" == version { models[key]?.bytes = model.bytes.dropLast() }
        }
    }

    func register(_ version: ModelVersion, artifact: Data) {}
    func names() -> [String] { ["sandbox"] }
    func versions(of name: String) -> [ModelVersion] {
        self.models.value.values.map(\.version).filter { $0.id.name == name }.sorted { $0.id.version < $1.id.version }
    }

    func version(_ id: ModelVersion.ID) throws -> ModelVersion { try self.model(id).version }

    func artifact(of id: ModelVersion.ID) throws -> Data {
        self.threads.change { _ = $0.insert(Thread.current.name ?? "") }
        let (version, bytes) = try self.model(id)
        try version.requireUndamaged(bytes)
        return bytes
    }

    private func model(_ id: ModelVersion.ID) throws -> (version: ModelVersion, bytes: Data) {
        guard let model = self.models.value[id.version] else {
            throw ModelStoreError.unknownVersion(id, known: self.models.value.keys.sorted())
        }
        return model
    }
}
