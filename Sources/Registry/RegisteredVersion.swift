package import Placement

/// A registered version with what may change about it.
package struct RegisteredVersion: Sendable, Hashable {
    package let version: ModelVersion
    /// At least the model, ``ArtifactFile/model``; ascending by name.
    package let files: [ArtifactFile]
    package let stage: ModelStage
    /// Ascending by name.
    package let tags: [ModelTag]
    /// Names that stand for this version now, ascending.
    package let aliases: [String]

    package init(
        version: ModelVersion,
        files: [ArtifactFile],
        stage: ModelStage,
        tags: [ModelTag],
        aliases: [String]
    ) {
        self.version = version
        self.files = files
        self.stage = stage
        self.tags = tags
        self.aliases = aliases
    }
}

/// One file of a version.
package struct ArtifactFile: Sendable, Hashable, Codable {
    /// A relative path such as `model.json`.
    package let name: String
    package let fingerprint: ArtifactFingerprint

    /// The file that the engine loads.
    package static let model = "model.json"

    package init(name: String, fingerprint: ArtifactFingerprint) {
        self.name = name
        self.fingerprint = fingerprint
    }
}

/// How far a version has come, for people and for MLflow's clients. It does not decide what serves.
package enum ModelStage: String, Sendable, Hashable, Codable, CaseIterable {
    case none, staging, production, archived
}

/// What somebody noted of a version.
package struct ModelTag: Sendable, Hashable, Codable {
    package let name: String
    package let value: String

    package init(name: String, value: String) {
        self.name = name
        self.value = value
    }
}

/// Who changes something in the registry, and when.
package struct ChangeOrigin: Sendable, Hashable {
    /// The principal's name.
    package let by: String
    package let at: Timestamp

    package init(by: String, at: Timestamp) {
        self.by = by
        self.at = at
    }
}

/// A change of what may change about a model.
package enum ModelChange: Sendable, Hashable {
    /// Lets an alias stand for a version; for none with `nil`.
    case alias(String, SemanticVersion?)
    case stage(SemanticVersion, ModelStage)
    /// Notes something of a version, or takes the note back with `nil`.
    case tag(SemanticVersion, name: String, value: String?)
}

/// One entry of the registry's history, which is only ever added to.
package struct RegistryEntry: Sendable, Hashable {
    package enum Action: String, Sendable, Hashable, CaseIterable {
        case registered
        /// Came from the folders in which earlier versions of Berth kept models.
        case takenOver = "taken over"
        case alias, stage, tag
    }

    /// From 1 on, without gaps, in the order in which changes took effect; counted over all models.
    package let number: Int64
    package let origin: ChangeOrigin
    package let model: String
    /// `nil` for an alias that now stands for no version.
    package let version: SemanticVersion?
    package let action: Action
    /// The alias' or tag's.
    package let name: String?
    /// What stood before: the alias' version, the stage, the tag's value; `nil` where nothing did.
    package let before: String?
    /// What stands now; `nil` for nothing.
    package let after: String?

    package init(
        number: Int64,
        origin: ChangeOrigin,
        model: String,
        version: SemanticVersion?,
        action: Action,
        name: String?,
        before: String?,
        after: String?
    ) {
        self.number = number
        self.origin = origin
        self.model = model
        self.version = version
        self.action = action
        self.name = name
        self.before = before
        self.after = after
    }
}
