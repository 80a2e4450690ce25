internal import ArgumentParser
internal import Decisions
internal import Domains
internal import Engine
internal import Foundation
internal import Persistence
internal import Placement
internal import Registry

struct DecisionsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "decisions",
        abstract: "Shows what was decided, and verifies it.",
        discussion: "Reads the data directory, even while a service writes to it.",
        subcommands: [List.self, Show.self, Explain.self, Replay.self]
    )
}

/// Which decisions a command is about.
struct DecisionFilter: ParsableArguments {
    @Option(name: .long, help: "Only decisions in this domain.")
    var domain: String?

    @Option(name: .long, help: "Only decisions that chose this target.")
    var target: String?

    @Option(name: .long, help: "Only decisions made at this time or later, such as 2026-01-31T12:00Z.")
    var from: String?

    @Option(name: .long, help: "Only decisions made before this time.")
    var until: String?

    func validate() throws {
        for (name, text) in [("--from", self.from), ("--until", self.until)] {
            if let text, Timestamp(parsing: text) == nil {
                throw ValidationError("\(name) takes an ISO 8601 time such as 2026-01-31T12:00Z, not '\(text)'.")
            }
        }
    }

    /// Calls `body` with the decisions asked for, the newest first, and at most `limit` of them.
    func forEach(in log: any DecisionLog, limit: Int, _ body: (ObservedDecision) async throws -> Void) async throws {
        var remaining = limit
        var before: Decision.ID?
        while remaining > 0 {
            let page = try await log.decisions(
                DecisionQuery(
                    domain: self.domain,
                    from: self.from.flatMap { Timestamp(parsing: $0) },
                    until: self.until.flatMap { Timestamp(parsing: $0) },
                    target: self.target.map { Target.ID($0) },
                    before: before,
                    limit: min(remaining, DecisionQuery.largestLimit)
                )
            )
            for decision in page.decisions { try await body(decision) }
            remaining -= page.decisions.count
            guard let next = page.next else { return }
            before = next
        }
    }
}

extension DataOptions {
    /// The decision log, for reading.
    func decisionLog() throws -> SQLiteDecisionLog {
        SQLiteDecisionLog(try SQLiteDatabase(try self.open(for: .reading)))
    }

    /// The decision log and the models that its records name, for reading.
    func decisionLog(_ domains: DomainsOption) async throws -> (log: SQLiteDecisionLog, models: RecordedModels) {
        let directory = try self.open(for: .reading)
        let database = try SQLiteDatabase(directory)
        let models = try await RegisteredModels.opened(in: directory, database)
        let log = SQLiteDecisionLog(database)
        return (log, RecordedModels(models, declarations: log, domains: domains))
    }
}

extension DecisionLog {
    func known(_ text: String) async throws -> ObservedDecision {
        guard let found = try await self.decision(Decision.ID(text)) else {
            throw CommandFailure(
                kind: .missingInput,
                message: "there is no decision '\(text)'; berth decisions list shows the existing ones"
            )
        }
        return found
    }
}

