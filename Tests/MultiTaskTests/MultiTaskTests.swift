import Foundation
import MultiTask
import RealModule
import Statistics
import Testing

/// The reference is an implementation of the same equations in NumPy 2.4.6, written before this one and run on the same
/// numbers.
@Suite struct MultiTaskTests {
    static let sizes: [[Double]] = [
        [7.6977, 0.0776], [1.5191, 0.5668], [0.6359, 0.8061], [0.1327, 0.793], [0.421, 27.7434], [1.2533, 0.7028],
        [0.7548, 0.5127], [0.3481, 0.6765], [1.6192, 0.7878], [2.6058, 0.8189], [1.0246, 4.6918], [1.7248, 0.6034],
    ]
    static let arms = zip(Self.sizes, [0, 2, 1, 1, 0, 1, 0, 2, 1, 0, 0, 2]).map { sizes, category in
        Arm(numbers: sizes.map { Double.log($0) }, categories: ["\(category)"])
    }
    static let rows: [[Double]] = [
        [-3.418, -1.664, -2.483, -3.597, 0.361, -1.704, -2.577, -2.993, -1.674, -1.398, -0.155, -1.626],
        [0.265, -0.108, -1.172, .nan, 0.262, -0.353, -1.215, -1.996, -0.164, -0.512, 0.341, -0.145],
        [1.306, 1.795, 1.548, 2.242, 0.912, 1.501, 2.078, 2.27, 1.088, 1.529, 1.703, 1.573],
        [1.877, 0.845, 1.089, 0.168, 1.839, 1.17, 0.853, 0.248, 1.78, 1.659, 1.642, 1.594],
        [-0.988, -0.286, -0.05, 0.232, 1.924, -0.421, -0.18, .nan, 0.078, 0.109, 0.349, -0.614],
        [4.011, 2.269, 1.28, -0.161, -0.763, 1.751, 1.297, 0.873, 1.59, 2.244, 0.723, 2.148],
    ]
    static let grid = TaskGrid(arms: Self.arms, rows: Self.rows, groups: ["a", "a", "b", "b", "c", "d"])
    static let prior = MultiTaskPrior(Self.grid)
    static let queried = Self.arms.enumerated().map { QueriedArm(index: $0.offset, arm: $0.element) }
    static let observations = [(2, 0.1), (5, 0.4), (9, -0.3)].map {
        ArmObservation(arm: Self.queried[$0.0], logValue: $0.1, variance: 0)
    }

    @Test func `the kernel fits as the reference does`() {
        #expect(Self.prior.kernelParameters.logParameters == [-2.5, -4.25, -0.25, 1.25, -2.75, -2.5, -2.5])
    }

    @Test func `robust scores are the reference's`() throws {
        let expected = [1.613153548807106, 1.99466082876796, 1.9814850179043084, 1.590735841729086]
        for (arm, score) in expected.enumerated() {
            #expect(abs(try #require(Self.prior.robustScore(of: arm)) - score) < 1e-12)
        }
        #expect(Self.prior.robustScore(of: nil) == nil)
    }

    @Test func `the posterior is the reference's`() {
        let posterior = MultiTaskPosterior(Self.prior, observations: Self.observations, arms: Self.queried)
        let means = [
            -0.23782921708454344, 0.13325333229597852, 0.1, 0.2796644229729462, 0.001379827116154607, 0.4,
            0.19707536430393294, 0.21927108920568722, 0.042250677697616854, -0.3, 0.04880267142900374,
            0.08721352852082392,
        ]
        let deviations = [
            1.122061936324518, 0.4899888613903052, 4.883362445592198e-05, 0.8543314097961375, 1.3776431329858225,
            4.883362402964435e-05, 0.5512380811160603, 0.6188992680243688, 0.37089534382943756, 4.8833624740107064e-05,
            0.8421873312332375, 0.4734917233445556,
        ]
        #expect(zip(posterior.logMeans, means).allSatisfy { abs($0 - $1) < 1e-9 })
        #expect(zip(posterior.logDeviations, deviations).allSatisfy { abs($0 - $1) < 1e-6 })
    }

    @Test func `probes come in the reference's order, and never twice`() {
        var observations: [ArmObservation] = []
        #expect(ProbePlan.next(Self.prior, arms: Self.queried, observations: []) == 3)
        #expect(ProbePlan.next(Self.prior, arms: Self.queried, observations: Array(Self.observations.prefix(1))) == 0)
        #expect(ProbePlan.next(Self.prior, arms: Self.queried, observations: Self.observations) == 0)
        while let next = ProbePlan.next(Self.prior, arms: Self.queried, observations: observations) {
            let value = Double(next % 5)
            observations.append(ArmObservation(arm: Self.queried[next], logValue: value, variance: 0))
        }
        #expect(Set(observations.map(\.arm)).count == 12 && observations.count == 12)
    }

