package import Engine
internal import Placement

extension DecisionService {
    /// The best targets for a workload, in order. Nothing is chosen, explored or recorded.
    ///
    /// - Parameters:
    ///   - limit: Targets that are given, at the most; at least 1.
    ///   - offset: Of the best ones that are left out.
    /// - Throws: ``DecisionError`` for what cannot be judged.
    package func rank(_ request: Request, limit: Int, offset: Int) async throws -> Ranking {
        let serving = try self.serving(request.domain)
        guard !serving.targets.isEmpty else { throw DecisionError.noTargets(domain: request.domain) }
        let workload = try Self.workload(request.attributes, of: serving)
        let moment = self.now()
        await self.prepare(serving, workload.key, at: moment)
        do throws(EngineError) {
            return try serving.rank(
                DecisionRequest(
                    id: Decision.ID("ranking"),
                    at: moment,
                    workload: workload,
                    constraints: request.constraints,
                    objective: request.objective
                ),
                limit: limit,
                offset: offset
            )
        } catch {
            throw DecisionError.refused(error)
        }
    }
}
