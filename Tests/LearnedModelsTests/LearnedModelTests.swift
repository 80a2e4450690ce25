import BerthTesting
import Domains
import Engine
import Features
import LearnedModels
import MultiTask
import Placement
import RealModule
import Statistics
import Testing

@Suite struct LearnedModelTests {
    @Test func `of a new workload the trees speak, and cost is hourly price times time`() throws {
        let model = try SmallModel().loaded()
        #expect(model.modelID == "small@v1.0.0")
        #expect(model.programHash == (try SmallModel().program.hash()))
        let predicted = try model.predict(objective: .cost)
        let times: [Double] = [100, 40, 40, 100]
        let prices: [Double] = [1, 3, 8, 2]
        for (index, prediction) in predicted.map(\.prediction).enumerated() {
            #expect(prediction.situation == .newWorkload)
            #expect(isClose(prediction.timeSeconds.value, times[index]))
            #expect(isClose(prediction.cost.value, times[index] * prices[index] / 3600))
            #expect(isClose(prediction.logValue, Double.log(prediction.cost.value)))
            #expect(prediction.successProbability == 1 && prediction.selectionProbability == nil)
            // Nothing is known of errors: a factor of ten either way, and a deviation of 1.
            #expect(isClose(prediction.timeSeconds.upper, times[index] * 10))
            #expect(isClose(prediction.timeSeconds.lower, times[index] / 10))
            #expect(prediction.logValueDeviation == 1)
        }
        #expect(predicted[1].features == FeatureVector([8, Double.log(10), 0, 22, .nan]))
        #expect(try model.predict(on: []).isEmpty)
    }

    @Test func `each situation has its own errors, and a target with enough rows its own radius`() throws {
        var small = try SmallModel()
        small.errors[.newWorkload] = ErrorTable(
            time: ErrorTable.Radii(pooled: 0.5, byTarget: ["a": 0.1]),
            cost: ErrorTable.Radii(pooled: 0.7, byTarget: [:]),
            valueDeviation: 0.3,
            calibration: nil
        )
        let predictions = try small.loaded().predict().map(\.prediction)
        #expect(isClose(predictions[0].timeSeconds.upper, 100 * Double.exp(0.1)))
        #expect(isClose(predictions[1].timeSeconds.upper, 40 * Double.exp(0.5)))
        #expect(isClose(predictions[0].cost.lower, 100.0 / 3600 * Double.exp(-0.7)))
        #expect(predictions.allSatisfy { $0.logValueDeviation == 0.3 })
    }

    @Test func `radii come from the errors of a target's own rows from thirty on`() {
        let errors = (1...40).map { Double($0) / 100 }
        let radii = ErrorTable.Radii([Target.ID("a"): errors, Target.ID("b"): Array(errors.prefix(29))])
        #expect(radii.byTarget.keys.sorted() == ["a"])
        #expect(radii[Target.ID("a")] == 0.37)
        #expect(radii[Target.ID("b")] == radii.pooled)
        #expect(ErrorTable.Radii([Target.ID("a"): [0.2, 0.9]]).pooled == 0.9)
        #expect(isClose(ErrorTable.Radii([:]).pooled, Double.log(10)))
    }

    @Test func `members learn time per quantity, and their answers are averaged`() throws {
        var small = try SmallModel()
        small.time = [
            SmallModel.member(left: 5, right: 5), SmallModel.member(left: 6, right: 6, quantity: "target.cores"),
        ]
        let predicted = try small.loaded().predict()
        for (prediction, cores) in zip(predicted.map(\.prediction), [2.0, 8, 16, 4]) {
            #expect(isClose(prediction.timeSeconds.value, Double.exp((5 + 6 - Double.log(cores)) / 2)))
        }
    }

    @Test func `trees for cost stand alone or correct the price`() throws {
        var small = try SmallModel()
        small.cost = .trees([SmallModel.member(left: Double.log(3), right: Double.log(7))])
        #expect(isClose(try small.loaded().predict(objective: .cost)[1].prediction.cost.value, 7))
        small.cost = .correction([SmallModel.member(left: Double.log(3), right: Double.log(7))])
        #expect(isClose(try small.loaded().predict(objective: .cost)[1].prediction.cost.value, 7 * 40 * 3 / 3600))
    }

