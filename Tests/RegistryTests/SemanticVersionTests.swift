import Foundation
import Registry
import Testing

struct SemanticVersionTests {
    @Test(arguments: [("v2.0.0", "v2.0.0"), ("2.0.0", "v2.0.0"), ("v0.0.1", "v0.0.1"), ("10.20.30", "v10.20.30")])
    func `a version is read with or without its v and spelled with it`(text: String, spelled: String) throws {
        #expect(try SemanticVersion(parsing: text).description == spelled)
    }

    @Test(arguments: [
        "", "v", "1", "1.2", "1.2.3.4", "v1.02.0", "1.-2.0", "1.+2.0", "1..0", "1.2.x", "V1.2.0", "vv1.2.0",
        "1.2.0-rc.1",
        "1.2.0+7", " 1.2.0", "1.2.9999999999", "١.٢.٣",
    ])
    func `anything else is refused by name`(text: String) {
        #expect(throws: SemanticVersionError.notAVersion(text)) { try SemanticVersion(parsing: text) }
        #expect(
            SemanticVersionError.notAVersion(text).description
                == "'\(text)' is not a version; expected three whole numbers such as v1.2.0"
        )
    }

    @Test func `versions are ordered by their numbers, not by their letters`() throws {
        let texts = ["v1.9.0", "v1.10.0", "v0.99.99", "v2.0.0", "v1.9.10", "v1.9.9"]
        let sorted = try texts.map { try SemanticVersion(parsing: $0) }.sorted().map(\.description)
        #expect(sorted == ["v0.99.99", "v1.9.0", "v1.9.9", "v1.9.10", "v1.10.0", "v2.0.0"])
    }

    @Test func `the next patch and minor follow, a minor starts its patches anew`() throws {
        let version = try SemanticVersion(parsing: "v1.2.3")
        #expect(version.nextPatch.description == "v1.2.4")
        #expect(version.nextMinor.description == "v1.3.0")
        #expect(ModelVersion.next(after: version).description == "v1.3.0")
        #expect(ModelVersion.next(after: nil).description == "v1.0.0")
    }

    @Test func `in JSON a version is its text`() throws {
        let versions = [SemanticVersion(major: 1, minor: 2, patch: 0)]
        let json = try JSONEncoder().encode(versions)
        #expect(String(decoding: json, as: UTF8.self) == #"["v1.2.0"]"#)
        #expect(try JSONDecoder().decode([SemanticVersion].self, from: json) == versions)
        #expect(throws: DecodingError.self) {
            try JSONDecoder().decode([SemanticVersion].self, from: Data(#"["1.2"]"#.utf8))
        }
    }
}
