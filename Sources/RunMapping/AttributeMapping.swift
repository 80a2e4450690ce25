internal import Declarations
package import Expressions
package import Placement

/// How a workload or a target is made from a row: the attributes that identify it and those that describe it.
package struct AttributeMapping: Sendable {
    /// One attribute and how its value is made from a row.
    package struct Attribute: Sendable {
        /// The attribute's name in the workload or target.
        package let name: String
        /// Over the columns of the row.
        package let value: DeclaredExpression
    }

    /// What tells one from another; in the order of the file, as the identity is spelled.
    package let identifying: [Attribute]
    /// What is known of it beside its identity.
    package let describing: [Attribute]

    /// - Parameter identity: The key under which the identifying attributes stand.
    init(_ declaration: Declaration, identity: String) throws(DeclarationError) {
        let fields = try declaration.fields(allowed: [identity, "describe"])
        let declared = try fields.required(identity)
        self.identifying = try Self.attributes(declared)
        guard !self.identifying.isEmpty else { throw declared.invalid(expected: "at least one attribute") }
        guard let described = fields[optional: "describe"] else {
            self.describing = []
            return
        }
        self.describing = try Self.attributes(described)
        for attribute in self.describing where self.identifying.contains(where: { $0.name == attribute.name }) {
            throw described.fault(
                .invalid(found: attribute.name, expected: "an attribute that \(identity) does not have already")
            )
        }
    }

    private static func attributes(_ declaration: Declaration) throws(DeclarationError) -> [Attribute] {
        var attributes: [Attribute] = []
        for (name, value) in try declaration.entries() {
            attributes.append(Attribute(name: name, value: try DeclaredExpression(value)))
        }
        return attributes
    }

    /// All attributes, the identifying ones first.
    var all: [Attribute] { self.identifying + self.describing }

    /// The attributes of something that is no row of a history, from the columns that are known of it.
    ///
    /// - Parameter columns: The value under a name; missing where there is none.
    package func attributes(_ columns: (String) -> Value) throws(ExpressionError) -> [String: Value] {
        var attributes: [String: Value] = [:]
        for attribute in self.all {
            let value = try attribute.value.expression.evaluate { columns($0.text) }
            if !value.isMissing { attributes[attribute.name] = value }
        }
        return attributes
    }

    /// The identity of something with these attributes, as runs of the history spell it: the texts of the identifying
    /// attributes with `/` between them. Within a text, `/` and `\` get a `\` before them when there are several.
    ///
    /// - Returns: `nil` when an identifying attribute is missing, or a list or object.
    package func identity(of attributes: [String: Value]) -> String? {
        var texts: [String] = []
        for attribute in self.identifying {
            guard let text = attributes[attribute.name]?.text else { return nil }
            texts.append(text)
        }
        return Self.identity(texts)
    }

    /// Texts with `/` between them, spelled so that different texts never make one identity.
    package static func identity(_ texts: [String]) -> String {
        guard texts.count > 1 else { return texts.joined() }
        return texts.map { text in
            guard text.utf8.contains(where: { $0 == UInt8(ascii: "/") || $0 == UInt8(ascii: "\\") }) else {
                return text
            }
            return text.replacing("\\", with: "\\\\").replacing("/", with: "\\/")
        }.joined(separator: "/")
    }
}
