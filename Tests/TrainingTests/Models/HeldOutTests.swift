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

/// What a training says of its own errors, and what no row may know.
struct HeldOutTests {
    // MARK: Point in time

    @Test(arguments: 1...3)
    func `outcomes of runs that start later change no feature of a row`(seed: UInt64) throws {
        let domain = try Workshop.domain()
        let runs = Workshop(crafts: 3, runsPerPair: 2, failureShare: 0.2, seed: seed).runs()
        func table(_ runs: [Run]) throws -> TrainingTable {
            try TrainingTable(
                runs,
                program: FrozenProgram(domain.program, examples: runs.lazy.map { ($0.workload, $0.target) }),
                history: RunStatistics(runs),
                domain: domain
            )
        }
        let truth = try table(runs)
        #expect(
            ["target_mean_time", "target_failures", "pair_mean_cost"].allSatisfy(truth.program.columnNames.contains)
        )
        var generator = SeededGenerator(seed: seed)
        for cut in [0, runs.count / 3, runs.count / 2, runs.count - 2] {
            let scrambled = runs.enumerated().map { index, run in
                index < cut
                    ? run
                    : run.with(
                        timeSeconds: 1e3 * generator.uniform(),
                        costNanos: Int64(generator.index(below: 1_000_000)),
                        succeeded: generator.uniform() < 0.5
                    )
            }
            let other = try table(scrambled)
            for row in 0...cut {
                #expect(
                    other.row(row).map(\.bitPattern) == truth.row(row).map(\.bitPattern),
                    "row \(row), outcomes scrambled from \(cut) on"
                )
            }
        }
    }

    @Test func `a run that was still going on is not known yet`() throws {
        let domain = try Workshop.domain()
        let workshop = Workshop()
        func run(_ id: String, at seconds: Double, taking time: Double) -> Run {
            Run(
                id: Run.ID(id),
                workload: workshop.workload(craft: 0, job: 0),
                target: workshop.target(0),
                startedAt: Workshop.start.advanced(bySeconds: seconds),
                outcome: Outcome(timeSeconds: time, cost: Money(nanos: 1, currency: .usd), succeeded: true)
            )
        }
        let runs = [run("a", at: 0, taking: 100), run("b", at: 50, taking: 7), run("c", at: 101, taking: 7)]
        let table = try TrainingTable(
            runs,
            program: FrozenProgram(domain.program, examples: runs.map { ($0.workload, $0.target) }),
            history: RunStatistics(runs),
            domain: domain
        )
        let column = try #require(table.program.columnNames.firstIndex(of: "target_mean_time"))
        #expect(table.columns[column][0].isNaN && table.columns[column][1].isNaN)
        #expect(table.columns[column][2] == 53.5)
    }

    // MARK: Intervals

    /// 90 % intervals on runs that were not learnt from. With 720 calibration errors and 2,160 judging runs the share
    /// lies within 0.9 ± 3 · √(0.09 · (1/720 + 1/2160)) ≈ 0.9 ± 0.04.
    @Test func `intervals hold nine in ten later runs of known pairs`() throws {
        let domain = try Workshop.domain()
        let workshop = Workshop(runsPerPair: 40, noise: 0.3, seed: 11)
        let runs = workshop.runs()
        let half = runs.count / 2
        let model = try LearnedModel(
            try Learning.trainer(domain).train(Array(runs[..<half])).artifact,
            domain: domain
        )
        let share = try Self.coverage(model, Array(runs[half...]))
        #expect(share.known.count > 1400)
        #expect(abs(share.known.time - 0.9) < 0.04, "time \(share.known.time)")
        #expect(abs(share.known.cost - 0.9) < 0.04, "cost \(share.known.cost)")
    }

    /// Conformal radii of new workloads come from the trees' errors on whole families left out; six families of few
    /// jobs say less, so the bound is wide: between 0.75 and 1.
    @Test func `intervals hold for families that were never seen`() throws {
        let domain = try Workshop.domain()
        let level: @Sendable (Int, Int, Int) -> Double = { craft, job, bench in
            var generator = SeededGenerator(seed: UInt64(craft))
            return 2 + 0.3 * Double(job) + 0.5 * generator.normal() - 0.4 * Double(bench)
        }
        let all = Workshop(crafts: 24, runsPerPair: 3, noise: 0.1, seed: 4, logTime: level).runs()
        let unseen = Set((16..<24).map { "craft-\($0)" })
        func isUnseen(_ run: Run) -> Bool { run.workload.attributes["craft"]?.text.map(unseen.contains) ?? false }
        let model = try LearnedModel(
            try Learning.trainer(domain).train(all.filter { !isUnseen($0) }).artifact,
            domain: domain
        )
        let share = try Self.coverage(model, all.filter(isUnseen))
        #expect(share.new.count == 8 * 3 * 4 * 3)
        #expect((0.75...1).contains(share.new.time), "time \(share.new.time)")
    }

    private struct Share {
        var count = 0
        var time = 0.0
        var cost = 0.0
    }

    private static func coverage(_ model: LearnedModel, _ runs: [Run]) throws -> (known: Share, new: Share) {
        var shares: [Situation: Share] = [:]
        var answers: [String: Prediction] = [:]
        for run in runs {
            let pair = "\(run.workload.key) on \(run.target.id)"
            let prediction = try answers[pair] ?? model.predictions(for: run.workload, on: [run.target])[0]
            answers[pair] = prediction
            func holds(_ estimate: Estimate, _ value: Double) -> Double {
                estimate.lower <= value && value <= estimate.upper ? 1 : 0
            }
            shares[prediction.situation, default: Share()].count += 1
            shares[prediction.situation, default: Share()].time += holds(
                prediction.timeSeconds,
                run.outcome.timeSeconds
            )
            shares[prediction.situation, default: Share()].cost += holds(prediction.cost, run.outcome.cost.units)
        }
        func share(_ situation: Situation) -> Share {
            var share = shares[situation] ?? Share()
            share.time /= Double(max(share.count, 1))
            share.cost /= Double(max(share.count, 1))
            return share
        }
        return (share(.known), share(.newWorkload))
    }

    // MARK: Who leads

    /// The features tell neither craft nor bench apart, but in every craft the same bench is the fast one.
    private static func nameless() throws -> (domain: Domain, workshop: Workshop) {
        let domain = try Workshop.domain { yaml in
            let features = yaml.range(of: "features:")
            let likeness = yaml.range(of: "likeness:")
            guard let features, let likeness else { return yaml }
            return yaml.replacingCharacters(
                in: features.lowerBound..<likeness.lowerBound,
                with: "features:\n  nothing: {from: target.nothing}\n"
            )
        }
        let speeds = [0.3, -1.2, 0.7, 0.1, 0.5]
        return (
            domain,
            Workshop(
                crafts: 8,
                jobsPerCraft: 2,
                benches: 5,
                costIsHourlyPrice: false,
                logTime: { craft, job, bench in 6 + 0.4 * Double((craft * 7) % 5) + 0.2 * Double(job) + speeds[bench] }
            )
        )
    }

    @Test func `the grid leads where trees know nothing of the target`() throws {
        let (domain, workshop) = try Self.nameless()
        let result = try Learning.trainer(domain.pursuing(.time)).train(workshop.runs())
        #expect(result.artifact.grid?.leads == true)
        let grid = try #require(result.metrics["newWorkload.grid.normalizedGeometricMean"])
        let trees = try #require(result.metrics["newWorkload.trees.normalizedGeometricMean"])
        #expect(grid < 1.05, "the fast bench is fast for all")
        #expect(trees > 1.5)
        let model = try LearnedModel(result.artifact, domain: domain.pursuing(.time))
        let predicted = try model.predictions(
            for: workshop.workload(craft: 20, job: 0),
            on: workshop.targets,
            objective: .time,
            at: Workshop.start,
            history: RunStatistics()
        )
        let best = predicted.indices.min { predicted[$0].prediction.logValue < predicted[$1].prediction.logValue }
        #expect(best == 1)
        #expect(predicted.allSatisfy { $0.prediction.situation == .newWorkload })
    }

    @Test func `trees lead where they chose clearly better`() throws {
        // Which bench is good follows from the size, which the grid's one order for all cannot say.
        let domain = try Workshop.domain().pursuing(.time)
        let workshop = Workshop(
            crafts: 12,
            jobsPerCraft: 4,
            benches: 4,
            logTime: { _, job, bench in 5 + (bench == job ? -2 : 0.1 * Double(bench)) }
        )
        let result = try Learning.trainer(domain, rounds: 60).train(workshop.runs())
        #expect(result.artifact.grid?.leads == false)
        let grid = try #require(result.metrics["newWorkload.grid.normalizedGeometricMean"])
        let trees = try #require(result.metrics["newWorkload.trees.normalizedGeometricMean"])
        #expect(trees < 1.1 && trees < grid)
    }

    // MARK: Figures

    @Test func `held-out figures have names, and are finite`() throws {
        let metrics = try Learning.trainer(try Workshop.domain()).train(Workshop(benches: 8, runsPerPair: 5).runs())
            .metrics
        for situation in ["known", "newTarget", "newWorkload.trees", "newWorkload.grid"] {
            for figure in ["decisions", "normalizedGeometricMean", "exactShare", "calibrationError"] {
                guard let value = metrics["\(situation).\(figure)"] else {
                    Issue.record("no \(situation).\(figure) in \(metrics)")
                    continue
                }
                #expect(value.isFinite)
                if figure == "normalizedGeometricMean" { #expect(value >= 1) }
                if figure == "exactShare" || figure == "calibrationError" { #expect((0...1).contains(value)) }
            }
        }
        for situation in ["known", "newTarget", "newWorkload.trees"] {
            #expect(try #require(metrics["\(situation).medianTimeError"]) >= 0)
            #expect(try #require(metrics["\(situation).medianCostError"]) >= 0)
        }
        #expect(try #require(metrics["known.medianTimeError"]) < 0.1, "runs vary by 5 %")
        #expect(metrics["rows"] == Double(6 * 3 * 8 * 5))
    }

    @Test func `calibration gives probabilities, and never less for a surer choice`() throws {
        let domain = try Workshop.domain()
        let artifact = try Learning.trainer(domain).train(Workshop(benches: 8, runsPerPair: 5, noise: 0.5).runs())
            .artifact
        #expect(Set(artifact.errors.keys) == Set(Situation.allCases))
        for (situation, errors) in artifact.errors {
            let calibration = try #require(errors.calibration, "\(situation)")
            let values = (0...100).map { calibration.value(at: Double($0) / 100) }
            #expect(values.allSatisfy { (0...1).contains($0) })
            #expect(values == values.sorted())
            #expect(errors.valueDeviation > 0 && errors.time.pooled > 0 && errors.cost.pooled > 0)
        }
        let model = try LearnedModel(artifact, domain: domain)
        let workshop = Workshop()
        for (craft, count) in [(0, 4), (30, 4), (0, 1)] {
            let predictions = try model.predictions(
                for: workshop.workload(craft: craft, job: 0),
                on: Array(workshop.targets.prefix(count))
            )
            for index in predictions.indices {
                #expect((0...1).contains(model.nearBest(choosing: index, among: predictions)))
            }
        }
    }

    @Test func `a target with thirty calibration rows has a radius of its own`() throws {
        let domain = try Workshop.domain()
        let runs = Workshop(runsPerPair: 12).runs().filter {
            // Bench 3 ran four times a pair: one judging row for each of 18 pairs.
            $0.target.id.description != "bench-3"
        }
        let few = Workshop(runsPerPair: 4).runs().filter { $0.target.id.description == "bench-3" }
            .map { $0.with(id: "few-\($0.id)") }
        let artifact = try Learning.trainer(domain).train(runs + few).artifact
        let radii = try #require(artifact.errors[.known]).time
        #expect(radii.byTarget.keys.sorted() == ["bench-0", "bench-1", "bench-2"])
        #expect(radii[Target.ID("bench-3")] == radii.pooled)
    }

    @Test func `many candidates are judged in menus`() throws {
        let domain = try Workshop.domain()
        let workshop = Workshop(crafts: 3, jobsPerCraft: 1, benches: 210, runsPerPair: 1, noise: 0)
        let result = try Learning.trainer(domain, rounds: 5).train(workshop.runs())
        #expect(result.metrics["newWorkload.trees.decisions"] == 30, "ten menus a workload")
        #expect(result.artifact.grid == nil, "so many targets are left to the trees")
    }
}