    @Test func `a known pair is what was measured`() throws {
        var small = try SmallModel()
        small.runs = (0..<20).map { Small.run("\($0)", on: 1, seconds: 7, minute: $0) }
        small.workloads["job"] = SmallModel.facts(timeLevel: 0, costLevel: 0, runs: 20)
        let known = try small.loaded().predict()[1].prediction
        #expect(known.situation == .known)
        #expect(isClose(known.timeSeconds.value, 7))
        #expect(isClose(known.cost.value, 7 * 3 / 3600, 1e-6))
        // The price of today counts, not the one that the runs paid.
        let dearer = Small.target("b", provider: "red", cores: 8, price: 6)
        #expect(isClose(try small.loaded().predict(on: [dearer])[0].prediction.cost.value, 7 * 6 / 3600, 1e-6))
    }

    @Test func `on a new target the trees are corrected by the workload's level, the more runs tell it the more`()
        throws
    {
        for runs in [1, 4, 100] {
            var small = try SmallModel()
            small.workloads["job"] = SmallModel.facts(timeLevel: Double.log(3), costLevel: Double.log(2), runs: runs)
            let prediction = try small.loaded().predict()[0].prediction
            let weight = 1 / (1 + 0.25 / Double(runs))
            #expect(prediction.situation == .newTarget)
            #expect(isClose(prediction.timeSeconds.value, 100 * Double.exp(weight * Double.log(3))))
            #expect(isClose(prediction.cost.value, 100.0 / 3600 * Double.exp(weight * Double.log(2))))
        }
    }

    @Test func `expected retries make a failing target dearer, unless failures are counted in outcomes`() throws {
        let stump = Stump(left: 0, right: 3)
        for counted in [false, true] {
            let domain = try Small.domain { $0 + (counted ? "\nfailures: counted" : "") }
            var small = try SmallModel(domain: domain)
            small.success = Stump.model([stump], columns: SmallModel.columns, objective: "binary sigmoid:1")
            for objective in Objective.allCases {
                let prediction = try small.loaded().predict(objective: objective)[0].prediction
                #expect(prediction.successProbability == 0.5)
                let exponents = objective.costExponent + objective.timeExponent
                let value =
                    objective.costExponent * Double.log(prediction.cost.value)
                    + objective.timeExponent * Double.log(prediction.timeSeconds.value)
                #expect(isClose(prediction.logValue, value + (counted ? 0 : exponents * Double.log(2))))
            }
        }
    }

    @Test func `a workload with trees of its own is predicted by them`() throws {
        var small = try SmallModel()
        small.specialists["job"] = ModelArtifact.Specialist(
            time: [SmallModel.member(left: 1, right: 2)],
            cost: nil
        )
        let model = try small.loaded()
        #expect(isClose(try model.predict()[0].prediction.timeSeconds.value, Double.exp(1)))
        #expect(isClose(try model.predict(Small.workload("other"))[0].prediction.timeSeconds.value, 100))
        small.cost = .trees([SmallModel.member(left: 0, right: 0)])
        small.specialists["job"] = ModelArtifact.Specialist(
            time: [SmallModel.member(left: 1, right: 2)],
            cost: [SmallModel.member(left: 3, right: 4)]
        )
        let both = try small.loaded().predict(objective: .cost)
        #expect(isClose(both[1].prediction.cost.value, Double.exp(4)))
    }

    @Test func `the classifier's probabilities are shared among the targets on offer`() throws {
        var small = try SmallModel()
        let classes = Array(Small.targets.prefix(3))
        let input = SelectionInput(program: small.program, classes: classes.map(\.id))
        #expect(input.names == ["size", "hour", "value of a", "value of b", "value of c"])
        let scores = [0, Double.log(2), Double.log(5)]
        small.selection = ModelArtifact.Selection(
            modelText: Stump.model(
                scores.map { Stump(left: $0, right: $0) },
                columns: input.names.count,
                objective: "multiclass num_class:3"
            ),
            targets: classes.map(\.id)
        )
        let predicted = try small.loaded().predict().map { $0.prediction.selectionProbability ?? .nan }
        #expect(zip(predicted, [0.125, 0.25, 0.625, 0]).allSatisfy { isClose($0, $1) })
        let two = try small.loaded().predict(on: Array(Small.targets[..<2])).map { $0.prediction.selectionProbability }
        #expect(zip(two, [1.0 / 3, 2.0 / 3]).allSatisfy { isClose($0 ?? .nan, $1) })
    }

