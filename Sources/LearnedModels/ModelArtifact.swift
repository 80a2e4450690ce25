package import Features
package import MultiTask
package import Placement

/// Everything that training found, as it is stored: with the domain's file it makes the same model in any process.
///
/// Stored as JSON; ``init(reading:)`` reads it.
package struct ModelArtifact: Sendable, Encodable {
    /// The only format that is written and read.
    package static let currentFormat = 1

    /// The format of the stored bytes.
    package let format: Int
    /// The model's name, which is that of its domain.
    package let name: String
    /// As the registry spells it, such as `v1.2.0`.
    package let version: String
    /// The features with their vocabularies; predictions are made of its vectors.
    package let program: FrozenProgram
    /// The ensemble for time; never empty.
    package let time: [Member]
    /// How cost is predicted.
    package let cost: CostSource
    /// For each workload that ran on many targets, trees that learnt from its runs alone.
    package let specialists: [String: Specialist]
    /// LightGBM's text of a model of success; `nil` where too few failures were seen.
    package let success: String?
    /// `nil` where no classifier was trained.
    package let selection: Selection?
    /// The targets of the training runs, in the order of their names.
    package let targets: [Target]
    /// By workload key, what training knew of each workload.
    package let workloads: [String: WorkloadFacts]
    /// By workload key, then by target id, what its runs say.
    package let cells: [String: [String: Cell]]
    /// How much the trees err from workload to workload, pair to pair and run to run.
    package let spread: Spread
    /// How wrong predictions were on held-out rows, for each situation that could be measured.
    package let errors: [Situation: ErrorTable]
    /// `nil` in a domain whose workloads do not share targets.
    package let grid: Grid?

    /// One forest of an ensemble.
    package struct Member: Sendable, Encodable {
        /// LightGBM's text of the forest.
        package let modelText: String
        /// The expression of its quantity, as the domain declares it.
        package let quantity: String?

        package init(modelText: String, quantity: String?) {
            self.modelText = modelText
            self.quantity = quantity
        }
    }

    /// Trees of one workload.
    package struct Specialist: Sendable, Encodable {
        /// The ensemble for the workload's time.
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
        /// LightGBM's text of the classifier.
        package let modelText: String
        /// The classes, in order.
        package let targets: [Target.ID]

        package init(modelText: String, targets: [Target.ID]) {
            self.modelText = modelText
            self.targets = targets
        }
    }

    /// What training knew of one workload.
    package struct WorkloadFacts: Sendable, Encodable {
        /// The family that it is held out with.
        package let family: String
        /// The values of the attributes that shift which targets are good, as one text.
        package let stratum: String
        /// Mean error of the trees on the workload's runs: log of actual minus log of predicted.
        package let timeLevel: Double
        /// The same of cost.
        package let costLevel: Double
        /// Runs that it had in training.
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
        /// By objective, the kernel that was fitted to the grid of its values.
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
