/// What `Package.swift` declares, read from its text.
struct Manifest {
    /// The modules of ours that each target of `Sources` depends on.
    let dependencies: [String: Set<String>]

    init(_ text: String) {
        var dependencies: [String: Set<String>] = [:]
        for target in text.matches(of: /\.(?:target|executableTarget|systemLibrary)\(\s*name: "([^"]+)"([^()]*)/) {
            let list = target.output.2.firstMatch(of: /dependencies: \[([^\]]*)\]/)?.output.1 ?? ""
            dependencies[String(target.output.1)] = Set(list.matches(of: /"([^"]+)"/).map { String($0.output.1) })
        }
        self.dependencies = dependencies
    }

    /// Modules that the manifest allows and nobody imports, and modules that lie in `Sources` and not in the manifest.
    func faults(importing imports: [String: Set<String>]) -> [String] {
        var faults: [String] = []
        for (module, imported) in imports.sorted(by: { $0.key < $1.key }) {
            guard let declared = self.dependencies[module] else {
                faults.append("Sources/\(module) is no target of the manifest")
                continue
            }
            let unused = declared.subtracting(imported).sorted()
            if !unused.isEmpty {
                faults.append(
                    "the manifest lets \(module) depend on \(unused.joined(separator: ", ")); nothing imports it"
                )
            }
        }
        return faults
    }
}
