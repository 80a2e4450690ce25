internal import Domains
internal import Engine
internal import Expressions
internal import LearnedModels
internal import MultiTask
internal import Placement

/// The grid of some runs: their workloads, targets, families and strata.
struct KnownGrid {
    let cells: CellTable
    let targets: [Target]
    let families: [Workload.Key: String]
    let strata: [Workload.Key: String]
    private let domain: Domain

    /// - Parameter runs: Failed ones too: they count in what a pair's value is expected to be, and a target that only
    ///   failed is no column.
    init(_ runs: [Run], domain: Domain) throws(ExpressionError) {
        self.cells = CellTable(
            runs,
            failures: domain.failures,
            hourlyPrice: { domain.hourlyPrice(of: $0) }
        )
        var targets: [Target.ID: Target] = [:]
        var families: [Workload.Key: String] = [:]
        var strata: [Workload.Key: String] = [:]
        for run in runs where domain.failures == .counted || run.outcome.succeeded {
            targets[run.target.id] = run.target
            if families[run.workload.key] == nil {
                families[run.workload.key] = try domain.family(of: run.workload)
                strata[run.workload.key] = domain.stratum(of: run.workload)
            }
        }
        self.targets = targets.values.sorted { $0.id < $1.id }
        self.families = families
        self.strata = strata
        self.domain = domain
    }

    func grid(kernel: ArmKernel?, objective: Objective) throws(PredictionError) -> TargetGrid? {
        try TargetGrid(
            cells: self.cells,
            workloads: self.cells.workloads,
            targets: self.targets,
            families: { self.families[$0] ?? $0.description },
            strata: { self.strata[$0] ?? "" },
            objective: objective,
            likeness: self.domain.likeness,
            kernel: kernel
        )
    }
}
