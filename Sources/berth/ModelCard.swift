internal import Placement
internal import Registry

/// A registered model for a person to read.
struct ModelCard {
    let record: ModelVersion

    init(_ record: ModelVersion) { self.record = record }

    var text: String {
        let runs = self.record.trainingRuns
        var lines = [
            "\(self.record.id.name) \(self.record.id.version)"
                + (self.record.parent.map { ", after \($0)" } ?? ""),
            "  trained on \(runs.count) runs, \(runs.from) to \(runs.to)",
            "  made \(self.record.createdAt) with \(self.record.library), seed \(self.record.seed)",
            "  feature program \(self.record.programHash.prefix(12)), artifact \(self.record.artifact)",
        ]
        lines += self.record.metrics.sorted { $0.key < $1.key }.map { "  \($0.key): \(Figure.short($0.value))" }
        lines += self.record.notes.map { "  note: \($0)" }
        return lines.joined(separator: "\n")
    }
}
