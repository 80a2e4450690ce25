internal import Engine
internal import LearnedModels

/// A trained model of a domain, as `berth train` registers it and `berth models export` writes it.
public struct Model: Sendable {
    let learned: LearnedModel

    /// Reads a model and puts it to work.
    ///
    /// - Parameters:
    ///   - bytes: The content of the file.
    ///   - domain: The domain that it was trained for.
    /// - Throws: ``BerthingError/Code/model`` when a part is damaged or missing, or does not fit the domain.
    public init(reading bytes: [UInt8], for domain: Domain) throws(BerthingError) {
        do throws(PredictionError) {
            let artifact = try ModelArtifact(reading: bytes)
            guard artifact.name == domain.name else {
                throw PredictionError.damagedModel("it is for the domain '\(artifact.name)', not '\(domain.name)'")
            }
            self.learned = try LearnedModel(artifact, domain: domain.declared)
        } catch {
            throw BerthingError(.model, "\(error)")
        }
    }

    /// Name and version, such as `sandbox@v1.2.0`, as decisions carry them.
    public var id: String { self.learned.modelID }
}
