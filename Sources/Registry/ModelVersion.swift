package import Placement

/// What is known of one registered model: where it comes from, how it was made, and what it is worth. Never changed
/// once registered.
package struct ModelVersion: Sendable, Hashable, Codable {
    /// Names one version of one model: `sandbox@v1.2.0`, as records, API, commands and logs spell it.
    package struct ID: Sendable, Hashable, Codable, CustomStringConvertible {
        /// The model's name, which is that of its domain.
        package let name: String
        package let version: SemanticVersion

        package init(name: String, version: SemanticVersion) {
            self.name = name
            self.version = version
        }

        /// Reads `sandbox@v1.2.0`, and `sandbox/v1.2.0` as former releases spelled it.
        package init(parsing text: String) throws(ModelIDError) {
            guard let mark = text.lastIndex(where: { $0 == "@" || $0 == "/" }), mark != text.startIndex else {
                throw .noVersion(text)
            }
            do {
                self.version = try SemanticVersion(parsing: String(text[text.index(after: mark)...]))
            } catch {
                throw .version(text, error)
            }
            self.name = String(text[..<mark])
        }

        package var description: String { "\(self.name)@\(self.version)" }
    }

    /// The runs that it learned from.
    package struct TrainingRuns: Sendable, Hashable, Codable {
        /// Start of the earliest run.
        package let from: Timestamp
        /// Start of the latest run.
        package let to: Timestamp
        package let count: Int

        package init(from: Timestamp, to: Timestamp, count: Int) {
            self.from = from
            self.to = to
            self.count = count
        }
    }

    package let id: ID
    /// The version that was the latest when this one was trained.
    package let parent: SemanticVersion?
    package let createdAt: Timestamp
    package let trainingRuns: TrainingRuns
    /// Of the frozen feature program, in hexadecimal.
    package let programHash: String
    package let seed: UInt64
    package let parameters: [String: String]
    /// Finite numbers by name, the unit last in the name.
    package let metrics: [String: Double]
    package let artifact: ArtifactFingerprint
    /// The training library and its version, such as `LightGBM 4.6.0`.
    package let library: String
    /// Sentences for a reader, such as what could not be learned yet.
    package let notes: [String]

    package init(
        id: ID,
        parent: SemanticVersion?,
        createdAt: Timestamp,
        trainingRuns: TrainingRuns,
        programHash: String,
        seed: UInt64,
        parameters: [String: String],
        metrics: [String: Double],
        artifact: ArtifactFingerprint,
        library: String,
        notes: [String]
    ) {
        self.id = id
        self.parent = parent
        self.createdAt = createdAt
        self.trainingRuns = trainingRuns
        self.programHash = programHash
        self.seed = seed
        self.parameters = parameters
        self.metrics = metrics
        self.artifact = artifact
        self.library = library
        self.notes = notes
    }
}

/// Why a text does not name a model version.
package enum ModelIDError: Error, Hashable, CustomStringConvertible {
    case noVersion(String)
    case version(String, SemanticVersionError)

    package var description: String {
        switch self {
        case .noVersion(let text):
            "'\(text)' does not name a model version; expected NAME@VERSION, such as sandbox@v1.2.0"
        case .version(let text, let error): "'\(text)' does not name a model version: \(error)"
        }
    }
}