    @Test func `joint draws agree with the means, and with the reference's probability`() {
        let posterior = MultiTaskPosterior(Self.prior, observations: Self.observations, arms: Self.queried)
        var generator = SeededGenerator(seed: 1)
        let draws = posterior.draws(20_000, using: &generator)
        for arm in Self.queried.indices {
            #expect(abs(Summaries.mean(draws.map { $0[arm] }) - posterior.logMeans[arm]) < 0.05)
        }
        let tolerance = Double.log(onePlus: 0.05)
        let good = draws.count { draw in -0.3 <= draw.reduce(.infinity, min) + tolerance }
        #expect(abs(Double(good) / 20_000 - 0.146) < 0.01)
    }

    @Test func `a noisy measurement is believed less than an exact one`() {
        func mean(variance: Double) -> Double {
            let observations = Self.observations.map {
                ArmObservation(arm: $0.arm, logValue: $0.logValue, variance: $0.arm.index == 5 ? variance : 0)
            }
            return MultiTaskPosterior(Self.prior, observations: observations, arms: Self.queried).logMeans[5]
        }
        #expect(abs(mean(variance: 0) - 0.4) < 1e-9)
        #expect(mean(variance: 10) < mean(variance: 0.1) && mean(variance: 0.1) < 0.4)
    }

    @Test func `arms outside the grid, one task, constant numbers and repeated measurements are no trouble`() {
        let grid = TaskGrid(
            arms: [1.0, 2.0].map { Arm(numbers: [$0, 5, .nan], categories: []) },
            rows: [[0, 1]],
            groups: ["a"]
        )
        let prior = MultiTaskPrior(grid)
        let new = QueriedArm(index: nil, arm: Arm(numbers: [3, 5, 1], categories: []))
        let observation = ArmObservation(arm: new, logValue: 2, variance: 0)
        let posterior = MultiTaskPosterior(prior, observations: [observation, observation], arms: [new])
        #expect(abs(posterior.logMeans[0] - 2) < 1e-3)
        #expect(posterior.logExpectations[0].isFinite && posterior.informationGains[0].isFinite)
        #expect(posterior.expectedImprovements(over: 3)[0] > 0.9)
    }

    @Test func `the order of rows and arms changes no choice`() {
        let order = [5, 11, 0, 3, 8, 1, 10, 2, 7, 9, 4, 6]
        let rows = [3, 0, 5, 1, 4, 2]
        let shuffled = MultiTaskPrior(
            TaskGrid(
                arms: order.map { Self.arms[$0] },
                rows: rows.map { row in order.map { Self.rows[row][$0] } },
                groups: rows.map { Self.grid.groups[$0] }
            )
        )
        let arms = order.map { Self.queried[$0].arm }.enumerated().map { QueriedArm(index: $0.offset, arm: $0.element) }
        let next = ProbePlan.next(shuffled, arms: arms, observations: [])
        #expect(next.map { order[$0] } == 3)
    }

    @Test func `a grid survives JSON, missing cells included`() throws {
        let decoded = try JSONDecoder().decode(TaskGrid.self, from: JSONEncoder().encode(Self.grid))
        #expect(decoded.arms == Self.grid.arms && decoded.rows[1][3].isNaN)
        let restored = MultiTaskPrior(decoded, kernel: Self.prior.kernelParameters)
        let posteriors = [Self.prior, restored].map {
            MultiTaskPosterior($0, observations: Self.observations, arms: Self.queried).logMeans
        }
        #expect(posteriors[0] == posteriors[1])
        let damaged = Data(#"{"arms": [], "rows": [[1]], "groups": ["a"]}"#.utf8)
        #expect(throws: DecodingError.self) { try JSONDecoder().decode(TaskGrid.self, from: damaged) }
    }

    @Test func `an arm with a missing number equals itself, and none that has it`() {
        let arms = [[1.0, .nan], [1, .nan], [1, 0], [.nan, 1]].map { Arm(numbers: $0, categories: ["x"]) }
        #expect(arms[0] == arms[1] && arms[0].hashValue == arms[1].hashValue)
        #expect(Set(arms).count == 3)
    }

    @Test func `a kernel suits the grids that describe arms as its own does`() {
        let kernel = Self.prior.kernelParameters
        #expect(kernel.suits(Self.grid))
        let described: [(numbers: [Double], categories: [String])] = [([1, 2, 3], ["x"]), ([1], ["x"]), ([1, 2], [])]
        for (numbers, categories) in described {
            let arms = [0.0, 1].map { shift in Arm(numbers: numbers.map { $0 + shift }, categories: categories) }
            #expect(!kernel.suits(TaskGrid(arms: arms, rows: [[1, 2], [2, 1]], groups: ["a", "b"])))
        }
    }
}
