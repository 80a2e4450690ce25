package import Features
package import MultiTask
package import Placement

/// Everything that training found, as it is stored: with the domain's file it makes the same model in any process.
///
/// Stored as JSON; ``init(reading:)`` reads it.
package struct ModelArtifact: Sendable, Encodable {
    package static let currentFormat = 1

    package let format: Int
    package let name: String
    package let version: String
    package let program: FrozenProgram
    package let time: [Member]
    package let cost: CostSource
    /// For each workload that ran on many targets, trees that learnt from its runs alone.
    package let specialists: [String: Specialist]
    /// LightGBM's text of a model of success; `nil` where too few failures were seen.
    package let success: String?
    package let selection: Selection?
    /// The targets of the training runs, in the order of their names.
    package let targets: [Target]
    package let workloads: [String: WorkloadFacts]
    package let cells: [String: [String: Cell]]
    package let spread: Spread
    package let errors: [Situation: ErrorTable]
    package let grid: Grid?

    /// One forest of an ensemble.
    package struct Member: Sendable, Encodable {
        package let modelText: String
        /// The expression of its quantity, as the domain declares it.
        package let quantity: String?

        package init(modelText: String, quantity: String?) {
            self.modelText = modelText
            self.quantity = quantity
        }
    }

    package struct Specialist: Sendable, Encodable {
        package let time: [Member]
        /// As the model's own trees for cost; `nil` where it has none.
        package let cost: [Member]?

        /// Targets from which a workload gets trees of its own (`>=`).
        package static let leastTargets = 100

        package init(time: [Member], cost: [Member]?) {
            self.time = time
            self.cost = cost
        }
    }

    /// Where predicted cost comes from.
    package enum CostSource: Sendable, Encodable {
        /// In every training run the cost was the hourly price × the time.
        case hourlyPrice
        /// Trees for cost ÷ (hourly price × time): minimum, granularity, idle cores, start, egress.
        case correction([Member])
        /// Trees for cost, where the domain declares no hourly price.
        case trees([Member])

        var needsPrice: Bool {
            switch self {
            case .hourlyPrice, .correction: true
            case .trees: false
            }
        }
    }

    /// A classifier of the best target.
    package struct Selection: Sendable, Encodable {
        package let modelText: String
        /// The classes, in order.
        package let targets: [Target.ID]

        package init(modelText: String, targets: [Target.ID]) {
            self.modelText = modelText
            self.targets = targets
        }
    }

    package struct WorkloadFacts: Sendable, Encodable {
        package let family: String
        package let stratum: String
        /// Mean error of the trees on the workload's runs: log of actual minus log of predicted.
        package let timeLevel: Double
        package let costLevel: Double
        package let runs: Int

        package init(family: String, stratum: String, timeLevel: Double, costLevel: Double, runs: Int) {
            self.family = family
            self.stratum = stratum
            self.timeLevel = timeLevel
            self.costLevel = costLevel
            self.runs = runs
        }
    }

    /// Variances of the trees' errors on rows that they had not learnt from, of logarithms.
    package struct Spread: Sendable, Codable {
        /// Of a workload's mean error.
        package let level: Double
        /// Of a pair's error, its workload's mean taken out.
        package let own: Double
        /// Of one run's logarithm of time around its pair's; 0 where no pair ran three times.
        package let run: Double

        package init(level: Double, own: Double, run: Double) {
            self.level = level
            self.own = own
            self.run = run
        }
    }

    /// The kernel over targets, learnt for each objective.
    package struct Grid: Sendable, Codable {
        package let kernels: [Objective: ArmKernel]
        /// Whether it chose better than the trees for workloads that neither had seen.
        package let leads: Bool

        package init(kernels: [Objective: ArmKernel], leads: Bool) {
            self.kernels = kernels
            self.leads = leads
        }
    }

    package init(
        name: String,
        version: String,
        program: FrozenProgram,
        time: [Member],
        cost: CostSource,
        specialists: [String: Specialist],
        success: String?,
        selection: Selection?,
        targets: [Target],
        workloads: [String: WorkloadFacts],
        cells: [String: [String: Cell]],
        spread: Spread,
        errors: [Situation: ErrorTable],
        grid: Grid?
    ) {
        self.format = Self.currentFormat
        self.name = name
        self.version = version
        self.program = program
        self.time = time
        self.cost = cost
        self.specialists = specialists
        self.success = success
        self.selection = selection
        self.targets = targets
        self.workloads = workloads
        self.cells = cells
        self.spread = spread
        self.errors = errors
        self.grid = grid
    }
}
