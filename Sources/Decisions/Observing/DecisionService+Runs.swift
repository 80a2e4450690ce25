internal import Domains
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

    /// What the runs of each domain cost that ended today or on the days before, UTC.
    ///
    /// - Parameters:
    ///   - domain: Only this one.
    ///   - days: Today included, at least 1.
    /// - Throws: `unknownDomain`, and the store's errors.
    package func costs(of domain: String?, days: Int) async throws -> [RunCosts] {
        let servings = try domain.map { [try self.serving($0)] } ?? self.domains
        let today = self.now().day
        var costs: [RunCosts] = []
        for serving in servings {
            let sums = try await serving.history.hourlySums(fromHour: (today - Int64(days) + 1) * 24)
            costs.append(
                RunCosts(
                    domain: serving.domain.name,
                    currency: serving.domain.currency,
                    today: today,
                    days: days,
                    sums: sums
                )
            )
            // Many targets of many hours are some milliseconds, for which others would wait.
            await Task.yield()
        }
        return costs
    }
}
