import Domains
import Engine
import Features
import Foundation
import LearnedModels
import Placement
import RealModule
import Statistics
import Testing
import Training

/// LightGBM's own library trains here: `make deps` fetches it, and without it these tests fail.
struct ModelTrainerTests {
    @Test func `ten runs teach, and what they cannot teach is said`() throws {
        let domain = try Workshop.domain()
        let runs = Array(Workshop(crafts: 1, jobsPerCraft: 5, benches: 2, runsPerPair: 1).runs().prefix(10))
        let result = try Learning.trainer(domain).train(runs)
        #expect(
            result.gaps.map { String($0.prefix { $0 != ":" }) } == [
                "success", "known pairs", "new targets", "new workloads", "selection",
            ]
        )
        let model = try LearnedModel(result.artifact, domain: domain)
        for prediction in try model.predictions(for: runs[0].workload, on: [runs[0].target, Workshop().target(3)]) {
            #expect(prediction.timeSeconds.value.isFinite && prediction.timeSeconds.value > 0)
            #expect(prediction.timeSeconds.lower < prediction.timeSeconds.value)
            #expect(prediction.successProbability > 0.5)
        }
    }

    @Test func `fewer than ten usable runs teach nothing`() throws {
        let runs = Workshop(crafts: 1, jobsPerCraft: 5, benches: 2, runsPerPair: 1).runs()
        let trainer = try Learning.trainer(try Workshop.domain())
        #expect(throws: TrainingError.tooFewRuns(found: 9, needed: 10)) { try trainer.train(Array(runs.prefix(9))) }
        #expect(throws: TrainingError.tooFewRuns(found: 0, needed: 10)) { try trainer.train([]) }
        #expect("\(TrainingError.tooFewRuns(found: 1, needed: 10))" == "1 usable run; learning needs at least 10")
        #expect("\(TrainingError.tooFewRuns(found: 9, needed: 10))" == "9 usable runs; learning needs at least 10")
    }

    @Test func `a failed run teaches time and cost only where the domain counts failures`() throws {
        let runs = Workshop(crafts: 1, jobsPerCraft: 5, benches: 2, runsPerPair: 1).runs()
        let failing = runs.prefix(1).map { $0.with(succeeded: false) } + runs.dropFirst()
        #expect(throws: TrainingError.tooFewRuns(found: 9, needed: 10)) {
            try Learning.trainer(try Workshop.domain()).train(failing)
        }
        let counted = try Workshop.domain { $0 + "\nfailures: counted\n" }
        #expect(try Learning.trainer(counted).train(failing).metrics["rows"] == 10)
    }

    @Test func `the same runs in any order and the same seed give the same bytes`() throws {
        let trainer = try Learning.trainer(try Workshop.domain())
        let runs = Workshop(failureShare: 0.1).runs()
        var generator = SeededGenerator(seed: 5)
        var shuffled = runs
        generator.shuffle(&shuffled)
        let first = try trainer.train(runs)
        #expect(first.artifact.success != nil && first.artifact.selection != nil, "every part is compared")
        #expect(try Learning.json(try trainer.train(runs).artifact) == Learning.json(first.artifact))
        #expect(try Learning.json(try trainer.train(shuffled).artifact) == Learning.json(first.artifact))
    }

    @Test func `runs that started together are told apart by their ids`() throws {
        let trainer = try Learning.trainer(try Workshop.domain())
        let runs = Workshop(crafts: 3, jobsPerCraft: 2).runs().map { $0.with(startedAt: Workshop.start) }
        #expect(
            try Learning.json(try trainer.train(runs.reversed()).artifact)
                == Learning.json(try trainer.train(runs).artifact)
        )
    }

    @Test func `another seed gives other trees`() throws {
        let runs = Workshop().runs()
        let domain = try Workshop.domain()
        let first = try Learning.trainer(domain, seed: 1).train(runs).artifact
        let second = try Learning.trainer(domain, seed: 2).train(runs).artifact
        #expect(first.time.map(\.modelText) != second.time.map(\.modelText))
        #expect(first.cells == second.cells, "what was measured does not hang on the seed")
    }

    @Test func `a model read back from JSON predicts the same bits`() throws {
        let domain = try Workshop.domain()
        let workshop = Workshop(failureShare: 0.1)
        let artifact = try Learning.trainer(domain).train(workshop.runs()).artifact
        let saved = try Learning.json(artifact)
        let reread = try ModelArtifact(reading: Array(saved))
        #expect(try Learning.json(reread) == saved)
        let model = try LearnedModel(artifact, domain: domain)
        let loaded = try LearnedModel(reread, domain: domain)
        let targets = Workshop(benches: 6).targets
        for workload in [workshop.workload(craft: 0, job: 0), workshop.workload(craft: 9, job: 1)] {
            let predictions = try model.predictions(for: workload, on: targets)
            #expect(try loaded.predictions(for: workload, on: targets) == predictions)
            #expect(
                loaded.nearBest(choosing: 1, among: predictions) == model.nearBest(choosing: 1, among: predictions)
            )
        }
    }

    @Test func `an attribute that is missing and a category never seen are predicted from the rest`() throws {
        let domain = try Workshop.domain()
        let model = try LearnedModel(try Learning.trainer(domain).train(Workshop().runs()).artifact, domain: domain)
        let strange = Workload(key: Workload.Key("strange"), attributes: ["craft": "glass"])
        for prediction in try model.predictions(for: strange, on: Workshop().targets) {
            #expect(prediction.situation == .newWorkload)
            #expect((1...200).contains(prediction.timeSeconds.value), "jobs take from 1 to 50 seconds")
        }
    }

    @Test func `ten failures make a model of success, nine do not`() throws {
        let domain = try Workshop.domain()
        let workshop = Workshop()
        for failures in [9, 10] {
            // Bench 0 fails first.
            var left = failures
            let runs = workshop.runs().map { run in
                guard left > 0, run.target.id == workshop.target(0).id else { return run }
                left -= 1
                return run.with(succeeded: false)
            }
            let result = try Learning.trainer(domain).train(runs)
            #expect((result.artifact.success != nil) == (failures == 10))
            #expect(result.gaps.contains { $0.hasPrefix("success:") } == (failures == 9))
        }
    }

    @Test func `success is predicted lower where runs failed, and moves the choice`() throws {
        let domain = try Workshop.domain()
        let workshop = Workshop(runsPerPair: 6, logTime: { _, job, _ in Double.log(Double(10 * (job + 1))) })
        var generator = SeededGenerator(seed: 3)
        let runs = workshop.runs().map { run in
            run.target.id == workshop.target(1).id ? run.with(succeeded: generator.uniform() < 0.3) : run
        }
        let model = try LearnedModel(try Learning.trainer(domain, rounds: 60).train(runs).artifact, domain: domain)
        let predictions = try model.predictions(
            for: workshop.workload(craft: 0, job: 1),
            on: [workshop.target(1), workshop.target(2)]
        )
        #expect(predictions[0].successProbability < 0.6)
        #expect(predictions[1].successProbability > 0.8)
        #expect(predictions.allSatisfy { (0...1).contains($0.successProbability) })
        #expect(predictions[0].cost.value < predictions[1].cost.value)
        #expect(
            predictions[0].logValue - Double.log(predictions[0].cost.value) > 0.4,
            "the value expects the retries that the cost of one run does not"
        )
    }

    @Test func `the classifier's probabilities are shares of one`() throws {
        let domain = try Workshop.domain()
        let workshop = Workshop(
            crafts: 6,
            logTime: { craft, job, bench in
                // Crafts differ in which bench suits them.
                Double.log(Double(10 * (job + 1))) + (bench == craft % 4 ? -2 : 0)
            }
        )
        let artifact = try Learning.trainer(domain).train(workshop.runs()).artifact
        let selection = try #require(artifact.selection)
        #expect(selection.targets == artifact.targets.map(\.id))
        let model = try LearnedModel(artifact, domain: domain)
        for craft in 0..<7 {
            let workload = workshop.workload(craft: craft, job: 0)
            for count in 1...6 {
                let offered = Array(Workshop(benches: 6).targets.prefix(count))
                let shares = try model.predictions(for: workload, on: offered).map { $0.selectionProbability ?? .nan }
                #expect(shares.allSatisfy { (0...1).contains($0) })
                #expect(shares.reduce(0, +) <= 1 + 1e-9)
                if count >= 4 { #expect(abs(shares.reduce(0, +) - 1) < 1e-9, "all classes are offered") }
                if count > 4 { #expect(shares[4...].allSatisfy { $0 == 0 }, "the classifier never saw these") }
            }
        }
    }

    @Test func `a history in which every cost is price times time needs no trees for cost`() throws {
        let domain = try Workshop.domain()
        let workshop = Workshop(costIsHourlyPrice: true)
        let artifact = try Learning.trainer(domain).train(workshop.runs()).artifact
        guard case .hourlyPrice = artifact.cost else {
            Issue.record("cost has trees of its own")
            return
        }
        let model = try LearnedModel(artifact, domain: domain)
        // A target that nobody ran on, at a price that no tree has seen.
        let dear = Target(id: Target.ID("dear"), attributes: ["speed": 2, "price": 500])
        let prediction = try model.predictions(for: workshop.workload(craft: 9, job: 0), on: [dear])[0]
        #expect(abs(prediction.cost.value / (prediction.timeSeconds.value * 500 / 3600) - 1) < 1e-9)
        let other = try Learning.trainer(domain).train(Workshop(costIsHourlyPrice: false).runs()).artifact
        guard case .correction(let members) = other.cost else {
            Issue.record("a cost of each start is no hourly price")
            return
        }
        #expect(members.count == 1)
    }

    @Test func `one run at another price is enough to need trees for cost`() throws {
        let domain = try Workshop.domain()
        let runs = Workshop(costIsHourlyPrice: true).runs()
        let table = { (runs: [Run]) in
            try TrainingTable(
                runs,
                program: FrozenProgram(domain.program, examples: runs.lazy.map { ($0.workload, $0.target) }),
                history: RunStatistics(runs),
                domain: domain
            )
        }
        #expect(try table(runs).costForm == .hourlyPrice)
        let odd = [runs[0].with(costNanos: runs[0].outcome.cost.nanos * 2)] + runs.dropFirst()
        #expect(try table(odd).costForm != .hourlyPrice)
        #expect(try table([]).costForm != .hourlyPrice)
    }

    @Test func `each quantity that time may shrink with has trees of its own`() throws {
        let domain = try Workshop.domain { $0 + "\nproportions: [1, target.speed]\n" }
        // Exactly in proportion to speed.
        let workshop = Workshop(
            costIsHourlyPrice: true,
            logTime: { _, job, bench in Double.log(Double(10 * (job + 1))) - Double.log(Double(bench + 1)) }
        )
        let artifact = try Learning.trainer(domain).train(workshop.runs()).artifact
        #expect(artifact.time.map(\.quantity) == ["1", "target.speed"])
        let plain = try Learning.trainer(try Workshop.domain()).train(workshop.runs()).artifact
        #expect(plain.time.map(\.quantity) == [nil])
        // Four times as fast as any bench that was seen: plain trees cannot know.
        let fast = Target(id: Target.ID("fast"), attributes: ["speed": 16, "price": 1])
        func seconds(_ artifact: ModelArtifact, _ domain: Domain) throws -> Double {
            try LearnedModel(artifact, domain: domain)
                .predictions(for: workshop.workload(craft: 9, job: 1), on: [fast])[0].timeSeconds.value
        }
        #expect(try seconds(artifact, domain) < 0.7 * seconds(plain, try Workshop.domain()))
    }

    @Test func `a workload with a hundred targets gets trees of its own`() throws {
        let domain = try Workshop.domain()
        let wide = Workshop(
            crafts: 2,
            jobsPerCraft: 1,
            benches: 100,
            runsPerPair: 1,
            noise: 0,
            logTime: { craft, _, bench in craft == 0 ? 0.02 * Double(bench) : 3 - 0.02 * Double(bench) }
        )
        let narrow = Workshop(crafts: 3, jobsPerCraft: 1, benches: 99, runsPerPair: 1).runs().filter {
            $0.workload.key == wide.workload(craft: 2, job: 0).key
        }.map { $0.with(id: "narrow-\($0.id)") }
        let result = try Learning.trainer(domain).train(wide.runs() + narrow)
        #expect(result.artifact.specialists.keys.sorted() == ["craft-0/0", "craft-1/0"])
        #expect(result.artifact.selection == nil, "the classifier has at most 64 classes")
        #expect(result.gaps.contains { $0.hasPrefix("selection:") })
        let model = try LearnedModel(result.artifact, domain: domain)
        let new = (0..<100).map { wide.target($0) }.map {
            Target(id: Target.ID("new-\($0.id)"), attributes: $0.attributes)
        }
        let predicted = try model.predictions(for: wide.workload(craft: 0, job: 0), on: [new[5], new[95]])
        #expect(predicted.map(\.situation) == [.newTarget, .newTarget])
        #expect(predicted[0].timeSeconds.value < predicted[1].timeSeconds.value)
    }

    @Test func `a cancelled task stops the training`() async throws {
        let trainer = try Learning.trainer(try Workshop.domain())
        let runs = Workshop().runs()
        for stage in ["features", "held-out targets", "models", "success"] {
            let stages = await Task {
                var seen: [String] = []
                do {
                    _ = try trainer.train(runs) { step, _ in
                        seen.append(step)
                        if step == stage { withUnsafeCurrentTask { $0?.cancel() } }
                    }
                    seen.append("finished")
                } catch is CancellationError {
                    seen.append("cancelled")
                } catch {
                    seen.append("\(error)")
                }
                return seen
            }.value
            #expect(stages.last == "cancelled", "cancelled at \(stage): \(stages)")
        }
    }

    @Test func `progress names what is done and never goes back`() throws {
        var steps: [String] = []
        var shares: [Double] = []
        _ = try Learning.trainer(try Workshop.domain()).train(Workshop().runs()) { step, share in
            if steps.last != step { steps.append(step) }
            shares.append(share)
        }
        #expect(
            steps == [
                "features", "likeness of targets", "held-out targets", "held-out workloads", "models", "success",
                "selection", "done",
            ]
        )
        #expect(shares == shares.sorted() && shares.first == 0 && shares.last == 1)
    }

    @Test func `a learner is the trainer's model at work`() throws {
        let domain = try Workshop.domain()
        let trainer = try Learning.trainer(domain)
        let runs = Workshop().runs()
        let learnt = try trainer.learn(from: runs) { _, _ in }
        let model = try LearnedModel(try trainer.train(runs).artifact, domain: domain)
        #expect(learnt.modelID == "workshop@v1.0.0")
        #expect(learnt.programHash == model.programHash)
    }

    @Test func `a workload's attribute that its feature cannot take is refused by name`() throws {
        let runs = Workshop().runs()
        let odd = [runs[0].with(attributes: ["craft": .list([]), "size": 1])] + runs.dropFirst()
        let domain = try Workshop.domain { $0 + "\nidentity: [workload.craft]\n" }
        let arithmetic = try Workshop.domain {
            $0.replacing("size: {from: workload.size, as: log}", with: "size: {from: workload.size * 2, as: log}")
        }
        #expect(throws: Never.self) { try Learning.trainer(domain).train(odd) }
        let worse = [runs[0].with(attributes: ["craft": "a", "size": .list([])])] + runs.dropFirst()
        #expect(throws: PredictionError.self) { try Learning.trainer(arithmetic).train(worse) }
    }
}

extension Run {
    func with(
        id: String? = nil,
        attributes: [String: Value]? = nil,
        startedAt: Timestamp? = nil,
        timeSeconds: Double? = nil,
        costNanos: Int64? = nil,
        succeeded: Bool? = nil
    ) -> Run {
        Run(
            id: id.map { Run.ID($0) } ?? self.id,
            workload: Workload(key: self.workload.key, attributes: attributes ?? self.workload.attributes),
            target: self.target,
            startedAt: startedAt ?? self.startedAt,
            outcome: Outcome(
                timeSeconds: timeSeconds ?? self.outcome.timeSeconds,
                cost: costNanos.map { Money(nanos: $0, currency: .usd) } ?? self.outcome.cost,
                succeeded: succeeded ?? self.outcome.succeeded
            )
        )
    }
}
