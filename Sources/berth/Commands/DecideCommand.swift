internal import ArgumentParser
internal import Engine
internal import LearnedModels
internal import Placement

struct DecideCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "decide",
        abstract: "Decides where one workload should run, and says why.",
        discussion: """
            The workload is a JSON object of attributes, as the domain's features name them. The targets are the \
            domain's: those of its catalog, or those seen in its runs.

            Examples:
              echo '{"language": "python", "code": "print(1)", "cpu": 1, "memoryMB": 512}' | berth decide -
              berth decide job.json --domain cluster --strategy model --max-cost 2 --json
              berth decide run.json --only provider=e2b,modal --except region=us-east
            """
    )

    @OptionGroup var asked: RequestOptions

    @Option(name: .long, help: "rules, model or hybrid; by default, the domain's policy.")
    var strategy: Policy.Strategy?

    @Option(name: .long, help: "Seed of the exploration draw; by default, a new one each time.")
    var seed: UInt64?

    @Flag(name: .long, help: "Never explore.")
    var noExploration = false

    @Flag(name: .long, help: "The full decision record and its explanation, as JSON.")
    var json = false

    private struct ExplainedDecision: Encodable {
        let decision: Decision
        let explanation: Explanation
    }

    func run() async throws {
        try await reporting {
            let asked = try await self.asked.prepared(strategy: self.strategy, explores: !self.noExploration)
            var state = EngineState(seed: self.seed ?? UInt64.random(in: .min ... .max))
            let decision = try Engine.decide(asked.request, with: asked.snapshot, state: &state)
            let explanation = Explanation(decision, model: asked.model)
            if self.json {
                try Console.json(ExplainedDecision(decision: decision, explanation: explanation))
            } else {
                Console.result(decision.chosenCandidate.map { "\($0.target.id)" } ?? "none")
                for sentence in explanation.sentences { Console.result("  " + sentence) }
            }
            if decision.chosen == nil {
                throw CommandFailure(
                    kind: .refusedInput,
                    message: "no target is feasible; the constraints above say why"
                )
            }
        }
    }
}
