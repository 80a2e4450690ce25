package import Features
package import Placement
package import Telemetry

extension DecisionService {
    /// Reports that were taken in.
    ///
    /// - Throws: `unknownDomain`, and the store's errors.
    package func reports(_ query: RunQuery) async throws -> [RunReport] {
        _ = try self.serving(query.domain)
        return try await self.runs.reports(query)
    }

    /// Sums over the runs of each target of a domain, by target, ascending; targets without runs are left out.
    ///
    /// - Parameter hours: Only runs that ended in the current clock hour or in this many before it; all when `nil`.
    package func runSummaries(
        of domain: String,
        hours: Int?
    ) async throws -> [(target: Target.ID, provider: String, summary: RunSummary)] {
        let serving = try self.serving(domain)
        let first = hours.map { self.now().hoursSince1970 - Int64($0) }
        let providers = Dictionary(
            serving.targets.map { ($0.id, $0.provider) },
            uniquingKeysWith: { provider, _ in provider }
        )
        return try await serving.history.summaries(fromHour: first)
            .filter { $0.value.runs > 0 }
            .sorted { $0.key < $1.key }
            .map { ($0.key, providers[$0.key] ?? $0.key.description, $0.value) }
    }
}