    @Test func `the classifier sees values relative to the least, and NaN for what is not on offer`() throws {
        let small = try SmallModel()
        let input = SelectionInput(program: small.program, classes: Small.targets.map(\.id))
        let row = input.row(features: [2, 3, 0, 12, 9], targets: ["d", "b"].map { Target.ID($0) }, logValues: [5, 4])
        #expect(FeatureVector(row) == FeatureVector([3, 12, .nan, 0, .nan, 1]))
        let values = try PreparedModel(small.loaded(), targets: [Small.targets[0]]).treeLogValues(
            rows: [2, 3, 0, 12, 9],
            workload: Small.workload(),
            objective: .time
        )
        #expect(isClose(values[0], SmallModel.slow))
    }

    @Test func `confidence is calibrated by the situation's table`() throws {
        var small = try SmallModel()
        let predictions = try small.loaded().predict().map(\.prediction)
        let raw = try small.loaded().nearBest(choosing: 1, among: predictions)
        #expect(
            raw
                == Confidence.ofBeingBest(
                    chosen: 1,
                    logValues: predictions.map(\.logValue),
                    deviations: predictions.map(\.logValueDeviation),
                    tolerance: 0.05
                )
        )
        let half = IsotonicRegression(inputs: [0, 1], outputs: [0.5, 0.5])
        small.errors[.newWorkload] = ErrorTable(
            time: ErrorTable.Radii([:]),
            cost: ErrorTable.Radii([:]),
            valueDeviation: 1,
            calibration: half
        )
        #expect(try small.loaded().nearBest(choosing: 1, among: predictions) == 0.5)
    }

    @Test func `a prediction that is no finite number is an error that names the target`() throws {
        var small = try SmallModel()
        small.time = [SmallModel.member(left: 3, right: 1e6)]
        let error = #expect(throws: PredictionError.notFinite(output: "prediction", target: Target.ID("b"))) {
            try small.loaded().predict()
        }
        #expect("\(try #require(error))" == "the model's prediction for b is not a finite number")
    }

    @Test func `an attribute that a feature cannot take is an error that names it`() throws {
        let domain = try Small.domain { $0.replacing("from: target.cores}", with: "from: target.cores * 1}") }
        let model = try SmallModel(domain: domain).loaded()
        let odd = Target(id: Target.ID("odd"), attributes: ["cores": "many"])
        let error = #expect(throws: PredictionError.self) { try model.predict(on: [odd]) }
        let message = "\(try #require(error))"
        #expect(message.contains("target.cores") && message.contains("many"))
    }

    @Test func `tasks that predict at once get the same bits`() async throws {
        let model = try SmallModel().withGrid().loaded()
        let jobs = ["known-0", "job", "other"].map { Small.workload($0) }
        let expected = try jobs.map { try model.predict($0, objective: .costTime) }
        try await withThrowingTaskGroup(of: Bool.self) { group in
            for worker in 0..<16 {
                group.addTask {
                    for round in 0..<20 {
                        let index = (worker + round) % jobs.count
                        guard try model.predict(jobs[index], objective: .costTime) == expected[index] else {
                            return false
                        }
                    }
                    return true
                }
            }
            for try await same in group { #expect(same) }
        }
    }

    @Test func `an artifact makes the same model after a way through JSON`() throws {
        var small = try SmallModel().withGrid()
        small.cost = .correction([SmallModel.member(left: 0, right: 0.1)])
        small.specialists["job"] = ModelArtifact.Specialist(time: small.time, cost: small.time)
        let stored = try ModelArtifact(reading: small.bytes())
        let again = try LearnedModel(stored, domain: small.domain)
        for objective in Objective.allCases {
            #expect(try again.predict(objective: objective) == small.loaded().predict(objective: objective))
        }
    }
}

@Suite struct GridTests {
    @Test func `where the grid leads it orders a new workload's targets, at the trees' level`() throws {
        let trees = try SmallModel().withGrid(leads: false).loaded().predict().map(\.prediction.logValue)
        let led = try SmallModel().withGrid().loaded().predict().map(\.prediction.logValue)
        #expect(led.indices.min { led[$0] < led[$1] } == 2)
        #expect(trees[1] == trees[2])
        #expect(isClose(led.reduce(0, +), trees.reduce(0, +)))
    }

