internal import Foundation
internal import HTTPTypes
internal import JSON
internal import NodeRuntime
internal import Nodes
internal import Problems

/// An answer of a node that says what is wrong.
///
/// - SeeAlso: RFC 9457, "Problem Details for HTTP APIs".
struct NodeProblem: Error, Sendable, Hashable {
    /// What kind of problem it is; clients tell problems apart by it.
    enum Kind: String, Sendable, CaseIterable {
        case malformedJSON = "malformed-json"
        case invalidField = "invalid-field"
        case unsupportedMediaType = "unsupported-media-type"
        case tooLarge = "too-large"
        case unprocessable
        case unknownPath = "unknown-path"
        case unknownTaskType = "unknown-task-type"
        case unknownTask = "unknown-task"
        case methodNotAllowed = "method-not-allowed"
        case staleToken = "stale-token"
        case full
        case draining

        var status: HTTPResponse.Status {
            switch self {
            case .malformedJSON, .invalidField: .badRequest
            case .unsupportedMediaType: .unsupportedMediaType
            case .tooLarge: .contentTooLarge
            case .unprocessable: .unprocessableContent
            case .unknownPath, .unknownTaskType, .unknownTask: .notFound
            case .methodNotAllowed: .methodNotAllowed
            case .staleToken: .conflict
            case .full: .tooManyRequests
            case .draining: .serviceUnavailable
            }
        }

        var title: String {
            switch self {
            case .malformedJSON: "The body is not JSON"
            case .invalidField: "A field has a value that is not allowed"
            case .unsupportedMediaType: "The body is of another kind than this path takes"
            case .tooLarge: "The body is too large"
            case .unprocessable: "The payload cannot be worked on"
            case .unknownPath: "There is nothing at this path"
            case .unknownTaskType: "The node does not run this type of task"
            case .unknownTask: "The node does not know this task"
            case .methodNotAllowed: "The path does not answer this method"
            case .staleToken: "A newer attempt at this task was seen"
            case .full: "All slots and the queue are taken"
            case .draining: "The node takes no further tasks"
            }
        }
    }

    let kind: Kind
    let detail: String
    /// Dotted path of the field at fault.
    var field: String?
    var allowed: [String] = []
    var retryAfterSeconds: Int?

    static let contentType = "application/problem+json"

    private struct Body: Encodable {
        let type: String
        let title: String
        let status: Int
        let detail: String
        let field: String?
        let allowed: [String]?
    }

    func json() throws -> [UInt8] {
        try NodeJSON.bytes(
            Body(
                type: "urn:berth:problem:\(self.kind.rawValue)",
                title: self.kind.title,
                status: self.kind.status.code,
                detail: self.detail,
                field: self.field,
                allowed: self.allowed.isEmpty ? nil : self.allowed
            )
        )
    }
}

extension NodeProblem {
    init(_ fault: FieldFault, _ kind: Kind = .invalidField) {
        self.init(kind: kind, detail: "\(fault)", field: fault.field, allowed: [fault.allowed])
    }

    init(_ fault: JSONFault) { self.init(kind: .malformedJSON, detail: "\(fault)") }

    /// Every refusal has its answer here; a new one does not compile until it has.
    init(_ refusal: TaskRefusal) {
        switch refusal {
        case .unknownType(let name, let known):
            let hint = nearestName(to: name, among: known).map { "did you mean '\($0)'? " } ?? ""
            self.init(
                kind: .unknownTaskType,
                detail:
                    "unknown task type '\(name.prefix(60))'; \(hint)this node runs \(known.joined(separator: ", "))",
                field: "type",
                allowed: known
            )
        case .badPayload(let fault): self.init(fault)
        case .unusablePayload(let fault): self.init(fault, .unprocessable)
        case .stale(let seen):
            self.init(kind: .staleToken, detail: "an attempt with the token \(seen) was seen", field: "token")
        case .full(let seconds):
            self.init(
                kind: .full,
                detail: "all slots and the queue are taken; try again in \(seconds) s",
                retryAfterSeconds: seconds
            )
        case .draining:
            self.init(kind: .draining, detail: "the node finishes what it has and takes nothing further")
        }
    }
}

/// JSON as nodes write it: sorted keys, one line.
enum NodeJSON {
    static func bytes(_ value: some Encodable) throws -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return Array(try encoder.encode(value))
    }
}
