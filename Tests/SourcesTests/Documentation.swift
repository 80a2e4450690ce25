/// What others of the package use says in a comment what its signature does not.
struct Documentation {
    /// Modules that this is not asked of yet. A module leaves the list with its last comment, and none comes onto it.
    static let notYetHeld: Set<String> = [
        "BerthServer", "BerthTesting", "Decisions", "Engine", "HTTPAPI", "NodeLink", "NodeServer", "Persistence",
        "Placement", "Registry",
    ]

    /// Requirements of protocols from outside, whose meaning is known.
    private static let known: Set<String> = [
        "==", "<", "hash(into:)", "encode(to:)", "init(from:)", "init(rawValue:)", "rawValue",
        "description",
        "debugDescription", "errorDescription",
    ]

    /// By the path of a protocol, the signatures that it documents.
    private var requirements: [String: Set<String>] = [:]
    /// By the path of a type, what stands behind its colons.
    private var inherited: [String: Set<String>] = [:]
    /// By the path of a type, its properties.
    private var properties: [String: Set<String>] = [:]

    init(_ files: [SourceFile]) {
        for declaration in files.flatMap(\.declarations) {
            switch declaration.kind {
            case .type, .protocol, .extension:
                self.inherited[declaration.path, default: []].formUnion(declaration.inherits)
            case .property: self.properties[declaration.owner, default: []].insert(declaration.name)
            case .function, .initializer, .subscript, .alias: break
            }
            if declaration.isOwnedByProtocol, declaration.isDocumented {
                self.requirements[declaration.owner, default: []].insert(declaration.signature)
            }
        }
    }

    static func faults(in files: [SourceFile], notYetHeld: Set<String> = Self.notYetHeld) -> [String] {
        let documentation = Documentation(files)
        let faults = Dictionary(grouping: files, by: \.module).mapValues { $0.flatMap(documentation.faults) }
        return faults.filter { !notYetHeld.contains($0.key) }.values.flatMap(\.self).sorted()
            + notYetHeld.filter { faults[$0]?.isEmpty ?? true }.sorted().map {
                "\($0) says all that it must; take it off the list"
            }
    }

    private func faults(in file: SourceFile) -> [String] {
        file.declarations.filter(self.lacksComment).map {
            "\(file.path):\($0.line + 1): \($0.signature) is used by others and has no comment"
        }
    }

    private func lacksComment(_ declaration: Declaration) -> Bool {
        guard declaration.isForOthers, !declaration.isDocumented, !Self.known.contains(declaration.signature),
            !Self.known.contains(declaration.name)
        else { return false }
        return !self.isDocumentedByProtocol(declaration) && !self.isMemberwise(declaration)
    }

    private func isDocumentedByProtocol(_ declaration: Declaration) -> Bool {
        var seen: Set<String> = []
        var open = [declaration.owner]
        while let name = open.popLast() {
            guard seen.insert(name).inserted else { continue }
            if self.requirements[name]?.contains(declaration.signature) ?? false { return true }
            open += self.inherited[name] ?? []
        }
        return false
    }

    /// An initializer that only takes the properties of its type, each with its own comment.
    private func isMemberwise(_ declaration: Declaration) -> Bool {
        declaration.kind == .initializer && !declaration.mayFail && !declaration.parameters.isEmpty
            && declaration.parameters.allSatisfy { self.properties[declaration.owner]?.contains($0.name) ?? false }
    }
}