    @Test func `after one run elsewhere the grid says how the other targets compare`() throws {
        let small = try SmallModel().withGrid()
        let model = try #require(
            small.loaded().learning(from: [Small.run("n", on: 0, seconds: 900, minute: 50)]) as? LearnedModel
        )
        let predicted = try model.predict().map(\.prediction)
        #expect(predicted.map(\.situation) == [.known, .newTarget, .newTarget, .newTarget])
        #expect(predicted.indices.min { predicted[$0].logValue < predicted[$1].logValue } == 2)
        #expect(predicted[2].logValue < predicted[0].logValue)
    }

    @Test func `a target that the grid lacks is judged by its likeness, or by the trees without any measurement`()
        throws
    {
        let small = try SmallModel().withGrid()
        let stranger = Small.target("e", provider: "blue", cores: 16, price: 8)
        let trees = try SmallModel().withGrid(leads: false).loaded().predict(on: [Small.targets[0], stranger])
        #expect(try small.loaded().predict(on: [Small.targets[0], stranger]) == trees)
        let model = try #require(
            small.loaded().learning(from: [Small.run("n", on: 0, seconds: 900, minute: 50)]) as? LearnedModel
        )
        let predicted = try model.predict(on: [Small.targets[0], stranger])
        #expect(predicted[1].prediction.logValue < predicted[0].prediction.logValue)
    }

    @Test func `a grid needs two workloads on two targets, and not too many targets`() throws {
        let domain = try Small.domain()
        let runs = try SmallModel().withGrid().runs
        func grid(_ runs: [Run], targets: [Target]) throws -> TargetGrid? {
            let cells = CellTable(runs, failures: .retried)
            return try TargetGrid(
                cells: cells,
                workloads: cells.workloads,
                targets: targets,
                families: { $0.description },
                strata: { _ in "" },
                objective: .time,
                likeness: domain.likeness,
                kernel: nil
            )
        }
        #expect(try grid(runs, targets: Small.targets) != nil)
        #expect(try grid(Array(runs.prefix(4)), targets: Small.targets) == nil)
        #expect(try grid(runs, targets: [Small.targets[0]]) == nil)
        let many = (0...TargetGrid.targetLimit).map { Small.target("t\($0)", provider: "red", cores: 1, price: 1) }
        #expect(try grid(runs, targets: many) == nil)
    }

    @Test func `rows beyond the limit are those with the fewest cells`() throws {
        var runs: [Run] = []
        for index in 0..<410 {
            let workload = Small.workload("w\(index)")
            for target in 0..<(index < 10 ? 2 : 3) {
                runs.append(Small.run("\(index)-\(target)", of: workload, on: target, seconds: 5 + Double(index % 7)))
            }
        }
        let cells = CellTable(runs, failures: .retried)
        let grid = try TargetGrid.grid(
            cells: cells,
            workloads: cells.workloads,
            targets: Small.targets,
            families: { $0.description },
            objective: .time,
            likeness: .none
        )
        #expect(grid?.rows.count == 400)
        #expect(grid?.rows.allSatisfy { row in row.count { !$0.isNaN } == 3 } == true)
    }

    @Test func `a likeness that an attribute cannot give is an error that names it`() throws {
        let domain = try Small.domain { $0.replacing("numbers: [target.cores,", with: "numbers: [target.cores * 1,") }
        let odd = Target(id: Target.ID("odd"), attributes: ["cores": "many"])
        let small = try SmallModel(domain: domain).withGrid()
        let known = try #require(
            small.loaded().learning(from: [Small.run("n", on: 0, seconds: 900, minute: 50)]) as? LearnedModel
        )
        let error = #expect(throws: PredictionError.self) { try known.predict(on: [odd]) }
        let message = "\(try #require(error))"
        #expect(message.contains("target.cores") && message.contains("many"))
        #expect(known.nextProbe(for: Small.workload(), among: [Small.targets[0], odd], objective: .time) == 1)
    }
}

