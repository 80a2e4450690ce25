internal import Access
internal import Decisions
internal import Domains
internal import HTTPTypes
internal import JSON
internal import Placement
internal import Problems
internal import Resilience
internal import Web

/// The targets, whether they can take work, and what operators say of them.
struct TargetRoutes: Sendable {
    private let decisions: DecisionService

    init(_ decisions: DecisionService) { self.decisions = decisions }

    var routes: [Route] {
        [
            Route(.get, "/api/v1/targets", permission: .read, parameters: ["domain", "limit", "offset"]) {
                try self.list($0)
            },
            Route(.get, "/api/v1/targets/{id}", permission: .read, parameters: ["domain"]) { try self.read($0) },
            Route(.patch, "/api/v1/targets/{id}", permission: .operate, parameters: ["domain"], body: .json) {
                try await self.change($0)
            },
        ]
    }

    private static let defaultLimit = 1000
    private static let largestLimit = 10_000

    private func list(_ call: Call) throws -> Answer {
        let limit = try call.query.wholeNumber("limit", 1...Self.largestLimit) ?? Self.defaultLimit
        let offset = try call.query.wholeNumber("offset", 0...Int(Int32.max)) ?? 0
        let domains =
            if let name = try call.query.text("domain") { [try self.decisions.serving(name)] } else {
                self.decisions.domains
            }
        let moment = self.decisions.now()
        var (total, left) = (0, limit)
        var writer = JSONWriter(reserving: 16 << 10)
        writer.beginObject()
        writer.key("targets")
        writer.beginList()
        for serving in domains {
            let unavailable = serving.availability.unavailable(at: moment)
            let targets = serving.targets
            for target in targets.dropFirst(max(0, offset - total)).prefix(left) {
                writer.separate()
                writer.target(target, in: serving, unavailable: unavailable[target.id], at: moment)
                left -= 1
            }
            total += targets.count
        }
        writer.endList()
        writer.key("total")
        writer.wholeNumber(Int64(total))
        writer.endObject()
        return Answer(body: writer.bytes)
    }

    private func find(_ call: Call) throws -> (DomainServing, Target) {
        try self.decisions.target(Target.ID(call.placeholders[0]), in: try call.query.text("domain"))
    }

    private func read(_ call: Call) throws -> Answer {
        let (serving, target) = try self.find(call)
        return self.answer(serving, target)
    }

    private func change(_ call: Call) async throws -> Answer {
        let (serving, target) = try self.find(call)
        let state = try Self.state(call.body)
        try await self.decisions.set(state, of: target.id, in: serving, by: call.principal, requestID: call.requestID)
        return self.answer(serving, target)
    }

    private static let longestReason = 500

    private static func state(_ bytes: [UInt8]) throws -> TargetState {
        let fields = try JSONObject(try JSONScanner.value(of: bytes), allowed: ["mode", "reason"])
        guard let mode = try fields.optionalWord("mode", of: TargetState.Mode.self) else {
            let words = TargetState.Mode.allCases.map(\.rawValue).joined(separator: ", ")
            throw fields.missing("mode", expected: "one of \(words)")
        }
        return TargetState(mode: mode, reason: try fields.optionalText("reason", characters: 1...Self.longestReason))
    }

    private func answer(_ serving: DomainServing, _ target: Target) -> Answer {
        let moment = self.decisions.now()
        var writer = JSONWriter(reserving: 1024)
        let unavailable = serving.availability.unavailable(at: moment)
        writer.target(target, in: serving, unavailable: unavailable[target.id], at: moment)
        return Answer(body: writer.bytes)
    }
}

extension JSONWriter {
    fileprivate mutating func target(
        _ target: Target,
        in serving: DomainServing,
        unavailable: String?,
        at moment: Timestamp
    ) {
        self.beginObject()
        self.key("id")
        self.text(target.id.description)
        self.key("domain")
        self.text(serving.domain.name)
        self.key("provider")
        self.text(target.provider)
        self.key("available")
        self.flag(unavailable == nil)
        self.key("reason")
        self.optional(text: unavailable)
        self.key("availability")
        self.status(serving.availability.status(of: target.id, at: moment))
        self.key("attributes")
        self.object(target.attributes)
        self.endObject()
    }

    /// What each source says.
    private mutating func status(_ status: TargetStatus) {
        self.beginObject()
        self.key("operator")
        self.beginObject()
        self.key("mode")
        self.text(status.operatorState.mode.rawValue)
        self.key("reason")
        self.optional(text: status.operatorState.reason)
        self.endObject()
        self.key("probe")
        if let probe = status.probe { self.probe(probe) } else { self.null() }
        self.key("breaker")
        self.beginObject()
        self.key("state")
        self.text(status.breaker.rawValue)
        self.key("nextTrialAt")
        self.optional(moment: status.nextTrial)
        self.endObject()
        self.endObject()
    }

    private mutating func probe(_ probe: ProbeResult) {
        self.beginObject()
        self.key("at")
        self.text(probe.at.description)
        self.key("problem")
        self.optional(text: probe.problem)
        self.endObject()
    }
}
