internal import Domains
internal import Engine
internal import Features
internal import LearnedModels
internal import Placement
internal import RealModule
internal import Statistics

/// Trains the classifier of the best target.
///
/// A run's label is the target with the least value for its workload: measured where the workload ran there, predicted
/// otherwise. Nobody tells what the best target really was.
struct SelectionTraining {
    let domain: Domain
    let table: TrainingTable
    let history: RunStatistics
    let trainer: any TreeTrainer
    let settings: TrainingSettings

    private static let targetLimit = 64
    private static let leastRows = 50
    private static let rowLimit = 3000

    /// The artifact with a classifier, or as it is where there is too little to learn from.
    func adding(to artifact: ModelArtifact) throws -> ModelArtifact {
        let targets = artifact.targets
        guard (2...Self.targetLimit).contains(targets.count), self.table.runs.count >= Self.leastRows else {
            return artifact
        }
        let model = PreparedModel(try LearnedModel(artifact, domain: self.domain), targets: targets)
        let input = SelectionInput(program: artifact.program, classes: targets.map(\.id))
        var generator = SeededGenerator(seed: self.settings.seed, stream: "selection")
        let rows = generator.sample(Array(self.table.runs.indices), count: Self.rowLimit).sorted()
        var features: [[Double]] = []
        var labels: [Double] = []
        for row in rows {
            try Task.checkCancellation()
            let run = self.table.runs[row]
            let objective = try self.domain.objective(of: run.workload)
            let predicted = try model.predictions(
                Question(
                    workload: run.workload,
                    targets: Array(targets.indices),
                    objective: objective,
                    moment: run.startedAt,
                    history: self.history
                )
            )
            let values = predicted.map(\.prediction.logValue)
            guard let best = values.indices.min(by: { values[$0] < values[$1] }) else { continue }
            let expected = try model.treeLogValues(
                rows: predicted.flatMap(\.features.values),
                workload: run.workload,
                objective: objective
            )
            features.append(
                input.row(features: self.table.row(row), targets: targets.map(\.id), logValues: expected)
            )
            labels.append(Double(best))
        }
        guard Set(labels).count > 1 else { return artifact }
        let dataset = try TreeDataset(
            columns: input.names.indices.map { column in features.map { $0[column] } },
            featureNames: EnsembleTraining.plain(input.names),
            labels: labels
        )
        var parameters = self.settings.parameters(.multiclass(classes: targets.count), rows: labels.count)
        parameters.rounds = 30
        let job = try TreeTrainingJob(training: dataset, parameters: parameters)
        return artifact.selecting(
            ModelArtifact.Selection(
                modelText: try self.trainer.train(job).modelText,
                targets: targets.map(\.id)
            )
        )
    }
}

extension ModelArtifact {
    fileprivate func selecting(_ selection: Selection) -> ModelArtifact {
        ModelArtifact(
            name: self.name,
            version: self.version,
            program: self.program,
            time: self.time,
            cost: self.cost,
            specialists: self.specialists,
            success: self.success,
            selection: selection,
            targets: self.targets,
            workloads: self.workloads,
            cells: self.cells,
            spread: self.spread,
            errors: self.errors,
            grid: self.grid
        )
    }
}