@Suite struct LearningTests {
    @Test func `a run makes its pair known and moves the workload's level`() throws {
        let model = try SmallModel().loaded()
        let runs = (0..<4).map { Small.run("\($0)", on: 0, seconds: 300, minute: $0) }
        let learned = try #require(model.learning(from: runs) as? LearnedModel)
        let predicted = try learned.predict().map(\.prediction)
        #expect(predicted.map(\.situation) == [.known, .newTarget, .newTarget, .newTarget])
        #expect(isClose(predicted[0].timeSeconds.value, 300))
        let weight = 1 / (1 + 0.25 / 4)
        #expect(isClose(predicted[1].timeSeconds.value, 40 * Double.exp(weight * Double.log(3))))
        #expect(try model.predict()[0].prediction.situation == .newWorkload)
    }

    @Test func `a failed run teaches the level nothing where failures are retried`() throws {
        let failed = Small.run("f", on: 0, seconds: 3000, succeeded: false)
        let retried = try #require(try SmallModel().loaded().learning(from: [failed]) as? LearnedModel)
        #expect(isClose(try retried.predict()[1].prediction.timeSeconds.value, 40))
        let domain = try Small.domain { $0 + "\nfailures: counted" }
        let counted = try #require(try SmallModel(domain: domain).loaded().learning(from: [failed]) as? LearnedModel)
        #expect(try counted.predict()[1].prediction.timeSeconds.value > 100)
    }

    @Test func `a target that only fails is expected to fail more, run by run`() throws {
        var model = try SmallModel().loaded() as any AdaptivePredictor
        var values: [Double] = []
        for attempt in 0..<4 {
            let learned = try #require(model as? LearnedModel)
            let prediction = try learned.predict()[0].prediction
            #expect(isClose(prediction.successProbability, 1 / Double(attempt + 1)))
            values.append(prediction.logValue)
            model = model.learning(from: [
                Small.run("f\(attempt)", on: 0, seconds: 1, succeeded: false, minute: attempt)
            ])
        }
        #expect(values == values.sorted() && Set(values).count == 4)
    }

    @Test func `a run that the features cannot describe makes its pair known all the same`() throws {
        let domain = try Small.domain { $0.replacing("from: workload.size,", with: "from: workload.size * 1,") }
        let odd = Workload(key: Workload.Key("odd"), attributes: ["size": "large"])
        let run = Small.run("1", of: odd, on: 0, seconds: 55)
        let learned = try #require(try SmallModel(domain: domain).loaded().learning(from: [run]) as? LearnedModel)
        let same = Workload(key: Workload.Key("odd"), attributes: [:])
        let predicted = try learned.predict(same).map(\.prediction)
        #expect(predicted.map(\.situation) == [.known, .newWorkload, .newWorkload, .newWorkload])
    }

    @Test(arguments: [false, true], [false, true])
    func `probes never repeat, and end when every target has run`(hasGrid: Bool, succeeds: Bool) throws {
        let small = try hasGrid ? SmallModel().withGrid() : SmallModel()
        // The stranger has no price: likeness holds a missing number.
        let stranger = Target(id: Target.ID("e"), attributes: ["provider": "blue", "cores": 2])
        let targets = Small.targets + [stranger]
        var model = try small.loaded() as any AdaptivePredictor
        var probed: [Int] = []
        while let next = model.nextProbe(for: Small.workload(), among: targets, objective: .time) {
            try #require(!probed.contains(next))
            probed.append(next)
            let run = Run(
                id: Run.ID("p\(next)"),
                workload: Small.workload(),
                target: targets[next],
                startedAt: Small.moment.advanced(bySeconds: Double(probed.count)),
                outcome: Outcome(
                    timeSeconds: 10 + Double(next),
                    cost: Money(nanos: 5, currency: .usd),
                    succeeded: succeeds
                )
            )
            model = model.learning(from: [run])
        }
        #expect(probed.sorted() == [0, 1, 2, 3, 4])
        if hasGrid { #expect(probed[0] == 2) } else { #expect(probed[0] == 1) }
    }

    @Test func `without a prediction the first target that has not run is probed`() throws {
        var small = try SmallModel()
        small.time = [SmallModel.member(left: 1e6, right: 1e6)]
        #expect(try small.loaded().nextProbe(for: Small.workload(), among: Small.targets, objective: .cost) == 0)
        #expect(try small.loaded().nextProbe(for: Small.workload(), among: [], objective: .cost) == nil)
    }
}
