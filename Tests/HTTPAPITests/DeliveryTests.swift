import Access
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
        try #require(try service.serving().lineup.primary as? LearnedModel).artifact
    }

    @Test func `a model is loaded on the thread for it`() async throws {
        let service = try await TestService()
        let store = ReplaceableModels()
        try self.register("v1.0.0", in: store)
        _ = try await ModelDelivery(models: store, lineups: service.lineups, decisions: service.decisions).serve(
            try self.id("v1.0.0"),
            by: .local,
            requestID: nil
        )
        #expect(store.threads.value == ["berth-load"])
    }

    @Test func `replacements that come together are done one after the other`() async throws {
        let service = try await TestService()
        let store = ReplaceableModels()
        try self.register("v1.0.0", "v1.1.0", in: store)
        let delivery = ModelDelivery(models: store, lineups: service.lineups, decisions: service.decisions)
        let ids = [try self.id("v1.0.0"), try self.id("v1.1.0")]
        try await withThrowingTaskGroup(of: Void.self) { group in
            for turn in 0..<20 {
                group.addTask { _ = try await delivery.serve(ids[turn % 2], by: .local, requestID: nil) }
            }
            try await group.waitForAll()
        }
        let known = try #require(try await service.lineups.lineups()["sandbox"])
        #expect(try self.served(service).version == known.primary.version.description)
    }

    @Test func `a step back to the version before reads its file again and finds any change`() async throws {
        let service = try await TestService()
        let store = ReplaceableModels()
        try self.register("v1.0.0", "v1.1.0", in: store)
        let delivery = ModelDelivery(models: store, lineups: service.lineups, decisions: service.decisions)
        for version in ["v1.0.0", "v1.1.0", "v1.0.0", "v1.0.0", "v1.1.0"] {
            let answer = try await delivery.serve(try self.id(version), by: .local, requestID: nil)
            #expect(answer.primary.version.description == version)
            #expect(try self.served(service).version == version)
        }
        store.damage("v1.0.0")
        await #expect(throws: ModelStoreError.self) {
            try await delivery.serve(try self.id("v1.0.0"), by: .local, requestID: nil)
        }
        #expect(try self.served(service).version == "v1.1.0")
    }

    @Test func `a version that was registered anew is another model`() async throws {
        let service = try await TestService()
        let store = ReplaceableModels()
        try self.register("v1.0.0", "v1.1.0", in: store)
        let delivery = ModelDelivery(models: store, lineups: service.lineups, decisions: service.decisions)
        for version in ["v1.0.0", "v1.1.0"] {
            _ = try await delivery.serve(try self.id(version), by: .local, requestID: nil)
        }
        // Told apart by the version that the artifact itself states.
        try store.put("v1.0.0", try ServableModel.artifact("v1.0.0-anew", of: try TestService.sandbox()))
        _ = try await delivery.serve(try self.id("v1.0.0"), by: .local, requestID: nil)
        #expect(try self.served(service).version == "v1.0.0-anew")
    }

    @Test func `after a start the version before is at hand too`() async throws {
        let service = try await TestService()
        let store = ReplaceableModels()
        try self.register("v1.0.0", "v1.1.0", in: store)
        let delivery = ModelDelivery(models: store, lineups: service.lineups, decisions: service.decisions)
        for version in ["v1.0.0", "v1.1.0"] {
            _ = try await delivery.serve(try self.id(version), by: .local, requestID: nil)
        }
        let again = ModelDelivery(models: store, lineups: service.lineups, decisions: service.decisions)
        #expect(try await again.resume() == [])
        #expect(try self.served(service).version == "v1.1.0")
        #expect((try service.serving().lineup.fallback as? LearnedModel)?.artifact.version == "v1.0.0")
        #expect(try await again.serve(try self.id("v1.0.0"), by: .local, requestID: nil).fallback == self.id("v1.1.0"))
        #expect(try self.served(service).version == "v1.0.0")
    }
}

/// Experiments and shadows, below the API.
struct LineupDeliveryTests {
    private func id(_ version: String) throws -> ModelVersion.ID { try ModelVersion.ID(parsing: "sandbox@\(version)") }

    private func store(_ versions: String...) throws -> ReplaceableModels {
        let store = ReplaceableModels()
        for version in versions {
            try store.put(version, try ServableModel.artifact(version, of: try TestService.sandbox()))
        }
        return store
    }

