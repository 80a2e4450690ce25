/// A model's version: `v1.2.0`. Versions compare by their numbers, so `v1.10.0` is newer than `v1.9.0`.
///
/// Only releases: no pre-release or build part, since a model is either registered or not.
///
/// - SeeAlso: Semantic Versioning 2.0.0, §2 and §11, <https://semver.org>.
package struct SemanticVersion: Sendable, Hashable, Comparable {
    /// 0 or more; whoever reads an older one may not read this.
    package let major: Int
    /// 0 or more.
    package let minor: Int
    /// 0 or more.
    package let patch: Int

    /// The version of a model's first training.
    package static let first = SemanticVersion(major: 1, minor: 0, patch: 0)
    /// The largest number that a part may have.
    package static let largestPart = 999_999_999

    /// - Precondition: Every part is in 0 ... `largestPart`.
    package init(major: Int, minor: Int, patch: Int) {
        let allowed = 0...Self.largestPart
        precondition(
            allowed.contains(major) && allowed.contains(minor) && allowed.contains(patch),
            "a version's parts are from 0 to \(Self.largestPart)"
        )
        self.major = major
        self.minor = minor
        self.patch = patch
    }

    /// Reads `v2.0.0` or `2.0.0`.
    package init(parsing text: String) throws(SemanticVersionError) {
        let parts = (text.hasPrefix("v") ? text.dropFirst() : text[...])
            .split(separator: ".", omittingEmptySubsequences: false)
        let numbers = parts.compactMap(Self.part)
        guard parts.count == 3, numbers.count == 3 else { throw .notAVersion(text) }
        self.init(major: numbers[0], minor: numbers[1], patch: numbers[2])
    }

    /// Digits only, without leading zeros.
    private static func part(_ text: Substring) -> Int? {
        guard (1...9).contains(text.utf8.count),
            text.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }),
            text == "0" || !text.hasPrefix("0")
        else { return nil }
        return Int(text)
    }

    /// The version with the last number one up.
    package var nextPatch: SemanticVersion {
        SemanticVersion(major: self.major, minor: self.minor, patch: self.patch + 1)
    }

    /// The version with the middle number one up and the last at 0.
    package var nextMinor: SemanticVersion { SemanticVersion(major: self.major, minor: self.minor + 1, patch: 0) }

    package static func < (left: SemanticVersion, right: SemanticVersion) -> Bool {
        (left.major, left.minor, left.patch) < (right.major, right.minor, right.patch)
    }
}

/// Why a text is no version.
package enum SemanticVersionError: Error, Hashable, CustomStringConvertible {
    case notAVersion(String)

    package var description: String {
        switch self {
        case .notAVersion(let text): "'\(text)' is not a version; expected three whole numbers such as v1.2.0"
        }
    }
}

extension SemanticVersion: CustomStringConvertible {
    package var description: String { "v\(self.major).\(self.minor).\(self.patch)" }
}

extension SemanticVersion: Codable {
    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        do {
            try self.init(parsing: try container.decode(String.self))
        } catch let error as SemanticVersionError {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: error.description)
        }
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(self.description)
    }
}
