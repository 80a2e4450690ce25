internal import Catalog
internal import Declarations
package import Domains
internal import Foundation
internal import Placement

/// The domains that are served: one a file of a folder.
package struct DomainFolder {
    private let path: String

    package init(_ path: String) { self.path = path }

    /// Every domain of the folder, ascending by name.
    ///
    /// - Throws: ``ConfigurationFaults``: every file that is refused.
    package func domains() throws(ConfigurationFaults) -> [Domain] {
        let files: [String]
        do {
            files = try FileManager.default.contentsOfDirectory(atPath: self.path).filter { $0.hasSuffix(".yaml") }
                .sorted()
        } catch {
            throw self.fault("the domains folder cannot be read; name it with --domains or domains.dir")
        }
        guard !files.isEmpty else { throw self.fault("the folder has no domains; expected a .yaml file for each") }
        var domains: [Domain] = []
        var faults: [String] = []
        for file in files {
            let path = "\(self.path)/\(file)"
            do {
                let domain = try Domain(yaml: String(contentsOfFile: path, encoding: .utf8), file: path)
                if domains.contains(where: { $0.name == domain.name }) {
                    faults.append("\(path): another file declares the domain '\(domain.name)'")
                } else {
                    domains.append(domain)
                }
            } catch {
                faults.append("\(error)")
            }
        }
        guard faults.isEmpty else { throw ConfigurationFaults(faults: faults) }
        return domains.sorted { $0.name < $1.name }
    }

    private func fault(_ problem: String) -> ConfigurationFaults {
        ConfigurationFaults(faults: ["\(self.path): \(problem)"])
    }
}

/// The targets of catalogs, at the user's own prices.
struct CatalogTargets {
    private let discounts: [Discount]

    /// - Throws: ``ConfigurationFaults`` for a file of discounts that is refused.
    init(discountsFile: String?) throws(ConfigurationFaults) {
        guard let path = discountsFile else {
            self.discounts = []
            return
        }
        do {
            let text = try String(contentsOfFile: path, encoding: .utf8)
            self.discounts = try Discount.list(Declaration(yaml: text, file: path))
        } catch let error as DeclarationError {
            throw ConfigurationFaults(faults: ["\(error)"])
        } catch {
            throw ConfigurationFaults(faults: ["\(path): the discounts cannot be read"])
        }
    }

    /// - Returns: `nil` for a domain whose targets come from its runs; none for one whose targets join while it serves.
    func targets(of domain: Domain, at moment: Timestamp) throws -> [Target]? {
        switch domain.catalog {
        case .sandboxes:
            try SandboxCatalog.builtIn().targets(pricedBy: .busyPair, discounts: self.discounts, at: moment)
                .map(\.target)
        case .nodes: []
        case .runs: nil
        }
    }
}
