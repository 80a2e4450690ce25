internal import Domains
internal import Engine
internal import Expressions
internal import Features
internal import Forest
internal import Placement
internal import RealModule

/// Trains the forests of an ensemble on some rows of a table.
struct EnsembleTraining {
    let table: TrainingTable
    let quantities: [Expression?]
    let settings: TrainingSettings
    let trainer: any TreeTrainer

    /// - Parameter logOutputs: One a row of the table.
    func members(logOutputs: [Double], rows: [Int]) throws -> [ModelArtifact.Member] {
        try self.quantities.map { quantity in
            let labels = try rows.map { row in
                logOutputs[row]
                    + (try TreeEnsemble.logQuantity(
                        quantity, workload: self.table.runs[row].workload, target: self.table.runs[row].target))
            }
            return ModelArtifact.Member(
                modelText: try self.forest(.l2, labels: labels, rows: rows), quantity: quantity?.text)
        }
    }

    /// LightGBM's text of a forest that learnt `labels` from the features of `rows`.
    func forest(_ objective: TreeObjective, labels: [Double], rows: [Int]) throws -> String {
        try Task.checkCancellation()
        let dataset = try TreeDataset(
            columns: self.table.columns.map { column in rows.map { column[$0] } },
            featureNames: self.table.program.columnNames.map(Self.plain),
            categoricalFeatures: self.table.program.categoricalColumns, labels: labels)
        let job = try TreeTrainingJob(
            training: dataset, parameters: self.settings.parameters(objective, rows: rows.count))
        return try self.trainer.train(job).modelText
    }

    /// LightGBM's names hold no spaces and no JSON punctuation.
    static func plain(_ name: String) -> String {
        String(name.map { $0.isWhitespace || "\",:[]{}=".contains($0) ? "_" : $0 })
    }

    static func ensemble(_ members: [ModelArtifact.Member]) throws -> TreeEnsemble {
        TreeEnsemble(
            try members.map { member in
                TreeEnsemble.Member(
                    forest: try Forest(parsing: member.modelText), quantity: try member.quantity.map { try Expression($0) })
            })
    }

    /// Predicted logarithms for some rows of the table.
    func predictions(_ members: [ModelArtifact.Member], rows: [Int]) throws -> [Double] {
        let ensemble = try Self.ensemble(members)
        return try rows.map { row in
            try ensemble.predict(
                rows: self.table.row(row), workload: self.table.runs[row].workload,
                targets: [self.table.runs[row].target])[0]
        }
    }
}
