internal import Catalog
internal import Declarations
internal import Domains
public import Foundation
internal import Placement

/// A domain file: what a workload and a target are, and what a good decision is.
public struct Domain: Sendable {
    let declared: Domains.Domain
    let schema: WorkloadSchema

    /// Reads a domain file.
    ///
    /// - Parameters:
    ///   - yaml: Its text.
    ///   - file: What messages call it.
    /// - Throws: ``BerthingError/Code/domain``, with the line, the key and what is allowed.
    public init(yaml: String, file: String = "domain") throws(BerthingError) {
        do throws(DeclarationError) {
            self.declared = try Domains.Domain(yaml: yaml, file: file)
        } catch {
            throw BerthingError(.domain, "\(error)")
        }
        self.schema = WorkloadSchema(of: self.declared)
    }

    /// As decisions and models name it.
    public var name: String { self.declared.name }

    /// The attributes of a workload that the domain reads, ascending; others are refused.
    public var workloadAttributes: [String] { self.schema.attributes }

    /// The targets of the catalog that the domain names; none for a domain without one.
    ///
    /// - Parameter moment: Prices are those of this time.
    /// - Throws: ``BerthingError/Code/targets`` when the catalog cannot be priced.
    public func catalogTargets(at moment: Date) throws(BerthingError) -> [Target] {
        guard self.declared.catalog == .sandboxes else { return [] }
        do {
            return try SandboxCatalog.builtIn()
                .targets(pricedBy: .busyPair, discounts: [], at: Timestamp(moment))
                .map { Target($0.target) }
        } catch {
            throw BerthingError(.targets, "\(error)")
        }
    }
}

extension Timestamp {
    /// - Parameter moment: Within ±290,000 years.
    init(_ moment: Date) { self.init(secondsSince1970: moment.timeIntervalSince1970) }
}
