package import Access
internal import Foundation
package import Placement

/// One change by an operator.
package struct AuditEntry: Sendable, Hashable {
    /// What was changed.
    package enum Subject: String, Sendable, Hashable, Codable, CaseIterable {
        case policy, target, model
    }

    /// When it took effect.
    package let at: Timestamp
    /// What was changed.
    package let subject: Subject
    /// The domain's, model's or `domain/target` name.
    package let name: String
    /// JSON of what stood before; `nil` where nothing was set.
    package let before: String?
    /// JSON of what stands now.
    package let after: String
    /// Who changed it.
    package let actor: Principal
    /// Of the request that asked for it.
    package let requestID: String?

    package init(
        at: Timestamp,
        subject: Subject,
        name: String,
        before: String?,
        after: String,
        actor: Principal,
        requestID: String?
    ) {
        self.at = at
        self.actor = actor
        self.subject = subject
        self.name = name
        self.before = before
        self.after = after
        self.requestID = requestID
    }
}

extension AuditEntry {
    /// - Parameters:
    ///   - before: What stood before, written as JSON.
    ///   - after: What stands now, written as JSON.
    /// - Throws: What encoding a setting throws.
    package init(
        _ subject: Subject,
        _ name: String,
        at moment: Timestamp,
        before: (some Encodable)?,
        after: some Encodable,
        actor: Principal,
        requestID: String?
    ) throws {
        self.init(
            at: moment,
            subject: subject,
            name: name,
            before: try before.map { try Self.json($0) },
            after: try Self.json(after),
            actor: actor,
            requestID: requestID
        )
    }

    private static func json(_ setting: some Encodable) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(setting), as: UTF8.self)
    }
}

/// A change in the order in which changes took effect.
package struct NumberedAuditEntry: Sendable, Hashable {
    /// Greater than that of every change before.
    package let number: Int64
    /// What was changed, and to what.
    package let entry: AuditEntry

    package init(number: Int64, entry: AuditEntry) {
        self.number = number
        self.entry = entry
    }
}
