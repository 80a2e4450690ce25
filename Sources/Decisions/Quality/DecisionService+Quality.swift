package import Engine
internal import Placement

extension DecisionService {
    /// Observed decisions that one reading of a model's quality looks at, the newest.
    package static let qualityDecisions = 4000
    /// Some hundredths of a second of reading: others that read long come in between.
    private static let qualityPage = 400

    /// How the predictions of a domain's models, of whatever version, compare with what was observed.
    ///
    /// - Parameter hours: How far back decisions were made, at least 1; of more than ``qualityDecisions`` the newest.
    /// - Throws: `unknownDomain`, and the log's errors.
    package func quality(of domain: String, hours: Int) async throws -> ModelQuality {
        _ = try self.serving(domain)
        let until = self.now()
        var from = until.advanced(bySeconds: -Double(hours) * 3600)
        var tally = QualityTally()
        var left = Self.qualityDecisions
        var before: Decision.ID?
        while left > 0 {
            let page = try await self.log.decisions(
                DecisionQuery(
                    domain: domain,
                    from: from,
                    observed: true,
                    before: before,
                    limit: min(left, Self.qualityPage)
                )
            )
            for observed in page.decisions { tally.add(observed) }
            left -= page.decisions.count
            before = page.next
            if before == nil { break }
            if left == 0, let oldest = page.decisions.last { from = oldest.decision.at }
        }
        return tally.quality(from: from, until: until)
    }

    /// What the model that serves a domain makes of its features.
    ///
    /// - Returns: Name and version of the model, `nil` where none serves; no importances where it cannot tell any.
    /// - Throws: `unknownDomain`.
    package func importances(of domain: String) throws -> (model: String?, importances: [QuantityImportance]) {
        let model = try self.serving(domain).lineup.primary
        return (model?.modelID, (model as? any AttributingPredictor)?.importances ?? [])
    }
}
