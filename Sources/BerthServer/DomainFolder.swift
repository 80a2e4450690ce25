internal import Catalog
internal import Declarations
package import Domains
internal import Foundation

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

/// The user's own discounts on a catalog's prices.
enum DiscountsFile {
    /// - Parameter path: None where `nil`.
    /// - Throws: ``ConfigurationFaults`` for a file that is refused.
    static func discounts(_ path: String?) throws(ConfigurationFaults) -> [Discount] {
        guard let path else { return [] }
        do {
            let text = try String(contentsOfFile: path, encoding: .utf8)
            return try Discount.list(Declaration(yaml: text, file: path))
        } catch let error as DeclarationError {
            throw ConfigurationFaults(faults: ["\(error)"])
        } catch {
            throw ConfigurationFaults(faults: ["\(path): the discounts cannot be read"])
        }
    }
}
