package import Decisions
internal import Domains
internal import Engine
internal import LearnedModels
package import Registry
internal import Resilience

/// Lets registered models serve.
package struct ModelDelivery: Sendable {
    private let models: any ModelStore
    private let decisions: DecisionService
    private let atHand = ModelsAtHand()
    private let executor = QuietExecutor(threadName: "berth-load")

    package init(models: any ModelStore, decisions: DecisionService) {
        self.models = models
        self.decisions = decisions
    }

    /// A registered version and what it does now.
    package struct Listing: Sendable, Hashable {
        package let version: ModelVersion
        /// `serving`, `previous` (it answers when the serving one fails) or `nil`.
        package let role: Role?

        package enum Role: String, Sendable, Hashable { case serving, previous }
    }

    /// Every version of every model, ascending by name and version.
    package func listings() async throws -> [Listing] {
        let served = try await self.decisions.servedModels()
        var listings: [Listing] = []
        for name in try await self.models.names() {
            for version in try await self.models.versions(of: name) {
                let number = version.id.version.description
                let role: Listing.Role? =
                    switch number {
                    case served[name]?.version: .serving
                    case served[name]?.previous: .previous
                    default: nil
                    }
                listings.append(Listing(version: version, role: role))
            }
        }
        return listings
    }

    /// Lets a version serve. The one that served before stays at hand.
    ///
    /// Everything up to the swap happens beside the threads that decide, one replacement after the other.
    ///
    /// - Throws: ``ModelStoreError`` for an unknown or changed artifact, `PredictionError` for one that cannot be put
    ///   to work, ``DecisionError`` for a model without a domain; what serves stays then.
    package func serve(_ id: ModelVersion.ID, requestID: String?) async throws -> ServedModel {
        try await withTaskExecutorPreference(self.executor) {
            try await self.replace(with: id, requestID: requestID)
        }
    }

    private func replace(with id: ModelVersion.ID, requestID: String?) async throws -> ServedModel {
        let serving = try self.decisions.serving(id.name)
        let (model, artifact) = try await self.load(id, serving)
        var before: (String, any Predictor)?
        if let known = try await self.decisions.servedModels()[id.name] {
            // Serving the same version again does not make it its own predecessor.
            if known.version == "\(id.version)" {
                if let version = known.previous, let model = serving.previousModel { before = (version, model) }
            } else if let model = serving.model {
                before = (known.version, model)
            }
        }
        let served = try await self.decisions.serve(
            model,
            version: "\(id.version)",
            previous: before,
            in: serving,
            requestID: requestID
        )
        self.atHand.keep(model, id.name, from: artifact)
        return served
    }

    /// What a start found wrong, for the operator.
    package struct Problem: Sendable, Hashable {
        /// `NAME/VERSION`, or the name alone where its versions cannot be read.
        package let model: String
        package let problem: String
    }

    /// Puts to work what served when the service last ran, or else the latest version of each domain's model.
    ///
    /// A version that cannot be read does not keep the service from starting: the one before or the rules decide.
    package func resume() async throws -> [Problem] {
        var problems: [Problem] = []
        let served = try await self.decisions.servedModels()
        for serving in self.decisions.domains {
            let name = serving.domain.name
            if let known = served[name] {
                // The one that serves last, so that it is the one that stays at hand longest.
                let previous =
                    if let version = known.previous {
                        try await self.loaded(name, version, serving, &problems)
                    } else { nil as (any Predictor)? }
                let model = try await self.loaded(name, known.version, serving, &problems)
                serving.serve(model, previous: previous, number: 0)
            } else if let version = await self.latest(of: name, serving, &problems) {
                let model = try await self.loaded(name, version, serving, &problems)
                _ = try await self.decisions.serve(
                    model,
                    version: version,
                    previous: nil,
                    in: serving,
                    requestID: nil
                )
            }
        }
        return problems
    }

    private func latest(of name: String, _ serving: DomainServing, _ problems: inout [Problem]) async -> String? {
        do {
            return try await self.models.latest(of: name).map { "\($0.id.version)" }
        } catch {
            problems.append(Problem(model: name, problem: "\(error)"))
            serving.serve(UnreadableModel(modelID: name, problem: "\(error)"), previous: nil, number: 0)
            return nil
        }
    }

    private func loaded(
        _ name: String,
        _ version: String,
        _ serving: DomainServing,
        _ problems: inout [Problem]
    ) async throws -> any Predictor {
        let id = ModelVersion.ID(name: name, version: try SemanticVersion(parsing: version))
        do {
            let (model, artifact) = try await self.load(id, serving)
            self.atHand.keep(model, name, from: artifact)
            return model
        } catch {
            problems.append(Problem(model: "\(id)", problem: "\(error)"))
            return UnreadableModel(modelID: "\(name)@\(version)", problem: "\(error)")
        }
    }

    /// The model of a version, loaded unless it is at hand; its file is read and checked in any case.
    private func load(
        _ id: ModelVersion.ID,
        _ serving: DomainServing
    ) async throws -> (model: LearnedModel, artifact: ArtifactFingerprint) {
        let fingerprint = try await self.models.version(id).artifact
        let bytes = try await self.models.artifact(of: id)
        if let known = self.atHand.model(id.name, from: fingerprint) { return (known, fingerprint) }
        let artifact = try ModelArtifact(reading: Array(bytes))
        return (try LearnedModel(artifact, domain: serving.domain), fingerprint)
    }
}
