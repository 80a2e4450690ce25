internal import Catalog
internal import Decisions
internal import Delivery
internal import Persistence
internal import Pipelines
internal import Placement
internal import Registry
internal import TaskDispatch
internal import Telemetry

/// The stores of one data directory.
struct ServiceStores: Sendable {
    let log: any DecisionLog & DecisionArchive & DeclarationStore & TargetTableStore
    let runs: any RunStore & RunArchive
    let history: any HistoryStore & HistoryArchive
    let control: any ControlStore & LineupStore
    let models: any ModelStore
    /// Reads the imported offerings; `nil` where none were imported.
    let offerings: @Sendable () throws -> OfferingCatalog?
    let tasks: any TaskStore & TaskArchive
    let trainings: any TrainingJournal
    /// Holds the directory's lock.
    private let directory: DataDirectory

    /// Opens the directory for writing, and creates what is missing.
    ///
    /// - Throws: `DataDirectoryError`, `StorageError`, `FileFailure`.
    init(_ path: String, now: @escaping @Sendable () -> Timestamp) async throws {
        let directory = try DataDirectory(path, for: .writing)
        let database = try SQLiteDatabase(directory)
        self.directory = directory
        self.log = SQLiteDecisionLog(database)
        self.runs = SQLiteRunStore(database, now: now)
        self.history = SQLiteHistoryStore(database)
        self.control = SQLControlStore(SQLiteDriver(database))
        self.tasks = SQLiteTaskStore(database)
        self.trainings = SQLiteTrainingJournal(database)
        self.models = try await RegisteredModels.opened(in: directory, database, principal: "local", now: now())
        self.offerings = FolderCatalogStore(directory).load
    }
}
