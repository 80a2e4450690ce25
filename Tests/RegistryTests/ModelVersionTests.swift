import BerthTesting
import Foundation
import Placement
import Registry
import Testing

struct ModelVersionTests {
    private let artifact = Data("tree".utf8)

    @Test func `a fingerprint is the SHA-256 in hexadecimal`() {
        let empty = ArtifactFingerprint(of: Data())
        #expect(empty.sha256 == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
        #expect(empty.byteCount == 0)
    }

    @Test func `a record survives JSON`() throws {
        let version = SampleModels.version("v1.2.0", artifact: self.artifact)
        let json = try JSONEncoder().encode(version)
        #expect(try JSONDecoder().decode(ModelVersion.self, from: json) == version)
        #expect(version.id.description == "sandbox@v1.2.0")
    }

    @Test func `the next free version skips all that are taken`() throws {
        let version = SampleModels.version("v1.2.0", artifact: self.artifact)
        let taken = try ["v1.2.0", "v1.2.1", "v1.2.3"].map { try SemanticVersion(parsing: $0) }
        #expect(
            throws: ModelStoreError.alreadyRegistered(
                version.id,
                nextFree: SemanticVersion(major: 1, minor: 2, patch: 2)
            )
        ) { try version.requireRegistrable(with: self.artifact, beside: taken) }
    }

    @Test func `errors say what was found, what is allowed and what to do`() {
        let id = ModelVersion.ID(name: "sandbox", version: SemanticVersion(major: 1, minor: 2, patch: 0))
        let other = SemanticVersion(major: 1, minor: 3, patch: 0)
        let expected = ArtifactFingerprint(of: Data())
        let texts: [(ModelStoreError, String)] = [
            (
                .alreadyRegistered(id, nextFree: other),
                "sandbox@v1.2.0 is registered already, and registered models never change; the next free version is "
                    + "v1.3.0"
            ),
            (.unknownModel("sandbx", known: []), "no model 'sandbx'; no model is registered yet"),
            (
                .unknownModel("sandbx", known: ["cluster", "sandbox"]),
                "no model 'sandbx'; did you mean 'sandbox'? there are cluster, sandbox"
            ),
            (
                .unknownVersion(id, known: [other]),
                "no version v1.2.0 of 'sandbox'; did you mean 'v1.3.0'? there are v1.3.0"
            ),
            (
                .unusableMetric("costMAPE", value: .nan, in: id),
                "metric 'costMAPE' of sandbox@v1.2.0 is nan; omit what could not be measured"
            ),
            (
                .artifactDamaged(id, expected: expected, found: expected),
                "the artifact of sandbox@v1.2.0 is damaged: expected \(expected), found \(expected); restore the file "
                    + "from a backup, or train a new version"
            ),
        ]
        for (error, text) in texts { #expect(error.description == text) }
    }

    @Test(arguments: ["sandbox@v1.2.0", "sandbox/v1.2.0", "sandbox@1.2.0"])
    func `an id is read in its spelling and in that of former releases`(text: String) throws {
        let id = try ModelVersion.ID(parsing: text)
        #expect(id == ModelVersion.ID(name: "sandbox", version: try SemanticVersion(parsing: "v1.2.0")))
        #expect("\(id)" == "sandbox@v1.2.0")
    }

    @Test(arguments: ["sandbox", "@v1.2.0", "", "sandbox@latest", "sandbox@"])
    func `what names no version is refused by its name`(text: String) throws {
        let error = #expect(throws: ModelIDError.self) { try ModelVersion.ID(parsing: text) }
        #expect("\(try #require(error))".contains("'\(text)'"))
    }
}
