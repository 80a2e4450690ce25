package import Domains
package import Engine
internal import Expressions
package import Features
internal import LearnedModels
package import Placement
internal import RealModule

/// Runs with their features, each as they were known just before the run began.
package struct TrainingTable: Sendable {
    /// The program, with its vocabularies, that made the columns.
    package let program: FrozenProgram
    /// In the order in which they started; only runs whose time and cost say what was wanted.
    package let runs: [Run]
    /// One array a column, one value a run.
    package let columns: [[Double]]
    /// Natural logarithm of each run's time in seconds.
    package let logTimes: [Double]
    /// Natural logarithm of each run's cost in units of the currency.
    package let logCosts: [Double]
    /// The family of each run's workload.
    package let families: [String]
    /// Rows with the same text tell of one thing: runs of one workload, or where those stand apart, of one case.
    package let repetitions: [String]
    /// What cost would be by the hourly price alone, as a logarithm; NaN where there is no price.
    package let logPrices: [Double]

    /// - Parameters:
    ///   - runs: In the order in which they started.
    ///   - history: All runs, failed ones too.
    package init(
        _ runs: [Run],
        program: FrozenProgram,
        history: any HistorySource,
        domain: Domain
    ) throws(PredictionError) {
        var columns = program.columnNames.map { _ in [Double]() }
        var families: [String] = []
        var prices: [Double] = []
        do {
            for run in runs {
                let row = try program.matrix(
                    workload: run.workload,
                    targets: [run.target],
                    at: run.startedAt,
                    history: history
                )
                for (column, value) in row.enumerated() { columns[column].append(value) }
                families.append(try domain.family(of: run.workload))
                let price = try domain.hourlyPrice?.number {
                    $0.attribute(workload: run.workload, target: run.target)
                }
                prices.append(price.map { $0 > 0 ? Double.log($0) : .nan } ?? .nan)
            }
        } catch {
            throw .unusableAttribute("\(error)")
        }
        self.program = program
        self.runs = runs
        self.columns = columns
        self.logTimes = runs.map { Double.log(max($0.outcome.timeSeconds, 1e-9)) }
        self.logCosts = runs.map { Double.log(max($0.outcome.cost.units, 1e-12)) }
        self.families = families
        self.repetitions = runs.map { domain.repetition(of: $0.workload) }
        self.logPrices = prices
    }

    /// The features of one run, one value a column; NaN is missing.
    package func row(_ index: Int) -> [Double] { self.columns.map { $0[index] } }

    /// How cost is to be learnt from these runs.
    package var costForm: CostForm {
        guard !self.runs.isEmpty, self.logPrices.allSatisfy({ !$0.isNaN }) else { return .own }
        return self.logCostCorrections.allSatisfy { abs($0) < 2e-3 } ? .hourlyPrice : .correction
    }

    /// Cost ÷ (hourly price × time), as logarithms.
    package var logCostCorrections: [Double] {
        self.runs.indices.map { self.logCosts[$0] - self.billed(logTime: self.logTimes[$0], row: $0) }
    }

    /// The logarithm of hourly price × time.
    package func billed(logTime: Double, row: Int) -> Double { self.logPrices[row] + logTime - Double.log(3600) }
}

/// What trees learn of cost.
package enum CostForm: Sendable, Hashable {
    /// Nothing: every cost is the hourly price × the time, up to the rounding of money and of prices.
    case hourlyPrice
    /// Cost ÷ (hourly price × time).
    case correction
    /// Cost itself.
    case own
}
