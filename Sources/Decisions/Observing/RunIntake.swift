internal import Domains
internal import JSON
internal import Placement
package import Telemetry

/// Takes in reports of runs as they come over the wire.
package struct RunIntake: Sendable {
    private let service: DecisionService
    /// Of reports and questions that name none.
    package let defaultDomain: String

    /// The domain of reports that name none, where there is one of this name; else the first.
    private static let usualDomain = "sandbox"

    package init(_ service: DecisionService) {
        self.service = service
        let names = service.domains.map(\.domain.name)
        self.defaultDomain = names.contains(Self.usualDomain) ? Self.usualDomain : names.first ?? Self.usualDomain
    }

    /// What became of one body of reports.
    package struct Receipt: Sendable {
        /// The domain that the reports are of.
        package let domain: String
        /// Reports in the body.
        package let received: Int
        /// Which of them were kept.
        package let result: RunImport
    }

    /// Keeps all reports of a body, durably before it returns, or none.
    ///
    /// - Parameters:
    ///   - bytes: One report, a JSON list of them, or one a line. All of one domain, which the first names.
    ///   - name: What errors call the body.
    /// - Throws: `RunReadError` for a body with a bad report, ``DecisionError`` for an unknown domain, `RunStoreError`,
    ///   and the store's errors.
    package func take(_ bytes: [UInt8], name: String) async throws -> Receipt {
        let domain = Self.domain(ofFirstIn: bytes) ?? self.defaultDomain
        let reader = try self.service.serving(domain).reader
        let reports: [RunReport]
        do {
            reports = try await reader.readInTurns(bytes, file: name).reports
        } catch let error as RunReadError {
            self.service.measures.quality.unreadable(domain)
            throw error
        }
        let result = try await self.service.collect(reports, domain: domain)
        return Receipt(domain: domain, received: reports.count, result: result)
    }

    /// The domain that the first report names; `nil` when it names none or is no report, which the reader tells.
    private static func domain(ofFirstIn bytes: [UInt8]) -> String? {
        var scanner = JSONScanner(bytes)
        _ = scanner.skip("[")
        var domain: String?
        do throws(JSONFault) {
            try scanner.object { (key, scanner) throws(JSONFault) in
                let value = try scanner.value()
                if key == "domain", case .text(let text) = value { domain = text }
            }
        } catch {
            return nil
        }
        return domain
    }
}
