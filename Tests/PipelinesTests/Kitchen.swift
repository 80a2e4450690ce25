import BerthTesting
import Domains
import Foundation
import LightGBMTrainer
import Pipelines
import Placement
import Registry
import Synchronization
import Telemetry
import Training

/// Dishes cooked on a few stoves, and a service that learns where the next one is quickest.
struct Kitchen {
    static let start = Timestamp(secondsSince1970: 1_790_000_000)

    let domain: Domain
    let runs = MemoryRunStore()
    let models = MemoryModelStore()
    let journal = MemoryTrainingJournal()
    let clock = MovedClock(Self.start.advanced(bySeconds: 86_400 * 10))

    init() throws {
        self.domain = try Domain(
            yaml: """
                domain: kitchen
                objective: time
                family: workload.dish
                features:
                  size: {from: workload.size, as: log}
                  dish: {from: workload.dish, as: category}
                  power: {from: target.power}
                rules: [{name: strongest, order: [target.power]}]
                identity: [workload.dish, workload.size]
                """,
            file: "kitchen.yaml"
        )
    }

    static func target(_ stove: Int) -> Target {
        Target(id: Target.ID("stove-\(stove)"), attributes: ["power": .number(Double(stove + 1))])
    }

    /// One run every two hours, so that sixty of them are five days.
    func run(_ number: Int) throws -> Run {
        let (dish, size, stove) = (number % 4, number % 5 + 1, number % 3)
        return Run(
            id: Run.ID("run-\(number)"),
            workload: try self.domain.workload(["dish": .text("dish-\(dish)"), "size": .number(Double(size))]),
            target: Self.target(stove),
            startedAt: Self.start.advanced(bySeconds: 7_200 * Double(number)),
            outcome: Outcome(
                timeSeconds: Double(size * (dish + 1)) / Double(stove + 1) * (1 + 0.01 * Double(number % 7)),
                cost: Money(nanos: Int64(1_000 * (size + stove)), currency: .usd),
                succeeded: true
            )
        )
    }

    func cook(_ numbers: Range<Int> = 0..<60) async throws {
        _ = try await self.runs.append(try numbers.map { RunReport(try self.run($0)) }, to: "kitchen")
    }

    func order(_ window: TrainingOrder.Window = .all, version: SemanticVersion? = nil) -> TrainingOrder {
        var settings = TrainingSettings(seed: 3)
        settings.boosting.rounds = 5
        return TrainingOrder(domain: "kitchen", window: window, settings: settings, version: version)
    }

    func service(
        trainer: @escaping @Sendable () throws -> any TreeTrainer = { try Self.trees() }
    ) -> TrainingService {
        TrainingService(
            domains: [self.domain],
            runs: self.runs,
            models: self.models,
            journal: self.journal,
            trainer: trainer,
            now: { self.clock.now }
        )
    }

    struct Missing: Error, CustomStringConvertible {
        let path: String
        var description: String { "\(self.path) is missing: run make deps" }
    }

    static func trees() throws -> LightGBMTrainer {
        #if os(macOS)
            let name = "lib_lightgbm.dylib"
        #else
            let name = "lib_lightgbm.so"
        #endif
        let path = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appending(path: ".deps/lightgbm/lib/\(name)").path()
        guard FileManager.default.fileExists(atPath: path) else { throw Missing(path: path) }
        return LightGBMTrainer(library: try LightGBMLibrary(path: path))
    }

    final class MovedClock: Sendable {
        private let moment: Mutex<Timestamp>
        init(_ moment: Timestamp) { self.moment = Mutex(moment) }
        var now: Timestamp { self.moment.withLock { $0 } }
        func advance(_ seconds: Double) { self.moment.withLock { $0 = $0.advanced(bySeconds: seconds) } }
    }
}

/// Trains as another does, and does something else before a forest of its choice.
struct WatchedTrees: TreeTrainer {
    let trees: LightGBMTrainer
    let before: @Sendable (Int) throws -> Void
    private let count = Count()

    init(_ trees: LightGBMTrainer, before: @escaping @Sendable (_ forest: Int) throws -> Void) {
        self.trees = trees
        self.before = before
    }

    var libraryDescription: String { self.trees.libraryDescription }

    func train(_ job: TreeTrainingJob, progress: (BoostingProgress) throws -> Void) throws -> TrainedTrees {
        try self.before(self.count.next())
        return try self.trees.train(job, progress: progress)
    }

    private final class Count: Sendable {
        private let value = Mutex(0)
        func next() -> Int {
            self.value.withLock { value in
                value += 1
                return value
            }
        }
    }
}
