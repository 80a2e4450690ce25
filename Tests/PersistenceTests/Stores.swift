import BerthTesting
import Decisions
import Delivery
import Foundation
import Persistence
import Pipelines
import Placement
import Telemetry

/// Which implementation a contract is tested on.
enum StoreKind: CaseIterable {
    case memory
    case sqlite
}

/// One implementation of every store, over one set of data.
struct Stores {
    let runs: any RunStore & RunArchive
    let decisions: any DecisionLog & DecisionArchive & DeclarationStore & TargetTableStore
    let history: any HistoryStore & HistoryArchive
    let control: any ControlStore
    let trainings: any TrainingJournal
    let cursors: any ObservationCursors
    let lineups: any LineupStore
    /// Lives as long as the stores.
    private let data = TemporaryData()

    init(_ kind: StoreKind) throws {
        let now: @Sendable () -> Timestamp = { SampleRuns.received }
        switch kind {
        case .memory:
            let decisions = MemoryDecisionLog()
            let runs = MemoryRunStore(decisions: decisions, now: now)
            self.runs = runs
            self.decisions = decisions
            self.history = runs
            let control = MemoryControlStore()
            self.control = control
            self.lineups = control
            self.trainings = MemoryTrainingJournal()
            self.cursors = MemoryObservationCursors()
        case .sqlite:
            let database = try self.data.database()
            self.runs = SQLiteRunStore(database, now: now)
            self.decisions = SQLiteDecisionLog(database)
            self.history = SQLiteHistoryStore(database)
            let control = SQLControlStore(SQLiteDriver(database))
            self.control = control
            self.lineups = control
            self.trainings = SQLiteTrainingJournal(database)
            self.cursors = SQLiteObservationCursors(database)
        }
    }
}

/// Runs with nothing beside them.
func reports(_ runs: [Run]) -> [RunReport] { runs.map { RunReport($0) } }
