internal import CEmbeddedFiles
package import Declarations
package import Placement

/// The sandbox products that Berth knows, read from a declaration.
package struct SandboxCatalog: Sendable, Hashable {
    /// By id.
    package let sandboxes: [Sandbox]

    /// The catalog that ships inside the program: the text of `catalogs/sandbox.yaml`.
    package static func builtIn() throws(DeclarationError) -> SandboxCatalog {
        try SandboxCatalog(Declaration(yaml: Self.builtInText, file: "built-in sandbox catalog"))
    }

    static var builtInText: String { String(cString: embedded_sandboxes()) }

    /// Reads a file of the layout of `catalogs/sandbox.yaml`.
    package init(_ declaration: Declaration) throws(DeclarationError) {
        let fields = try declaration.fields(allowed: ["format", "version", "origins", "sandboxes"])
        guard try fields.required("format").text() == Self.format else {
            throw try fields.required("format").invalid(expected: Self.format)
        }
        _ = try fields.required("version").wholeNumber(in: 1...1)
        let reader = SandboxReader(origins: try SandboxReader.origins(of: try fields.required("origins")))
        var sandboxes: [Sandbox] = []
        for (id, entry) in try fields.required("sandboxes").entries() {
            sandboxes.append(try reader.sandbox(id: Target.ID(id), entry))
        }
        self.sandboxes = sandboxes.sorted { $0.id < $1.id }
    }

    /// What `format` must say in a catalog's file.
    package static let format = "berth-sandboxes"

    /// The sandbox of an id; `nil` where the catalog has none.
    package subscript(id: Target.ID) -> Sandbox? { self.sandboxes.first { $0.id == id } }

    /// The sandboxes as places to decide about.
    ///
    /// Attributes: see ``Sandbox/attributes(hour:)``. What is unknown is absent.
    package func targets(pricedBy shape: ReferenceShape) throws(BillingError) -> [PricedTarget] {
        let hour = try shape.hour()
        var targets: [PricedTarget] = []
        for sandbox in self.sandboxes { targets.append(try sandbox.target(hour: hour)) }
        return targets
    }

    /// The sandboxes as places to decide about, under a user's own terms as they hold at a time.
    package func targets(
        pricedBy shape: ReferenceShape,
        discounts: [Discount],
        at time: Timestamp
    ) throws(BillingError) -> [PricedTarget] {
        let hour = try shape.hour()
        var targets: [PricedTarget] = []
        for sandbox in self.sandboxes {
            targets.append(try sandbox.applying(discounts, at: time).target(hour: hour))
        }
        return targets
    }
}
