internal import Domains
internal import Expressions
internal import Features
internal import Forest
internal import LearnedModels
internal import Placement
internal import RealModule

/// Trains the forests of an ensemble on some rows of a table.
struct EnsembleTraining {
    let table: TrainingTable
    let quantities: [Expression?]
    let settings: TrainingSettings
    let trainer: any TreeTrainer
    let costForm: CostForm

    /// - Parameter logOutputs: One a row of the table.
    func members(logOutputs: [Double], rows: [Int]) throws -> [ModelArtifact.Member] {
        try self.quantities.map { try self.member(quantity: $0, logOutputs: logOutputs, rows: rows) }
    }

    private func member(
        quantity: Expression?,
        logOutputs: [Double],
        rows: [Int]
    ) throws -> ModelArtifact.Member {
        let labels = try rows.map { row in
            logOutputs[row]
                + (try TreeEnsemble.logQuantity(
                    quantity,
                    workload: self.table.runs[row].workload,
                    target: self.table.runs[row].target
                ))
        }
        return ModelArtifact.Member(
            modelText: try self.forest(.l2, labels: labels, rows: rows),
            quantity: quantity?.text
        )
    }

    /// Trees for each workload that ran on many targets, from its runs among `rows` alone.
    func specialists(rows: [Int]) throws -> [String: ModelArtifact.Specialist] {
        var specialists: [String: ModelArtifact.Specialist] = [:]
        let byWorkload = Dictionary(grouping: rows) { self.table.runs[$0].workload.key.description }
        for (key, rows) in byWorkload.sorted(by: { $0.key < $1.key }) {
            let targets = Set(rows.map { self.table.runs[$0].target.id })
            guard targets.count >= ModelArtifact.Specialist.leastTargets else { continue }
            specialists[key] = ModelArtifact.Specialist(
                time: try self.members(logOutputs: self.table.logTimes, rows: rows),
                cost: try self.costMembers(rows: rows)
            )
        }
        return specialists
    }

    /// LightGBM's text of a forest that learnt `labels` from the features of `rows`.
    func forest(_ objective: TreeObjective, labels: [Double], rows: [Int]) throws -> String {
        try Task.checkCancellation()
        let dataset = try TreeDataset(
            columns: self.table.columns.map { column in rows.map { column[$0] } },
            featureNames: Self.plain(self.table.program.columnNames),
            categoricalFeatures: self.table.program.categoricalColumns,
            labels: labels
        )
        let job = try TreeTrainingJob(
            training: dataset,
            parameters: self.settings.parameters(objective, rows: rows.count)
        )
        return try self.trainer.train(job).modelText
    }

    /// LightGBM's names hold no spaces and no JSON punctuation.
    /// Names that would become equal get their position.
    static func plain(_ names: [String]) -> [String] {
        let plain = names.map { name in
            String(name.map { $0.isWhitespace || "\",:[]{}=".contains($0) ? "_" : $0 })
        }
        let counts = Dictionary(plain.map { ($0, 1) }, uniquingKeysWith: +)
        return plain.enumerated().map { counts[$0.element] == 1 ? $0.element : "\($0.element)_\($0.offset)" }
    }

    static func ensemble(_ members: [ModelArtifact.Member]) throws -> TreeEnsemble {
        TreeEnsemble(
            try members.map { member in
                TreeEnsemble.Member(
                    forest: try Forest(parsing: member.modelText),
                    quantity: try member.quantity.map { try Expression($0) }
                )
            }
        )
    }

    /// Predicted logarithms for some rows of the table.
    ///
    /// - Parameter unseen: Histories that the prediction must not know; their columns count as missing.
    func predictions(
        _ members: [ModelArtifact.Member],
        rows: [Int],
        unseen: Set<HistoryScope>
    ) throws -> [Double] {
        let ensemble = try Self.ensemble(members)
        let hidden = self.table.program.historyColumns(of: unseen)
        return try rows.map { row in
            var features = self.table.row(row)
            for column in hidden { features[column] = .nan }
            return try ensemble.predict(
                rows: features,
                workload: self.table.runs[row].workload,
                targets: [self.table.runs[row].target]
            )[0]
        }
    }

    /// Predicted logarithms of time and cost for some rows: from a specialist where the row's workload has one.
    func predictions(
        _ trees: TrainedOutputs,
        rows: [Int],
        unseen: Set<HistoryScope>
    ) throws -> [Int: (time: Double, cost: Double)] {
        var predictions: [Int: (time: Double, cost: Double)] = [:]
        let bySpecialist = Dictionary(grouping: rows) { row -> String? in
            let key = self.table.runs[row].workload.key.description
            return trees.specialists[key] == nil ? nil : key
        }
        for (key, rows) in bySpecialist {
            let specialist = key.flatMap { trees.specialists[$0] }
            let times = try self.predictions(specialist?.time ?? trees.time, rows: rows, unseen: unseen)
            let costs: [Double] =
                if let members = specialist.map(\.cost) ?? trees.cost {
                    try self.predictions(members, rows: rows, unseen: unseen)
                } else {
                    rows.map { _ in 0 }
                }
            for (index, row) in rows.enumerated() {
                let billed = self.costForm == .own ? 0 : self.table.billed(logTime: times[index], row: row)
                predictions[row] = (times[index], billed + costs[index])
            }
        }
        return predictions
    }

    /// Every tree for time and cost that `rows` can teach.
    func outputs(rows: [Int], withSpecialists: Bool) throws -> TrainedOutputs {
        TrainedOutputs(
            time: try self.members(logOutputs: self.table.logTimes, rows: rows),
            cost: try self.costMembers(rows: rows),
            specialists: withSpecialists ? try self.specialists(rows: rows) : [:]
        )
    }

    private func costMembers(rows: [Int]) throws -> [ModelArtifact.Member]? {
        switch self.costForm {
        case .hourlyPrice: nil
        case .correction: [try self.member(quantity: nil, logOutputs: self.table.logCostCorrections, rows: rows)]
        case .own: try self.members(logOutputs: self.table.logCosts, rows: rows)
        }
    }
}

/// The trees of a model that predict time and cost.
struct TrainedOutputs {
    let time: [ModelArtifact.Member]
    /// What the cost's form asks for; `nil` where it asks for nothing.
    let cost: [ModelArtifact.Member]?
    let specialists: [String: ModelArtifact.Specialist]
}
