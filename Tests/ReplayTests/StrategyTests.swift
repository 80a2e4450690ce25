import Placement
import Replay
import Testing

struct StrategyTests {
    @Test func `rules need no learner and state no confidence`() throws {
        let answer = try Tiny.answer(try ReplayPlan(strategy: .rules, seed: 1), learner: nil)
        #expect(answer.normalized == answer.rules)
        #expect(answer.saving.rules == 0)
        #expect(answer.strategy.rules == 3)
        #expect(answer.models.isEmpty)
        #expect(answer.confidence == nil)
        #expect(answer.coverage == nil)
        #expect(answer.accuracy.costMAPE == nil)
    }

    @Test(arguments: [(0.69, 0, 3), (0.7, 3, 0)])
    func `hybrid follows the model from the gate on`(confidence: Double, model: Int, rules: Int) throws {
        let plan = try ReplayPlan(strategy: .hybrid, seed: 1)
        let answer = try Tiny.answer(plan, learner: MeanLearner(confidence: confidence))
        #expect(answer.strategy.model == model)
        #expect(answer.strategy.lowConfidence == rules)
        #expect(answer.strategy.exploration == 0)
        #expect(
            isClose(answer.confidence?.meanActual, 2 / 3),
            "a confidence is about the model's choice, whoever decides"
        )
    }

    @Test func `the domain's strategy and objective stand where the plan names none`() throws {
        let domain = try Tiny.domain { "objective: time\npolicy: {strategy: rules}\n" + $0 }
        let answer = try Tiny.answer(try ReplayPlan(seed: 1), learner: nil, domain: domain)
        #expect(answer.objective == .time)
        #expect(answer.strategy.name == .rules)
    }

    @Test func `a model that does not answer leaves the rules, and says so`() throws {
        let answer = try Tiny.answer(try ReplayPlan(strategy: .model, seed: 1), learner: FailingLearner())
        #expect(answer.strategy.modelUnavailable == 3)
        #expect(answer.normalized == answer.rules)
        #expect(answer.notes.contains("decisions made by the rules because the model gave no answer: 3"))
    }

    @Test func `requirements take targets from the choice of every policy`() throws {
        let domain = try Tiny.domain {
            $0 + "\nrequirements:\n  - {name: enough cores, require: target.cores >= 4}\n"
        }
        let answer = try Tiny.answer(
            try ReplayPlan(strategy: .model, seed: 1, verbose: true),
            domain: domain
        )
        let details = try #require(answer.details)
        #expect(details.map { $0.candidates.map(\.target.description) } == Array(repeating: ["x", "y"], count: 3))
        #expect(isClose(answer.cheapestHourly?.mean, (2 + 2 + 1) / 3), "x, for want of z")
    }

    @Test func `a domain without prices has no cheapest target`() throws {
        let domain = try Tiny.domain { $0.replacing("hourlyPrice: target.price\n", with: "") }
        let answer = try Tiny.answer(try ReplayPlan(strategy: .model, seed: 1), domain: domain)
        #expect(answer.cheapestHourly == nil)
        #expect(answer.saving.cheapestHourly == nil)
        #expect(!answer.notes.contains { $0.contains("cheapestHourly") })
    }

    @Test func `targets that training does not know leave no best fixed one`() throws {
        let training = Tiny.trainingRows.filter { $0.box != "x" } + [Tiny.Row("a", "w", 1)]
        let test = Tiny.testRows.filter { $0.box == "x" || $0.job == "c" } + [Tiny.Row("a", "v", 1)]
        let files = ReplayFiles(
            training: [try Tiny.file("train.csv", training)],
            test: [try Tiny.file("test.csv", test, from: 1000)]
        )
        let answer = try Tiny.answer(try ReplayPlan(strategy: .model, seed: 1), files: files)
        #expect(answer.decisions == 2)
        #expect(answer.bestFixed?.decisions == 1)
        #expect(answer.notes.contains("decisions without bestFixed, no candidate was measured in training: 1 of 2"))
    }

    @Test func `a target known from few workloads comes after the others`() throws {
        // w was best for the one workload that it ran, y fair for all three.
        let training = Tiny.trainingRows + [Tiny.Row("c", "w", 0.5)]
        let test = Tiny.testRows + [Tiny.Row("a", "w", 9)]
        let files = ReplayFiles(
            training: [try Tiny.file("train.csv", training)],
            test: [try Tiny.file("test.csv", test, from: 1000)]
        )
        let answer = try Tiny.answer(try ReplayPlan(strategy: .rules, seed: 1), files: files, learner: nil)
        #expect(answer.groups.first?.bestFixed?.mean == 2, "x, not w")
    }

    @Test func `failed runs carry what the domain says`() throws {
        let rows = [Tiny.Row("a", "x", 9), Tiny.Row("a", "y", 3), Tiny.Row("a", "z", 1, ok: false)]
        let files = ReplayFiles(
            training: [try Tiny.file("train.csv", Tiny.trainingRows)],
            test: [try Tiny.file("test.csv", rows, from: 1000)]
        )
        let plan = try ReplayPlan(strategy: .model, seed: 1)
        let counted = try Tiny.answer(plan, files: files)
        #expect(counted.normalized.mean == 9)
        #expect(counted.coverage?.runs == 3)
        let retried = try Tiny.answer(
            plan,
            files: files,
            domain: Tiny.domain { $0.replacing("failures: counted\n", with: "") }
        )
        #expect(retried.normalized.mean == 3, "a run that broke off did no work: z was not measured")
        #expect(retried.coverage?.runs == 2, "predictions are about successful runs")
    }

    @Test func `a best value of nothing still divides`() throws {
        let files = ReplayFiles(
            training: [try Tiny.file("train.csv", Tiny.trainingRows)],
            test: [try Tiny.file("test.csv", [Tiny.Row("a", "x", 0), Tiny.Row("a", "y", 0)], from: 1000)]
        )
        let answer = try Tiny.answer(try ReplayPlan(strategy: .model, seed: 1), files: files)
        #expect(answer.normalized.mean == 1)
        #expect(answer.accuracy.costMAPE == nil)
    }
}
