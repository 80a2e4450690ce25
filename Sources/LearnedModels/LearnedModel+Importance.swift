package import Engine
internal import Features
internal import Forest

extension LearnedModel {
    package var importances: [QuantityImportance] {
        let program = self.artifact.program
        let features = program.columnFeatures.map { program.features[$0].name }
        var importances = [Self.importance(.time, of: self.general.time.members.map(\.forest), columns: features)]
        if let cost = self.general.cost {
            importances.append(Self.importance(.cost, of: cost.members.map(\.forest), columns: features))
        }
        if let success = self.success {
            importances.append(Self.importance(.success, of: [success], columns: features))
        }
        if let selection = self.selection, let input = self.selectionInput {
            let byColumn = Dictionary(zip(program.columnNames, features)) { first, _ in first }
            let columns = input.names.map { byColumn[$0] ?? $0 }
            importances.append(Self.importance(.selection, of: [selection], columns: columns))
        }
        return importances
    }

    /// - Parameter columns: The feature that each column belongs to.
    private static func importance(
        _ quantity: PredictedQuantity,
        of forests: [Forest],
        columns: [String]
    ) -> QuantityImportance {
        var gains: [String: Double] = [:]
        var splits: [String: Int] = [:]
        for forest in forests {
            for (column, (gain, count)) in zip(forest.importanceByGain, forest.importanceBySplit).enumerated() {
                guard count > 0 else { continue }
                gains[columns[column], default: 0] += gain
                splits[columns[column], default: 0] += Int(count)
            }
        }
        let total = gains.sorted { $0.key < $1.key }.reduce(0) { $0 + $1.value }
        let features = gains.map { name, gain in
            QuantityImportance.Feature(name: name, gain: gain / total, splits: splits[name] ?? 0)
        }
        return QuantityImportance(
            quantity: quantity,
            features: features.sorted { (-$0.gain, $0.name) < (-$1.gain, $1.name) }
        )
    }
}
