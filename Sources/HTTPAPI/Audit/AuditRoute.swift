internal import Access
internal import Decisions
internal import HTTPTypes
internal import JSON
internal import Placement
internal import Web

/// What operators changed.
struct AuditRoute: Sendable {
    private let decisions: DecisionService

    init(_ decisions: DecisionService) { self.decisions = decisions }

    var routes: [Route] {
        [Route(.get, "/api/v1/audit", permission: .read, parameters: ["limit", "before"]) { try await self.list($0) }]
    }

    private static let defaultLimit = 50
    private static let largestLimit = 1000

    private func list(_ call: Call) async throws -> Answer {
        let limit = try call.query.wholeNumber("limit", 1...Self.largestLimit) ?? Self.defaultLimit
        let before = try call.query.wholeNumber("before", 1...Int64.max)
        // One more than asked for tells whether there is a next page.
        let found = try await self.decisions.audit(before: before, limit: limit + 1)
        let entries = found.prefix(limit)
        var writer = JSONWriter(reserving: 512 * entries.count + 64)
        writer.beginObject()
        writer.key("entries")
        writer.list(entries) { $1.entry($0) }
        writer.key("next")
        if found.count > limit, let last = entries.last { writer.wholeNumber(last.number) } else { writer.null() }
        writer.endObject()
        return Answer(body: writer.bytes)
    }
}

extension JSONWriter {
    fileprivate mutating func entry(_ numbered: NumberedAuditEntry) {
        let entry = numbered.entry
        self.beginObject()
        self.key("number")
        self.wholeNumber(numbered.number)
        self.key("at")
        self.text(entry.at.description)
        self.key("subject")
        self.text(entry.subject.rawValue)
        self.key("name")
        self.text(entry.name)
        self.key("before")
        if let before = entry.before { self.kept(before) } else { self.null() }
        self.key("after")
        self.kept(entry.after)
        self.key("actor")
        self.text(entry.actor.description)
        self.key("requestId")
        self.optional(text: entry.requestID)
        self.endObject()
    }

    /// JSON that was kept as a text; one that no longer reads as JSON is shown as the text that it is.
    private mutating func kept(_ json: String) {
        var scanner = JSONScanner(Array(json.utf8))
        do throws(JSONFault) {
            let value = try scanner.value()
            try scanner.requireEnd()
            self.value(value)
        } catch {
            self.text(json)
        }
    }
}
