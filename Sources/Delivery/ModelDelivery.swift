package import Access
package import Decisions
internal import Domains
package import Engine
internal import LearnedModels
package import Registry
internal import Resilience

/// Lets registered models serve: the one path by which the lineup of a domain changes.
package struct ModelDelivery: Sendable {
    private let models: any ModelStore
    private let store: any LineupStore
    private let decisions: DecisionService
    private let atHand = ModelsAtHand()
    private let executor = QuietExecutor(threadName: "berth-load")
    /// One replacement after the other.
    private let line = WaitingLine(width: 1)

    /// One at a time in a process: two would not see each other's changes.
    package init(models: any ModelStore, lineups: any LineupStore, decisions: DecisionService) {
        self.models = models
        self.store = lineups
        self.decisions = decisions
    }

    /// A registered version and what it does now.
    package struct Listing: Sendable, Hashable {
        /// What the registry knows of it.
        package let version: ModelVersion
        /// `serving`, `previous` (it answers when the serving one fails) or `nil`.
        package let role: Role?

        /// What a version does in its domain's lineup.
        package enum Role: String, Sendable, Hashable { case serving, previous }
    }

    /// Every version of every model, ascending by name and version.
    package func listings() async throws -> [Listing] {
        let served = try await self.store.lineups()
        var listings: [Listing] = []
        for name in try await self.models.names() {
            for version in try await self.models.versions(of: name) {
                let role: Listing.Role? =
                    switch version.id {
                    case served[name]?.primary: .serving
                    case served[name]?.fallback: .previous
                    default: nil
                    }
                listings.append(Listing(version: version, role: role))
            }
        }
        return listings
    }

    /// What serves, by domain.
    package func lineups() async throws -> [String: ServedLineup] { try await self.store.lineups() }

    // MARK: Replacing what serves

    /// Lets a version serve. The one that served before stays at hand; experiment and shadows stay as they are.
    ///
    /// - Throws: As ``change(lineupOf:requestID:_:)`` does.
    package func serve(
        _ id: ModelVersion.ID,
        by principal: Principal,
        requestID: String?
    ) async throws -> ServedLineup {
        try await self.change(lineupOf: id.name, by: principal, requestID: requestID) { known in
            // Serving the same version again does not make it its own predecessor.
            let fallback = known?.primary == id ? known?.fallback : known?.primary
            return Lineup(
                primary: id,
                fallback: fallback,
                experiment: known?.experiment,
                shadows: known?.shadows ?? []
            )
        }
    }

    /// Makes another lineup of a domain's, replaced whole: loaded, kept and audited first, then seen by the next
    /// decision.
    ///
    /// Everything up to the swap happens beside the threads that decide, one replacement after the other.
    ///
    /// - Parameter change: Given what serves, `nil` where nothing has so far.
    /// - Throws: ``ModelStoreError`` for an unknown or changed artifact, `PredictionError` for one that cannot be put
    ///   to work, ``DecisionError`` for a model without a domain, ``DeliveryError``, and what `change` throws; what
    ///   serves stays then.
    package func change(
        lineupOf domain: String,
        by principal: Principal,
        requestID: String?,
        _ change: @Sendable (ServedLineup?) throws -> Lineup<ModelVersion.ID>
    ) async throws -> ServedLineup {
        try await withTaskExecutorPreference(self.executor) {
            try await self.line.run {
                let serving = try self.decisions.serving(domain)
                let known = try await self.store.lineups()[domain]
                return try await self.replace(
                    known,
                    with: try change(known),
                    in: serving,
                    by: principal,
                    requestID: requestID
                )
            }
        }
    }

    private func replace(
        _ known: ServedLineup?,
        with next: Lineup<ModelVersion.ID>,
        in serving: DomainServing,
        by principal: Principal,
        requestID: String?
    ) async throws -> ServedLineup {
        let domain = serving.domain.name
        for model in next.models where model.name != domain {
            throw DeliveryError.otherDomain(model: model, domain: domain)
        }
        guard let primary = next.primary else { throw DeliveryError.noPrimary(domain: domain) }
        let inForce = serving.lineup
        var loaded: [ModelVersion.ID: any Predictor] = [:]
        let (model, artifact) = try await self.load(primary, serving)
        loaded[primary] = model
        for id in next.models where loaded[id] == nil {
            // What serves in another part already is not read anew.
            if let known = inForce.models.first(where: { $0.modelID == id.description }) {
                loaded[id] = known
            } else if id == next.fallback {
                // What stands in for a failing model is not worth refusing a good one.
                loaded[id] = await self.fallback(id, serving)
            } else {
                loaded[id] = try await self.load(id, serving).model
            }
        }
        let served = ServedLineup(
            primary: primary,
            fallback: next.fallback,
            experiment: next.experiment,
            shadows: next.shadows,
            since: self.decisions.now()
        )
        let entry = try AuditEntry(
            .model,
            domain,
            at: served.since,
            before: known,
            after: served,
            actor: principal,
            requestID: requestID
        )
        let number = try await self.store.set(served, for: domain, audit: entry)
        serving.serve(next.map { Self.model($0, of: loaded) }, number: number)
        self.atHand.keep(model, domain, from: artifact)
        return served
    }

    private func fallback(_ id: ModelVersion.ID, _ serving: DomainServing) async -> any Predictor {
        do {
            return try await self.load(id, serving).model
        } catch {
            return UnreadableModel(modelID: "\(id)", problem: "\(error)")
        }
    }

    private static func model(
        _ id: ModelVersion.ID,
        of loaded: [ModelVersion.ID: any Predictor]
    ) -> any Predictor {
        guard let model = loaded[id] else { preconditionFailure("every model of the lineup is loaded") }
        return model
    }

    // MARK: At the start

    /// What a start found wrong, for the operator.
    package struct Problem: Sendable, Hashable {
        /// Whose decisions it is about.
        package let domain: String
        /// `NAME@VERSION`, or the name alone where its versions cannot be read.
        package let model: String
        /// What is wrong, for people.
        package let problem: String
    }

    /// Puts to work what served when the service last ran, or else the latest version of each domain's model.
    ///
    /// A version that cannot be read does not keep the service from starting: the one before or the rules decide.
    package func resume() async throws -> [Problem] {
        var problems: [Problem] = []
        let served = try await self.store.lineups()
        for serving in self.decisions.domains {
            let name = serving.domain.name
            if let known = served[name] {
                try await self.resume(known, serving, &problems)
            } else if let id = await self.latest(of: name, serving, &problems) {
                let model = await self.loaded(id, serving, &problems)
                let first = ServedLineup(primary: id, fallback: nil, since: self.decisions.now())
                let none: ServedLineup? = nil
                let entry = try AuditEntry(
                    .model,
                    name,
                    at: first.since,
                    before: none,
                    after: first,
                    actor: .local,
                    requestID: nil
                )
                let number = try await self.store.set(first, for: name, audit: entry)
                serving.serve(Lineup(primary: model), number: number)
            }
        }
        return problems
    }

    private func resume(
        _ known: ServedLineup,
        _ serving: DomainServing,
        _ problems: inout [Problem]
    ) async throws {
        var loaded: [ModelVersion.ID: any Predictor] = [:]
        // The one that serves last, so that it is the one that stays at hand longest.
        for id in known.lineup.models.reversed() where loaded[id] == nil {
            loaded[id] = await self.loaded(id, serving, &problems)
        }
        serving.serve(known.lineup.map { Self.model($0, of: loaded) }, number: 0)
    }

    private func latest(
        of name: String,
        _ serving: DomainServing,
        _ problems: inout [Problem]
    ) async -> ModelVersion.ID? {
        do {
            let latest = try await self.models.latest(of: name)?.id
            await self.checkOthers(of: name, &problems)
            return latest
        } catch {
            problems.append(Problem(domain: name, model: name, problem: "\(error)"))
            serving.serve(Lineup(primary: UnreadableModel(modelID: name, problem: "\(error)")), number: 0)
            return nil
        }
    }

    /// Says which of the versions that do not serve could not do so.
    private func checkOthers(of name: String, _ problems: inout [Problem]) async {
        do {
            _ = try await self.models.versions(of: name)
        } catch {
            problems.append(Problem(domain: name, model: name, problem: "\(error)"))
        }
    }

    private func loaded(
        _ id: ModelVersion.ID,
        _ serving: DomainServing,
        _ problems: inout [Problem]
    ) async -> any Predictor {
        do {
            let (model, artifact) = try await self.load(id, serving)
            self.atHand.keep(model, id.name, from: artifact)
            return model
        } catch {
            problems.append(Problem(domain: serving.domain.name, model: "\(id)", problem: "\(error)"))
            return UnreadableModel(modelID: "\(id)", problem: "\(error)")
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

/// Why a lineup is refused.
package enum DeliveryError: Error, Hashable, CustomStringConvertible {
    case otherDomain(model: ModelVersion.ID, domain: String)
    case noPrimary(domain: String)

    package var description: String {
        switch self {
        case .otherDomain(let model, let domain):
            "\(model) cannot serve '\(domain)'; a model serves the domain that it is named after"
        case .noPrimary(let domain): "the lineup of '\(domain)' needs a model that serves"
        }
    }
}
