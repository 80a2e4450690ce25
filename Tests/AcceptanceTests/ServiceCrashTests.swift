import Foundation
import Synchronization
import Testing

/// A service that is killed in the middle of its work loses nothing that it acknowledged.
///
/// `BERTH_CRASH_ROUNDS=50 swift test --filter ServiceCrashTests` is the long form.
struct ServiceCrashTests {
    /// What the service said it has.
    private struct Acknowledged {
        /// Milliseconds by the run's id.
        var runs: [String: Int] = [:]
        var decisions: Set<String> = []
        /// Milliseconds by the decision's id.
        var outcomes: [String: Int] = [:]

        var count: Int { self.runs.count + self.decisions.count + self.outcomes.count }
    }

    /// Clients that work until the service is gone; it is killed when enough is acknowledged.
    private final class Load: Sendable {
        private let service: ServedBerth
        private let round: Int
        private let limit: Int
        private let acknowledged: Mutex<Acknowledged>

        /// - Parameter more: How much is to be acknowledged until the kill.
        init(_ service: ServedBerth, round: Int, after known: Acknowledged, more: Int) {
            self.service = service
            self.round = round
            self.limit = known.count + more
            self.acknowledged = Mutex(known)
        }

        func run() async throws -> Acknowledged {
            try await withThrowingTaskGroup(of: Void.self) { group in
                for client in 0..<3 {
                    group.addTask { try await self.repeated { try await self.reportRun(client, $0) } }
                    group.addTask { try await self.repeated { try await self.decideAndObserve(client, $0) } }
                }
                group.addTask { try await self.repeated { try await self.reportLines($0) } }
                group.addTask { try await self.repeated { try await self.decideOnSeveral($0) } }
                try await group.waitForAll()
            }
            return self.acknowledged.withLock(\.self)
        }

        /// Repeats until the connection breaks, which it does with the kill.
        private func repeated(_ work: (Int) async throws -> Void) async throws {
            var turn = 0
            while self.acknowledged.withLock({ $0.count < self.limit }) {
                do {
                    try await work(turn)
                } catch is URLError {
                    return
                }
                turn += 1
            }
        }

        private func note(_ change: (inout Acknowledged) -> Void) {
            let isEnough = self.acknowledged.withLock { acknowledged in
                change(&acknowledged)
                return acknowledged.count >= self.limit
            }
            if isEnough { self.service.signal(SIGKILL) }
        }

        private func reportRun(_ client: Int, _ turn: Int) async throws {
            let id = "\(self.round)-\(client)-\(turn)"
            let answer = try await self.service.post("/api/telemetry/runs", Sandbox.run(id, milliseconds: turn))
            #expect(answer.status == 200, "\(answer.text)")
            self.note { $0.runs[id] = turn }
        }

        private func reportLines(_ turn: Int) async throws {
            let ids = (0..<20).map { "\(self.round)-lines-\(turn)-\($0)" }
            let lines = ids.map { Sandbox.run($0, milliseconds: turn) }.joined(separator: "\n")
            let answer = try await self.service.post("/api/telemetry/runs", lines, type: "application/x-ndjson")
            #expect(answer.status == 200, "\(answer.text)")
            self.note { for id in ids { $0.runs[id] = turn } }
        }

        private func decideAndObserve(_ client: Int, _ turn: Int) async throws {
            let decision = try await self.service.post("/api/predict", Sandbox.prediction(turn))
            #expect(decision.status == 200 && decision.text.contains(#""recorded":true"#), "\(decision.text)")
            let id = try decision.text("decisionId")
            self.note { $0.decisions.insert(id) }
            let outcome = try await self.service.post(
                "/api/v1/decisions/\(id)/outcome",
                Sandbox.outcome(milliseconds: turn)
            )
            #expect(outcome.status == 201, "\(outcome.text)")
            self.note { $0.outcomes[id] = turn }
        }

        private func decideOnSeveral(_ turn: Int) async throws {
            let requests = (0..<10).map { Sandbox.decision($0) }.joined(separator: ",")
            let answer = try await self.service.post("/api/v1/decisions", "[\(requests)]")
            #expect(answer.status == 200, "\(answer.text)")
            let ids = try answer.list().map { try #require($0["id"] as? String) }
            self.note { $0.decisions.formUnion(ids) }
        }
    }

    /// Every page of a list, its elements counted by id.
    private func all(
        _ service: ServedBerth,
        _ path: String,
        list: String,
        id: String,
        next: String
    ) async throws -> [String: [String: Any]] {
        var found: [String: [String: Any]] = [:]
        var position = ""
        while true {
            let page = try await service.ask("GET", path + position)
            for element in try #require(page[list] as? [[String: Any]]) {
                let key = try #require(element[id] as? String)
                #expect(found.updateValue(element, forKey: key) == nil, "\(key) is there twice")
            }
            guard let text = page["next"] as? String else { return found }
            position = "&\(next)=\(text)"
        }
    }

    private func check(_ service: ServedBerth, has known: Acknowledged) async throws {
        let runs = try await self.all(
            service,
            "/api/telemetry/training-data?limit=10000",
            list: "runs",
            id: "runId",
            next: "after"
        )
        for (id, milliseconds) in known.runs {
            #expect(runs[id]?["durationMs"] as? Int == milliseconds, "run \(id)")
        }
        let decisions = try await self.all(
            service,
            "/api/v1/decisions?limit=1000",
            list: "decisions",
            id: "id",
            next: "before"
        )
        for id in known.decisions { #expect(decisions[id] != nil, "decision \(id)") }
        for (id, milliseconds) in known.outcomes {
            let outcome = decisions[id]?["outcome"] as? [String: Any]
            #expect(outcome?["durationMs"] as? Int == milliseconds, "outcome of \(id)")
            #expect(runs[id] != nil, "the outcome of \(id) is a run too")
        }
    }

    @Test func `what was acknowledged is there, once, however often the service is killed under load`() async throws {
        let rounds = ProcessInfo.processInfo.environment["BERTH_CRASH_ROUNDS"].flatMap { Int($0) } ?? 3
        let berth = try Berth()
        var known = Acknowledged()
        for round in 0..<rounds {
            let service = try await ServedBerth(in: berth)
            // Kills fall into other moments of the work each time.
            known = try await Load(service, round: round, after: known, more: 40 + round * 37 % 400).run()
            #expect(try await service.ended() == -SIGKILL)
            let again = try await ServedBerth(in: berth)
            try await self.check(again, has: known)
            again.signal(SIGKILL)
            _ = try await again.ended()
        }
        let replay = try await berth.run(
            "decisions",
            "replay",
            "--limit",
            "1000000",
            "--json",
            "--domains",
            Berth.domains,
            "--data-dir",
            "data"
        )
        #expect(replay.status == 0, "\(replay.messages)")
        #expect(try #require(try replay.object()["equal"] as? Int) >= known.decisions.count)
        print(
            "killed \(rounds) times under load: \(known.runs.count) runs, \(known.decisions.count) decisions and",
            "\(known.outcomes.count) outcomes were acknowledged and looked for"
        )
    }
}
