package import Pipelines
internal import Synchronization

/// Keeps trainings in memory.
package final class MemoryTrainingJournal: TrainingJournal {
    private let entries = Mutex<[TrainingEntry]>([])

    package init() {}

    package func begin(_ training: TrainingEntry) -> Int64 {
        self.entries.withLock { entries in
            entries.append(training)
            return Int64(entries.count)
        }
    }

    package func update(_ number: Int64, to training: TrainingEntry) {
        self.entries.withLock { $0[Int(number) - 1] = training }
    }

    package func unfinished() -> [NumberedTraining] { self.numbered.filter(\.training.isUnfinished) }

    package func trainings(limit: Int) -> [NumberedTraining] { Array(self.numbered.reversed().prefix(limit)) }

    private var numbered: [NumberedTraining] {
        self.entries.withLock { entries in
            entries.enumerated().map { NumberedTraining(number: Int64($0.offset + 1), training: $0.element) }
        }
    }
}
