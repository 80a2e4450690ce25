internal import Access
internal import Decisions
internal import Domains
internal import Engine
internal import HTTPTypes
internal import JSON
internal import Placement
internal import ProblemTable
internal import Problems
internal import Web

/// Where to run a piece of code: a decision in the words of sandbox routers.
struct PredictRoute: Sendable {
    private let decisions: DecisionService

    init(_ decisions: DecisionService) { self.decisions = decisions }

    var routes: [Route] {
        [
            Route(.post, "/api/predict", permission: .decide, parameters: ["explain"], body: .json) {
                try await self.predict($0)
            }
        ]
    }

    private func predict(_ call: Call) async throws -> Answer {
        let explains = try call.query.flag("explain") ?? false
        let request = try PredictBody.request(
            call.body,
            attributes: try self.decisions.serving(PredictBody.domain).schema.attributes,
            by: call.principal
        )
        try self.checkExcluded(request.constraints)
        let answer: DecisionService.Answer
        do {
            answer = try await self.decisions.decide(request)
        } catch let error as DecisionError {
            throw Problem(error).inPredictWords
        }
        let explanation = explains ? self.decisions.explanation(of: answer.decision) : nil
        var writer = JSONWriter(reserving: 2048)
        writer.prediction(answer, explanation: explanation?.sentences)
        return Answer(body: writer.bytes)
    }

    /// A provider that is ruled out and does not exist is a typo, which would let the real one be chosen.
    private func checkExcluded(_ constraints: Constraints) throws {
        guard let excluded = constraints.except["provider"] else { return }
        let known = Set(try self.decisions.serving(PredictBody.domain).targets.map(\.provider)).sorted()
        for provider in excluded.sorted() where !known.contains(provider) {
            let error = EngineError.unknownValue(attribute: "provider", value: provider, among: known)
            var problem = Problem(DecisionError.refused(error))
            problem.field = "constraints.excludeProviders"
            throw problem
        }
    }
}

extension Problem {
    /// The same with the fields' names in requests for predictions.
    fileprivate var inPredictWords: Problem {
        let names = [
            "constraints.maxCost": "constraints.maxCostUSD",
            "constraints.maxTimeSeconds": "constraints.maxLatencyMS",
            "constraints.only.provider": "constraints.providers",
            "constraints.only.region": "constraints.regions",
        ]
        var problem = self
        problem.field = self.field.map { field in
            field.hasPrefix("workload.") ? "spec." + field.dropFirst("workload.".count) : names[field] ?? field
        }
        return problem
    }
}
