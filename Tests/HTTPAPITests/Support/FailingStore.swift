import Decisions
import Delivery
import Placement
import Telemetry

struct DiskFull: Error {}
struct DiskGone: Error {}
/// A fault that nobody foresaw.
struct Surprise: Error {}

/// A store that fails at everything but its start.
struct FailingStore: DecisionLog, RunStore, ControlStore, LineupStore, HistoryStore {
    private let error: any Error

    init(_ error: any Error) { self.error = error }

    func append(_ decisions: [Decision]) async throws { throw self.error }
    func decision(_ id: Decision.ID) async throws -> ObservedDecision? { throw self.error }
    func decisions(_ query: DecisionQuery) async throws -> DecisionPage { throw self.error }
    func newestID() async throws -> Decision.ID? { throw self.error }
    func explorationSpent() async throws -> [String: Double] { throw self.error }

    func keep(targetTable bytes: [UInt8], hash: String) async throws { throw self.error }
    func targetTable(_ hash: String) async throws -> [UInt8]? { throw self.error }
    func removeTargetTables(except inForce: Set<String>) async throws -> Int { throw self.error }

    func append(_ reports: [RunReport], to domain: String) async throws -> RunImport { throw self.error }
    func runs(_ query: RunQuery) async throws -> [Run] { throw self.error }
    func reports(_ query: RunQuery) async throws -> [RunReport] { throw self.error }
    func targets(of domain: String) async throws -> [Target] { throw self.error }
    func summary(of domain: String) async throws -> RunCounts { throw self.error }
    func domains() async throws -> [String] { throw self.error }
    func observations(after number: Int64, limit: Int) async throws -> ObservationPage { throw self.error }
    func newestObservation() async throws -> Int64 { throw self.error }
    func whenCommitted(_ hear: @escaping @Sendable ([Observation]) -> Void) {}

    func policies() async throws -> [String: Policy] { throw self.error }
    func set(_ policy: Policy, for domain: String, audit: AuditEntry) async throws -> Int64 { throw self.error }
    func removePolicy(of domain: String, audit: AuditEntry) async throws -> Int64 { throw self.error }
    func targetStates() async throws -> [String: [Target.ID: TargetState]] { throw self.error }
    func set(_ state: TargetState, of target: Target.ID, in domain: String, audit: AuditEntry) async throws -> Int64 {
        throw self.error
    }
    func lineups() async throws -> [String: ServedLineup] { throw self.error }
    func set(_ served: ServedLineup, for domain: String, audit: AuditEntry) async throws -> Int64 { throw self.error }
    func audit(before: Int64?, limit: Int) async throws -> [NumberedAuditEntry] { throw self.error }
    func changes(after number: Int64, limit: Int) async throws -> [NumberedAuditEntry] { throw self.error }

    func targets(of domain: String, fromHour hour: Int64) async throws -> [Target.ID: HourlySums] { throw self.error }
    func targets(
        of workload: Workload.Key,
        in domain: String,
        fromHour hour: Int64
    ) async throws -> [Target.ID: HourlySums] { throw self.error }
    func workloadHashes(of domain: String, after last: UInt64?, limit: Int) async throws -> [UInt64] {
        throw self.error
    }
}
