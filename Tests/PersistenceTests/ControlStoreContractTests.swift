import Access
import BerthTesting
import Decisions
import Delivery
import Engine
import Persistence
import Placement
import Registry
import Testing

/// Every store of what operators have set keeps these promises.
struct ControlStoreContractTests {
    enum Kind: CustomTestStringConvertible {
        case memory
        case sql(SQLKind)

        static var available: [Kind] { [.memory] + SQLKind.available.map(Kind.sql) }
        var testDescription: String { if case .sql(let kind) = self { kind.rawValue } else { "memory" } }
    }

    private struct Fixture {
        let control: any ControlStore
        let lineups: any LineupStore
        private let database: TestDatabase?

        init(_ kind: Kind) async throws {
            switch kind {
            case .memory:
                let control = MemoryControlStore()
                self.control = control
                self.lineups = control
                self.database = nil
            case .sql(let kind):
                let database = try await TestDatabase(kind)
                let control = SQLControlStore(database.database)
                self.control = control
                self.lineups = control
                self.database = database
            }
        }
    }

    private func entry(_ number: Int64, _ subject: AuditEntry.Subject, before: String? = nil) -> AuditEntry {
        AuditEntry(
            at: Timestamp(microseconds: number),
            subject: subject,
            name: "n\(number)",
            before: before,
            after: #"{"a":1}"#,
            actor: number % 3 == 0 ? .token(name: "ci") : .local,
            requestID: number % 2 == 0 ? "r\(number)" : nil
        )
    }

    @Test(arguments: Kind.available)
    func `nothing is set at first`(kind: Kind) async throws {
        let fixture = try await Fixture(kind)
        let control = fixture.control
        #expect(try await control.policies() == [:])
        #expect(try await control.targetStates() == [:])
        #expect(try await fixture.lineups.lineups() == [:])
        #expect(try await control.audit(before: nil, limit: 10) == [])
    }

    @Test(arguments: Kind.available)
    func `the last setting stands, and every change is audited`(kind: Kind) async throws {
        let fixture = try await Fixture(kind)
        let control = fixture.control
        let policy = Policy(
            strategy: .rules,
            confidenceGate: 0.1 + 0.2,
            exploration: Exploration(share: 0.3, budget: 1 / 3)
        )
        _ = try await control.set(Policy(), for: "sandbox", audit: self.entry(1, .policy))
        _ = try await control.set(policy, for: "sandbox", audit: self.entry(2, .policy, before: "{}"))
        _ = try await control.set(Policy(strategy: .model), for: "task", audit: self.entry(3, .policy))
        #expect(try await control.policies() == ["sandbox": policy, "task": Policy(strategy: .model)])

        let draining = TargetState(mode: .draining, reason: "maintenance")
        let e2b = Target.ID("e2b")
        _ = try await control.set(draining, of: e2b, in: "sandbox", audit: self.entry(4, .target))
        _ = try await control.set(.enabled, of: Target.ID("modal"), in: "sandbox", audit: self.entry(5, .target))
        _ = try await control.set(
            TargetState(mode: .disabled, reason: nil),
            of: e2b,
            in: "task",
            audit: self.entry(6, .target)
        )
        let states = try await control.targetStates()
        #expect(states["sandbox"] == [e2b: draining, Target.ID("modal"): .enabled])
        #expect(states["task"] == [e2b: TargetState(mode: .disabled, reason: nil)])

        let models = ["sandbox@v1.0.0", "sandbox@v1.1.0"].map { try? ModelVersion.ID(parsing: $0) }.compactMap(\.self)
        let first = ServedLineup(primary: models[0], fallback: nil, since: Timestamp(microseconds: 7))
        let second = ServedLineup(primary: models[1], fallback: models[0], since: Timestamp(microseconds: 8))
        _ = try await fixture.lineups.set(first, for: "sandbox", audit: self.entry(7, .model))
        _ = try await fixture.lineups.set(second, for: "sandbox", audit: self.entry(8, .model))
        #expect(try await fixture.lineups.lineups() == ["sandbox": second])

        let newest = try await control.audit(before: nil, limit: 3)
        #expect(newest.map(\.entry) == [self.entry(8, .model), self.entry(7, .model), self.entry(6, .target)])
        let next = try await control.audit(before: newest.last?.number, limit: 10)
        #expect(next.map(\.entry.at.microseconds) == [5, 4, 3, 2, 1])
        #expect(next[3].entry == self.entry(2, .policy, before: "{}"))
    }

