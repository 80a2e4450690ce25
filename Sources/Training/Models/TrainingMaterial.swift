internal import Domains
internal import Expressions
internal import Features
internal import LearnedModels
internal import Placement

/// What a training learns from: the runs in order, their features, and what was measured of each pair.
package struct TrainingMaterial: Sendable {
    /// In the order in which they started, failed ones too.
    let runs: [Run]
    let history: RunStatistics
    /// Runs whose time and cost say what was wanted, with their features.
    let table: TrainingTable
    let training: EnsembleTraining
    let known: KnownGrid

    /// - Parameter runs: In any order.
    /// - Throws: ``TrainingError`` when too few can be learned from.
    init(_ runs: [Run], domain: Domain, settings: TrainingSettings, trainer: any TreeTrainer) throws {
        let sorted = runs.sorted { ($0.startedAt, $0.id) < ($1.startedAt, $1.id) }
        let usable = domain.failures == .counted ? sorted : sorted.filter(\.outcome.succeeded)
        guard usable.count >= ModelTrainer.leastRuns else {
            throw TrainingError.tooFewRuns(found: usable.count, needed: ModelTrainer.leastRuns)
        }
        let program = try FrozenProgram(domain.program, examples: sorted.lazy.map { ($0.workload, $0.target) })
        self.runs = sorted
        self.history = RunStatistics(sorted)
        self.table = try TrainingTable(usable, program: program, history: self.history, domain: domain)
        self.training = EnsembleTraining(
            table: self.table,
            quantities: domain.proportions.isEmpty ? [nil] : domain.proportions,
            settings: settings,
            trainer: trainer,
            costForm: self.table.costForm
        )
        self.known = try KnownGrid(sorted, domain: domain)
    }

    var program: FrozenProgram { self.table.program }
    /// Of every usable run.
    var rows: [Int] { Array(self.table.runs.indices) }
}
