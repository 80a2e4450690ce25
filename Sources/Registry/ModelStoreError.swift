internal import Problems

/// Why a store of models refuses.
package enum ModelStoreError: Error, Hashable {
    case alreadyRegistered(ModelVersion.ID, nextFree: SemanticVersion)
    /// `known` is every model's name, ascending.
    case unknownModel(String, known: [String])
    /// `known` is every version of the model, ascending.
    case unknownVersion(ModelVersion.ID, known: [SemanticVersion])
    case artifactDamaged(ModelVersion.ID, expected: ArtifactFingerprint, found: ArtifactFingerprint)
    case unusableMetric(String, value: Double, in: ModelVersion.ID)
    /// `known` is every alias of the model, ascending.
    case unknownAlias(String, of: String, known: [String])
    case unusableName(NamedThing, String)

    /// What a name in the registry is for.
    package enum NamedThing: Sendable, Hashable { case alias, tag, tagValue, file }
}

extension ModelStoreError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .alreadyRegistered(let id, let nextFree):
            "\(id) is registered already, and registered models never change; the next free version is \(nextFree)"
        case .unknownModel(let name, let known):
            if known.isEmpty {
                "no model '\(name)'; no model is registered yet"
            } else {
                "no model '\(name)'; " + Self.hint(name, known) + "there are \(known.joined(separator: ", "))"
            }
        case .unknownVersion(let id, let known):
            "no version \(id.version) of '\(id.name)'; "
                + Self.hint(id.version.description, known.map(\.description))
                + "there are \(known.map(\.description).joined(separator: ", "))"
        case .artifactDamaged(let id, let expected, let found):
            "the artifact of \(id) is damaged: expected \(expected), found \(found); "
                + "restore the file from a backup, or train a new version"
        case .unusableMetric(let metric, let value, let id):
            "metric '\(metric)' of \(id) is \(value); omit what could not be measured"
        case .unknownAlias(let alias, let model, let known):
            if known.isEmpty {
                "no alias '\(alias)' of '\(model)'; the model has none"
            } else {
                "no alias '\(alias)' of '\(model)'; " + Self.hint(alias, known)
                    + "there are \(known.joined(separator: ", "))"
            }
        case .unusableName(.alias, let name):
            "'\(name.prefix(60))' cannot be an alias; expected 1 to 255 letters, digits, '_', '-' and '.', "
                + "and neither a version nor 'latest'"
        case .unusableName(.tag, let name):
            "'\(name.prefix(60))' cannot name a tag; expected 1 to 250 bytes without control characters"
        case .unusableName(.tagValue, let value):
            "'\(value.prefix(60))' cannot be the value of a tag; expected at most \(RegistryName.longestValue) bytes "
                + "without U+0000"
        case .unusableName(.file, let name):
            "'\(name.prefix(60))' cannot name a file of a model; expected each name once, '\(ArtifactFile.model)' among "
                + "them, as a relative path of letters, digits, '_', '-' and '.'"
        }
    }

    private static func hint(_ name: String, _ known: [String]) -> String {
        nearestName(to: name, among: known).map { "did you mean '\($0)'? " } ?? ""
    }
}
