package import Expressions
internal import Features
package import Placement
internal import RunMapping
internal import Statistics

extension Domain {
    /// A workload with these attributes, under the key that its past runs carry.
    ///
    /// The key comes from `identity`, else from the history's key; where an attribute of that is missing, from all
    /// attributes. Long texts enter as a hash, so that no source code stands in a key.
    package func workload(_ attributes: [String: Value]) throws(ExpressionError) -> Workload {
        if self.identity.isEmpty, let key = self.history?.workload.identity(of: attributes) {
            return Workload(key: Workload.Key(key), attributes: attributes)
        }
        let unkeyed = Workload(key: Workload.Key(""), attributes: attributes)
        let nowhere = Target(id: Target.ID(""), attributes: [:])
        var parts: [String] = []
        for expression in self.identity {
            parts.append(Self.part(try expression.evaluate { $0.attribute(workload: unkeyed, target: nowhere) }))
        }
        if parts.isEmpty { parts = [Self.part(.record(attributes))] }
        return Workload(key: Workload.Key(AttributeMapping.identity(parts)), attributes: attributes)
    }

    /// What runs have in common that tell of one thing: the key, or, where runs of a workload stand apart, a hash of
    /// every attribute.
    package func repetition(of workload: Workload) -> String {
        switch self.repeats {
        case .pooled: workload.key.description
        case .apart: String(StableHash.of(Self.canonical(.record(workload.attributes))), radix: 16)
        }
    }

    private static let longestPart = 40

    private static func part(_ value: Value) -> String {
        if let text = value.text, text.utf8.count <= Self.longestPart { return text }
        return value.isMissing ? "-" : String(StableHash.of(Self.canonical(value)), radix: 16)
    }

    /// The value spelled so that equal values, and only they, have equal spellings.
    private static func canonical(_ value: Value) -> String {
        switch value {
        case .missing, .flag, .number: value.text ?? "-"
        case .text(let text): "\"\(text.utf8.count):\(text)"
        case .list(let elements): "[" + elements.map(Self.canonical).joined(separator: ",") + "]"
        case .record(let fields):
            "{"
                + fields.sorted { $0.key < $1.key }.map { "\($0.key.utf8.count):\($0.key)=\(Self.canonical($0.value))" }
                .joined(separator: ",") + "}"
        }
    }
}
