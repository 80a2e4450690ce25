internal import ArgumentParser
internal import Engine
internal import Placement

struct RankCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rank",
        abstract: "Lists the best targets for one workload, in order.",
        discussion: """
            What a decision would choose from: the feasible targets by predicted value, or as the rules would choose \
            one after the other where there is no model. Nothing is chosen, explored or recorded.

            Examples:
              berth rank job.json --domain instances --limit 20
              berth rank job.json --domain instances --only region=eu-west-1,eu-north-1 --json
            """
    )

    @OptionGroup var asked: RequestOptions

    @Option(name: .long, help: "How many targets are listed, 1 to 1000.")
    var limit = 10

    @Flag(name: .long, help: "JSON instead of text.")
    var json = false

    private static let mostListed = 1000

    private struct Answer: Encodable {
        let workload: Workload.Key
        let objective: Objective
        let model: String?
        let targets: Int
        let feasible: Int
        let excluded: [ExclusionCount]
        let ranked: [Place]

        struct Place: Encodable {
            let rank: Int
            let target: Target
            let prediction: Prediction?
        }
    }

    func validate() throws {
        guard (1...Self.mostListed).contains(self.limit) else {
            throw ValidationError("--limit takes a whole number from 1 to \(Self.mostListed), not \(self.limit).")
        }
    }

    func run() async throws {
        try await reporting {
            let asked = try await self.asked.prepared(strategy: nil, explores: false)
            let ranking = try Engine.rank(
                asked.request,
                limit: self.limit,
                with: asked.snapshot,
                state: EngineState(seed: 0)
            )
            if self.json {
                try Console.json(
                    Answer(
                        workload: ranking.workload.key,
                        objective: ranking.objective,
                        model: ranking.model,
                        targets: ranking.targets,
                        feasible: ranking.feasible,
                        excluded: ranking.exclusions,
                        ranked: ranking.ranked.enumerated().map {
                            Answer.Place(
                                rank: $0.offset + 1,
                                target: $0.element.target,
                                prediction: $0.element.prediction
                            )
                        }
                    )
                )
            } else {
                for (index, ranked) in ranking.ranked.enumerated() {
                    Console.result("\(index + 1). \(ranked.target.id)" + (ranked.prediction.map(Self.spelled) ?? ""))
                }
                Console.result(Self.summary(ranking))
            }
            guard !ranking.ranked.isEmpty else {
                throw CommandFailure(kind: .refusedInput, message: "no target is feasible; the constraints say why")
            }
        }
    }

    private static func spelled(_ prediction: Prediction) -> String {
        func range(_ estimate: Estimate) -> String {
            "\(Figure.short(estimate.value)) (\(Figure.short(estimate.lower)) to \(Figure.short(estimate.upper)))"
        }
        return ": cost \(range(prediction.cost)), time \(range(prediction.timeSeconds)) s"
    }

    private static func summary(_ ranking: Ranking) -> String {
        let by = ranking.model.map { "by \($0)" } ?? "by the rules"
        let excluded = ranking.exclusions.map { "\($0.count) by \($0.constraint)" }
        return "\(ranking.feasible) of \(ranking.targets) targets are feasible, ranked \(by)"
            + (excluded.isEmpty ? "." : "; excluded: \(excluded.joined(separator: ", ")).")
    }
}
