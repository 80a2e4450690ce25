import BerthTesting
import Domains
import Persistence
import Pipelines
import Placement
import Registry
import Testing
import Training

/// Every journal of trainings keeps these promises.
struct TrainingJournalContractTests {
    private static func training(_ domain: String = "sandbox") -> TrainingEntry {
        var settings = TrainingSettings(seed: 7, forest: .random)
        settings.boosting.extra = ["path_smooth": "1"]
        return TrainingEntry(
            order: TrainingOrder(
                domain: domain,
                window: .since(SampleRuns.received),
                minimumRuns: 50,
                settings: settings,
                version: nil,
                notes: ["a note"]
            ),
            begunAt: SampleRuns.received,
            version: SemanticVersion(major: 1, minor: 2, patch: 0),
            parent: .first
        )
    }

    @Test(arguments: StoreKind.allCases)
    func `a training is kept as it was begun, and replaced as it goes on`(kind: StoreKind) async throws {
        let journal = try Stores(kind).trainings
        #expect(try await journal.unfinished() == [])
        #expect(try await journal.trainings(limit: 5) == [])
        var training = Self.training()
        let number = try await journal.begin(training)
        #expect(try await journal.unfinished() == [NumberedTraining(number: number, training: training)])
        training.state = .running(.evaluate)
        training.attempts = 2
        training.runs = ModelVersion.TrainingRuns(from: SampleRuns.received, to: SampleRuns.received, count: 9)
        try await journal.update(number, to: training)
        #expect(try await journal.unfinished().map(\.training) == [training])
        training.state = .failed(problem: "no library")
        try await journal.update(number, to: training)
        #expect(try await journal.unfinished() == [])
        #expect(try await journal.trainings(limit: 5).map(\.training) == [training])
    }

    @Test(arguments: StoreKind.allCases)
    func `the newest are listed first, the unfinished oldest first`(kind: StoreKind) async throws {
        let journal = try Stores(kind).trainings
        var numbers: [Int64] = []
        for domain in ["a", "b", "c"] { numbers.append(try await journal.begin(Self.training(domain))) }
        #expect(numbers == numbers.sorted() && Set(numbers).count == 3)
        var ended = Self.training("b")
        ended.state = .cancelled
        try await journal.update(numbers[1], to: ended)
        #expect(try await journal.trainings(limit: 2).map(\.training.order.domain) == ["c", "b"])
        #expect(try await journal.unfinished().map(\.number) == [numbers[0], numbers[2]])
    }
}