    /// v1.0.0 serves, v2.0.0 has an arm with all workloads, v3.0.0 looks on.
    private func lineup() throws -> Lineup<ModelVersion.ID> {
        Lineup(
            primary: try self.id("v1.0.0"),
            experiment: try Experiment(
                name: "second",
                arms: [
                    Experiment.Arm(
                        name: "new",
                        share: 1,
                        model: try self.id("v2.0.0"),
                        policy: Policy(strategy: .model)
                    )
                ]
            ),
            shadows: [try self.id("v3.0.0")]
        )
    }

    private func decide(_ service: TestService) async throws -> Decision {
        let request = DecisionService.Request(domain: "sandbox", attributes: ["language": "python", "memoryMB": 512])
        return try await service.decisions.decide(request).decision
    }

    @Test func `a lineup is kept, audited and in force as a whole, and stands after a start`() async throws {
        let service = try await TestService()
        let store = try self.store("v1.0.0", "v2.0.0", "v3.0.0")
        let delivery = ModelDelivery(models: store, lineups: service.lineups, decisions: service.decisions)
        let lineup = try self.lineup()
        let served = try await delivery.change(lineupOf: "sandbox", by: .local, requestID: "r-1") { known in
            #expect(known == nil)
            return lineup
        }
        #expect(served.lineup == lineup)
        #expect(try await service.lineups.lineups() == ["sandbox": served])
        let entry = try #require(try await service.decisions.audit(before: nil, limit: 9).first).entry
        #expect(entry.requestID == "r-1" && entry.subject == .model && entry.before == nil)
        #expect(entry.after.contains(#""shadows":["sandbox@v3.0.0"]"#) && entry.after.contains(#""version":"v1.0.0""#))
        let decision = try await self.decide(service)
        #expect(decision.arm == ExperimentArm(experiment: "second", name: "new"))
        #expect(decision.model == "sandbox@v2.0.0" && decision.asked == ["sandbox@v2.0.0"])
        #expect(decision.policy.strategy == .model && decision.basis == .model)
        #expect(decision.shadows.map(\.model) == ["sandbox@v3.0.0"])
        // Another process on the same store.
        let next = try await TestService()
        let resumed = ModelDelivery(models: store, lineups: service.lineups, decisions: next.decisions)
        #expect(try await resumed.resume() == [])
        #expect(try next.serving().lineup.models.map(\.modelID) == lineup.models.map(\.description))
        let again = try await self.decide(next)
        #expect(again.arm == decision.arm && again.model == decision.model && again.policy == decision.policy)
    }

    @Test func `serving a version leaves experiment and shadows as they are`() async throws {
        let service = try await TestService()
        let store = try self.store("v1.0.0", "v1.1.0", "v2.0.0", "v3.0.0")
        let delivery = ModelDelivery(models: store, lineups: service.lineups, decisions: service.decisions)
        let lineup = try self.lineup()
        _ = try await delivery.change(lineupOf: "sandbox", by: .local, requestID: nil) { _ in lineup }
        let served = try await delivery.serve(try self.id("v1.1.0"), by: .local, requestID: nil)
        let (primary, fallback) = (try self.id("v1.1.0"), try self.id("v1.0.0"))
        #expect(served.primary == primary && served.fallback == fallback)
        #expect(served.experiment == lineup.experiment && served.shadows == lineup.shadows)
        let roles = try await delivery.listings().map(\.role)
        #expect(roles == [.previous, .serving, nil, nil])
    }

    @Test func `a lineup that cannot serve is refused, and what serves stays`() async throws {
        let service = try await TestService()
        let store = try self.store("v1.0.0", "v2.0.0")
        let delivery = ModelDelivery(models: store, lineups: service.lineups, decisions: service.decisions)
        let before = try await delivery.serve(try self.id("v1.0.0"), by: .local, requestID: nil)
        let lineup = try self.lineup()
        await #expect(throws: ModelStoreError.self) {
            try await delivery.change(lineupOf: "sandbox", by: .local, requestID: nil) { _ in lineup }
        }
        let foreign = try ModelVersion.ID(parsing: "boxes@v1.0.0")
        await #expect(throws: DeliveryError.otherDomain(model: foreign, domain: "sandbox")) {
            try await delivery.change(lineupOf: "sandbox", by: .local, requestID: nil) { known in
                Lineup(primary: known?.primary, shadows: [foreign])
            }
        }
        await #expect(throws: DeliveryError.noPrimary(domain: "sandbox")) {
            try await delivery.change(lineupOf: "sandbox", by: .local, requestID: nil) { _ in .empty }
        }
        #expect(try await service.lineups.lineups() == ["sandbox": before])
        #expect(try service.serving().lineup.models.count == 1)
        #expect(try await service.decisions.audit(before: nil, limit: 9).count == 1)
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
