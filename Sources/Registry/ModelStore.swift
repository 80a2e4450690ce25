package import Foundation

/// Keeps models. A version is written once and never changed; whoever takes an artifact out gets the bytes that were
/// registered, or an error.
///
/// Every method throws ``ModelStoreError`` for what the caller can answer, and the store's own errors for a broken
/// disk or connection.
package protocol ModelStore: Sendable {
    /// Keeps a model, durably before it returns.
    ///
    /// - Throws: `alreadyRegistered` for a version that exists, `artifactDamaged` when the artifact is not the one that
    ///   the record describes, `unusableMetric` for a metric that is no finite number.
    func register(_ version: ModelVersion, artifact: Data) async throws

    /// The names of all models, ascending.
    func names() async throws -> [String]

    /// The versions of a model, ascending; none for a name without models.
    func versions(of name: String) async throws -> [ModelVersion]

    /// The highest version of a model, `nil` where it has none.
    func latest(of name: String) async throws -> ModelVersion?

    /// - Throws: `unknownModel` or `unknownVersion`.
    func version(_ id: ModelVersion.ID) async throws -> ModelVersion

    /// The model's bytes, as they were registered.
    ///
    /// - Throws: `unknownModel`, `unknownVersion`, or `artifactDamaged` when the stored bytes have changed.
    func artifact(of id: ModelVersion.ID) async throws -> Data
}

extension ModelStore {
    package func latest(of name: String) async throws -> ModelVersion? { try await self.versions(of: name).last }
}

extension ModelVersion {
    /// The version that a training registers when nobody named one: `v1.0.0`, or the latest's next minor.
    package static func next(after latest: SemanticVersion?) -> SemanticVersion {
        latest?.nextMinor ?? .first
    }

    /// What every store refuses, whatever it keeps models in.
    ///
    /// - Parameter taken: The versions that the model has already, in any order.
    package func requireRegistrable(with bytes: Data, beside taken: [SemanticVersion]) throws(ModelStoreError) {
        try self.requireFree(beside: taken)
        try self.requireFiniteMetrics()
        try self.requireUndamaged(bytes)
    }

    func requireFree(beside taken: [SemanticVersion]) throws(ModelStoreError) {
        guard taken.contains(self.id.version) else { return }
        var free = self.id.version.nextPatch
        while taken.contains(free) { free = free.nextPatch }
        throw .alreadyRegistered(self.id, nextFree: free)
    }

    func requireFiniteMetrics() throws(ModelStoreError) {
        for (metric, value) in self.metrics.sorted(by: { $0.key < $1.key }) where !value.isFinite {
            throw .unusableMetric(metric, value: value, in: self.id)
        }
    }

    /// - Throws: `artifactDamaged` unless the bytes are the registered ones.
    package func requireUndamaged(_ bytes: Data) throws(ModelStoreError) {
        let found = ArtifactFingerprint(of: bytes)
        guard found == self.artifact else {
            throw .artifactDamaged(self.id, expected: self.artifact, found: found)
        }
    }
}
