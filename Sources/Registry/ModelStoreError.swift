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
}

extension ModelStoreError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .alreadyRegistered(let id, let nextFree):
            "\(id) is registered already, and a registered model never changes; the next free version is \(nextFree)"
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
            "metric '\(metric)' of \(id) is \(value); leave out what could not be measured"
        }
    }

    private static func hint(_ name: String, _ known: [String]) -> String {
        nearestName(to: name, among: known).map { "did you mean '\($0)'? " } ?? ""
    }
}