    @Test(arguments: Kind.available)
    func `a policy that was taken back is forgotten, and that is audited`(kind: Kind) async throws {
        let fixture = try await Fixture(kind)
        let control = fixture.control
        for domain in ["sandbox", "task"] {
            _ = try await control.set(Policy(strategy: .rules), for: domain, audit: self.entry(1, .policy))
        }
        for number in [2, 3] as [Int64] {
            _ = try await control.removePolicy(of: "sandbox", audit: self.entry(number, .policy))
            #expect(try await control.policies() == ["task": Policy(strategy: .rules)])
        }
        #expect(try await control.audit(before: nil, limit: 10).map(\.entry.at.microseconds) == [3, 2, 1, 1])
    }

    @Test(arguments: Kind.available)
    func `changes are numbered from 1 without gaps, and read after any of them in their order`(
        kind: Kind
    ) async throws {
        let fixture = try await Fixture(kind)
        let control = fixture.control
        #expect(try await control.changes(after: 0, limit: 10) == [])
        for number in 1...5 as ClosedRange<Int64> {
            #expect(try await control.set(Policy(), for: "d\(number)", audit: self.entry(number, .policy)) == number)
        }
        let all = try await control.changes(after: 0, limit: 10)
        #expect(all.map(\.number) == [1, 2, 3, 4, 5])
        #expect(all.map(\.entry) == (1...5).map { self.entry($0, .policy) })
        #expect(try await control.changes(after: 2, limit: 2) == Array(all[2..<4]))
        #expect(try await control.changes(after: 5, limit: 2) == [])
        #expect(try await control.changes(after: 0, limit: 0) == [])
        #expect(try await control.changes(after: 0, limit: -1) == [])
    }

    @Test(arguments: Kind.available)
    func `a reader who goes on after the last number it saw misses nothing, however many write`(
        kind: Kind
    ) async throws {
        let fixture = try await Fixture(kind)
        let control = fixture.control
        let count = 40
        let (written, announce) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingOldest(count))
        let seen = try await withThrowingTaskGroup(of: [Int64].self) { group in
            for index in 0..<4 {
                group.addTask {
                    for _ in 0..<count / 4 {
                        let entry = self.entry(Int64(index) + 1, .policy)
                        _ = try await control.set(Policy(), for: "d\(index)", audit: entry)
                        announce.yield()
                    }
                    return []
                }
            }
            group.addTask {
                var seen: [Int64] = []
                // While the others write on.
                for await _ in written.prefix(count) {
                    seen += try await control.changes(after: seen.last ?? 0, limit: 7).map(\.number)
                }
                return seen
            }
            return try await group.reduce(into: []) { $0 += $1 }
        }
        #expect(seen == Array(1...Int64(count)))
    }

    @Test(arguments: Kind.available)
    func `a lineup is kept whole, and goes whole`(kind: Kind) async throws {
        let fixture = try await Fixture(kind)
        func id(_ text: String) throws -> ModelVersion.ID { try ModelVersion.ID(parsing: text) }
        let experiment = try Experiment(
            name: "gate",
            unit: .attribute("customer"),
            arms: [
                Experiment.Arm(name: "new", share: 0.1 + 0.2, model: try id("sandbox@v2.0.0")),
                Experiment.Arm(name: "bold", share: 0.25, policy: Policy(confidenceGate: 1 / 3)),
            ]
        )
        let whole = ServedLineup(
            primary: try id("sandbox@v1.1.0"),
            fallback: try id("sandbox@v1.0.0"),
            experiment: experiment,
            shadows: [try id("sandbox@v2.0.0"), try id("sandbox@v2.1.0")],
            since: Timestamp(microseconds: 3)
        )
        _ = try await fixture.lineups.set(whole, for: "sandbox", audit: self.entry(1, .model))
        #expect(try await fixture.lineups.lineups() == ["sandbox": whole])
        let bare = ServedLineup(primary: try id("sandbox@v1.1.0"), fallback: nil, since: Timestamp(microseconds: 4))
        _ = try await fixture.lineups.set(bare, for: "sandbox", audit: self.entry(2, .model))
        #expect(try await fixture.lineups.lineups() == ["sandbox": bare])
    }
}