extension DecisionsCommand {
    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Lists decisions, newest first.",
            discussion: """
                Examples:
                  berth decisions list --limit 20
                  berth decisions list --domain sandbox --target e2b --from 2026-01-31 --json
                """
        )

        @OptionGroup var data: DataOptions
        @OptionGroup var filter: DecisionFilter

        @Option(name: .long, help: "At most this many.")
        var limit = DecisionQuery.defaultLimit

        @Flag(name: .long, help: "One JSON object per line.")
        var json = false

        func validate() throws {
            guard self.limit > 0 else {
                throw ValidationError("--limit takes a whole number above 0, not \(self.limit).")
            }
        }

        func run() async throws {
            try await reporting {
                let log = try self.data.decisionLog()
                var count = 0
                try await self.filter.forEach(in: log, limit: self.limit) { observed in
                    count += 1
                    try self.json
                        ? Console.jsonLine(DecisionLine(observed)) : Console.result(DecisionLine(observed).text)
                }
                if count == 0, !self.json { Console.message("no decisions") }
            }
        }
    }

    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Shows a decision's full record as JSON, with its outcome.",
            discussion: """
                Example:
                  berth decisions show d-1j2k3m4n5p6q7
                """
        )

        private struct ShownDecision: Encodable {
            let decision: Decision
            let outcome: ObservedOutcome?
        }

        @OptionGroup var data: DataOptions

        @Argument(help: "The decision's id.")
        var id: String

        func run() async throws {
            try await reporting {
                let found = try await self.data.decisionLog().known(self.id)
                try Console.json(ShownDecision(decision: found.decision, outcome: found.outcome))
            }
        }
    }

    struct Explain: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Explains in sentences why a decision came out as it did.",
            discussion: """
                Example:
                  berth decisions explain d-1j2k3m4n5p6q7
                """
        )

        @OptionGroup var data: DataOptions
        @OptionGroup var domains: DomainsOption

        @Argument(help: "The decision's id.")
        var id: String

        @Flag(name: .long, help: "JSON instead of text.")
        var json = false

        func run() async throws {
            try await reporting {
                var (log, models) = try await self.data.decisionLog(self.domains)
                let decision = try await log.known(self.id).decision
                let explanation = Explanation(decision, model: try await models.model(of: decision))
                if self.json { return try Console.json(explanation) }
                for sentence in explanation.sentences { Console.result(sentence) }
            }
        }
    }

    struct Replay: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Recomputes decisions from their records and compares them bit by bit.",
            discussion: """
                Uses the models that the records name, and the domain files in force when the decisions were made. \
                Records from a release that did not keep domain files are recomputed with the first one kept for their \
                domain. The exit code is 65 if any record comes out differently.

                Examples:
                  berth decisions replay --limit 10000
                  berth decisions replay --id d-1j2k3m4n5p6q7
                """
        )

        @OptionGroup var data: DataOptions
        @OptionGroup var domains: DomainsOption
        @OptionGroup var filter: DecisionFilter

        @Option(name: .long, help: "Only this decision.")
        var id: String?

        @Option(name: .long, help: "At most this many, newest first.")
        var limit = 1000

        @Flag(name: .long, help: "JSON instead of text.")
        var json = false

        private static let toldDifferences = 20

        private struct ReplaySummary: Encodable {
            var recomputed = 0
            var equal = 0
            var different: [String] = []
            /// Decisions that could not be computed again, with the reason.
            var impossible: [String: String] = [:]
        }

        func run() async throws {
            try await reporting {
                var (log, models) = try await self.data.decisionLog(self.domains)
                var answer = ReplaySummary()
                if let id = self.id {
                    try await Self.replay(try await log.known(id).decision, &models, &answer)
                } else {
                    try await self.filter.forEach(in: log, limit: self.limit) { observed in
                        try await Self.replay(observed.decision, &models, &answer)
                    }
                }
                try self.tell(answer)
            }
        }

        private static func replay(
            _ decision: Decision,
            _ models: inout RecordedModels,
            _ answer: inout ReplaySummary
        ) async throws {
            do {
                let again = try Engine.recompute(
                    decision,
                    domain: try await models.domain(of: decision),
                    models: [try await models.model(of: decision)].compactMap(\.self)
                )
                answer.recomputed += 1
                if again == decision { answer.equal += 1 } else { answer.different.append("\(decision.id)") }
            } catch {
                answer.impossible["\(decision.id)"] = "\(error)"
            }
        }

        private func tell(_ answer: ReplaySummary) throws {
            if self.json {
                try Console.json(answer)
            } else {
                Console.result("\(answer.recomputed) decisions recomputed, \(answer.equal) equal bit by bit")
                for id in answer.different.prefix(Self.toldDifferences) { Console.result("  different: \(id)") }
                for (id, reason) in answer.impossible.sorted(by: { $0.key < $1.key }).prefix(Self.toldDifferences) {
                    Console.result("  not computed: \(id): \(reason)")
                }
            }
            guard answer.different.isEmpty, answer.impossible.isEmpty else {
                throw CommandFailure(
                    kind: .refusedInput,
                    message:
                        "\(answer.different.count) came out differently, \(answer.impossible.count) could not be computed"
                )
            }
        }
    }
}
