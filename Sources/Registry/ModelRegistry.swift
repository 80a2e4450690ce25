/// Keeps what is known of models: versions, their files by fingerprint, aliases, stages, tags, and who changed what when.
/// The bytes are an ``ArtifactStore``'s.
///
/// A change and its entry in the history are one transaction, durable before the call returns. Every method throws
/// ``ModelStoreError`` for what the caller can answer, and the store's own errors for a broken disk or connection.
package protocol ModelRegistry: Sendable {
    /// Registers versions, all or none.
    ///
    /// - Parameter action: `registered` or `taken over`.
    /// - Throws: `alreadyRegistered` for a version that exists, `unusableMetric`, `unusableName` for a file's name.
    func register(
        _ versions: [(version: ModelVersion, files: [ArtifactFile])],
        as action: RegistryEntry.Action,
        _ origin: ChangeOrigin
    ) async throws

    /// The names of all models, ascending.
    func names() async throws -> [String]

    /// The versions of a model, ascending; none for a name without models.
    func versions(of name: String) async throws -> [RegisteredVersion]

    /// The highest version of a model, `nil` where it has none.
    func latest(of name: String) async throws -> RegisteredVersion?

    /// - Throws: `unknownModel` or `unknownVersion`.
    func version(_ id: ModelVersion.ID) async throws -> RegisteredVersion

    /// The version that an alias stands for.
    ///
    /// - Throws: `unknownModel` or `unknownAlias`.
    func version(of name: String, alias: String) async throws -> RegisteredVersion

    /// Changes an alias, a stage or a tag. What stands already is no change and no entry.
    ///
    /// - Throws: `unknownModel`, `unknownVersion`, `unusableName`.
    func change(_ name: String, _ change: ModelChange, _ origin: ChangeOrigin) async throws

    /// The newest entries of a model first.
    ///
    /// - Parameter before: Only entries with a lower number: the next page.
    func history(of name: String, before: Int64?, limit: Int) async throws -> [RegistryEntry]
}

extension ModelChange {
    /// The names that every registry refuses, whatever keeps it.
    ///
    /// - Throws: `unusableName`.
    package func requireUsable() throws(ModelStoreError) {
        switch self {
        case .alias(let alias, _):
            // MLflow's rule: no alias reads like a version, and `latest` is not for anyone to set.
            let isVersion = (try? SemanticVersion(parsing: alias)) != nil
            guard RegistryName.isWord(alias), !isVersion, alias != "latest" else { throw .unusableName(.alias, alias) }
        case .stage: break
        case .tag(_, let name, let value):
            guard RegistryName.isLine(name, longest: 250) else { throw .unusableName(.tag, name) }
            if let value, value.utf8.count > RegistryName.longestValue || value.utf8.contains(0) {
                throw .unusableName(.tagValue, value)
            }
        }
    }
}

extension ModelVersion {
    /// What every registry refuses, whatever keeps it.
    ///
    /// - Parameter taken: The versions that the model has already, in any order.
    package func requireRegistrable(
        with files: [ArtifactFile],
        beside taken: [SemanticVersion]
    ) throws(ModelStoreError) {
        try self.requireFree(beside: taken)
        try self.requireFiniteMetrics()
        for file in files where !RegistryName.isPath(file.name) { throw .unusableName(.file, file.name) }
        let names = files.map(\.name)
        if let twice = names.first(where: { name in names.count { $0 == name } > 1 }) {
            throw .unusableName(.file, twice)
        }
        guard let model = files.first(where: { $0.name == ArtifactFile.model }) else {
            throw .unusableName(.file, names.first ?? "")
        }
        guard model.fingerprint == self.artifact else {
            throw .artifactDamaged(self.id, expected: self.artifact, found: model.fingerprint)
        }
    }
}

/// What may be a name in a registry. Names are compared by their bytes.
package enum RegistryName {
    package static let longestValue = 8192

    /// 1 to 255 ASCII letters, digits, `_`, `-` and `.`.
    static func isWord(_ text: String) -> Bool {
        (1...255).contains(text.utf8.count)
            && text.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"), UInt8(ascii: "."):
                    true
                default: false
                }
            }
    }

    /// Words between slashes, none of them `.` or `..`: it cannot leave the folder that it is resolved in.
    static func isPath(_ text: String) -> Bool {
        text.utf8.count <= 255
            && text.split(separator: "/", omittingEmptySubsequences: false).allSatisfy { part in
                Self.isWord(String(part)) && part != "." && part != ".."
            }
    }

    /// At least one byte, no control character.
    static func isLine(_ text: String, longest: Int) -> Bool {
        (1...longest).contains(text.utf8.count) && text.utf8.allSatisfy { $0 >= 32 && $0 != 127 }
    }
}
