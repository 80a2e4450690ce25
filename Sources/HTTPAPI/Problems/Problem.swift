internal import Hummingbird
internal import Problems

/// An answer that says what is wrong, in the one shape that all of them have.
///
/// - SeeAlso: RFC 9457, "Problem Details for HTTP APIs".
struct Problem: Error, Sendable {
    /// One of several faults of one body.
    struct Item: Sendable, Hashable {
        /// Counted from 1.
        let line: Int?
        let field: String?
        let detail: String
    }

    let kind: Kind
    let detail: String
    /// Dotted path of the field, or the name of the parameter, at fault.
    var field: String?
    /// What was found there.
    var value: String?
    /// What is allowed there.
    var allowed: [String] = []
    var items: [Item] = []
    /// Methods that the path answers, with a 405.
    var methods: [HTTPRequest.Method] = []

    init(
        _ kind: Kind,
        _ detail: String,
        field: String? = nil,
        value: String? = nil,
        allowed: [String] = [],
        items: [Item] = []
    ) {
        self.kind = kind
        self.detail = detail
        self.field = field
        self.value = value
        self.allowed = allowed
        self.items = items
    }

    /// What kind of problem it is; clients tell problems apart by it.
    enum Kind: String, Sendable, CaseIterable {
        case malformedJSON = "malformed-json"
        case unknownField = "unknown-field"
        case missingField = "missing-field"
        case invalidField = "invalid-field"
        case unknownParameter = "unknown-parameter"
        case invalidParameter = "invalid-parameter"
        case badRuns = "bad-runs"
        case unknownPath = "unknown-path"
        case unknownResource = "unknown-resource"
        case methodNotAllowed = "method-not-allowed"
        case readOnly = "read-only"
        case conflict
        case tooLarge = "too-large"
        case unsupportedMediaType = "unsupported-media-type"
        case unprocessable
        case internalFault = "internal-fault"
        case full
        case unavailable
        case storeFull = "store-full"

        var status: HTTPResponse.Status {
            switch self {
            case .malformedJSON, .unknownField, .missingField, .invalidField, .unknownParameter, .invalidParameter,
                .badRuns:
                .badRequest
            case .unknownPath, .unknownResource: .notFound
            case .methodNotAllowed: .methodNotAllowed
            case .readOnly: .forbidden
            case .conflict: .conflict
            case .tooLarge: .contentTooLarge
            case .unsupportedMediaType: .unsupportedMediaType
            case .unprocessable: .unprocessableContent
            case .internalFault: .internalServerError
            case .full: .tooManyRequests
            case .unavailable: .serviceUnavailable
            case .storeFull: HTTPResponse.Status(code: 507, reasonPhrase: "Insufficient Storage")
            }
        }

        var title: StaticString {
            switch self {
            case .malformedJSON: "The body is not JSON"
            case .unknownField: "A field is not known"
            case .missingField: "A field is missing"
            case .invalidField: "A field has a value that is not allowed"
            case .unknownParameter: "A query parameter is not known"
            case .invalidParameter: "A query parameter has a value that is not allowed"
            case .badRuns: "Reports of runs are refused"
            case .unknownPath: "There is nothing at this path"
            case .unknownResource: "What is asked for is not there"
            case .methodNotAllowed: "The path does not answer this method"
            case .readOnly: "The service is read-only"
            case .conflict: "The request contradicts what is known"
            case .tooLarge: "The body is too large"
            case .unsupportedMediaType: "The body is of another kind than this path takes"
            case .unprocessable: "The request cannot be carried out"
            case .internalFault: "The service failed"
            case .full: "There is no room for more"
            case .unavailable: "The service cannot answer now"
            case .storeFull: "The disk is full"
            }
        }
    }

    /// A name that is not in a list of allowed ones.
    ///
    /// - Parameter field: Where it stands; `nil` where it is a field's name itself.
    static func unknown(
        _ kind: Kind,
        _ name: String,
        among allowed: [String],
        what: String,
        in field: String? = nil
    ) -> Problem {
        let hint = nearestName(to: name, among: allowed).map { "did you mean '\($0)'? " } ?? ""
        let list = allowed.isEmpty ? "none is allowed" : "allowed are \(allowed.joined(separator: ", "))"
        return Problem(
            kind,
            "unknown \(what) '\(name.prefix(60))'; \(hint)\(list)",
            field: field ?? name,
            value: field == nil ? nil : name,
            allowed: allowed
        )
    }
}
