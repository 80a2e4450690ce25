/// What is wrong with a request, as the one who sent it is told, whatever protocol he speaks.
///
/// - SeeAlso: RFC 9457, "Problem Details for HTTP APIs".
package struct Problem: Error, Sendable, Hashable {
    /// One of several faults of one body.
    package struct Item: Sendable, Hashable {
        /// Counted from 1.
        package let line: Int?
        /// Dotted path of the field; `nil` for a fault of the whole.
        package let field: String?
        /// What was found and what is allowed.
        package let detail: String

        package init(line: Int?, field: String?, detail: String) {
            self.line = line
            self.field = field
            self.detail = detail
        }
    }

    /// What clients tell problems apart by.
    package let kind: Kind
    /// What was found and what is allowed, in a sentence.
    package let detail: String
    /// Dotted path of the field, or the name of the parameter, at fault.
    package var field: String?
    /// What was found there.
    package var value: String?
    /// What is allowed there.
    package var allowed: [String]
    /// Where a body has several faults, the first of them.
    package var items: [Item]
    /// After how many seconds it is worth trying again; `nil` where nothing says so.
    package var retryAfterSeconds: Int?

    package init(
        _ kind: Kind,
        _ detail: String,
        field: String? = nil,
        value: String? = nil,
        allowed: [String] = [],
        items: [Item] = [],
        retryAfterSeconds: Int? = nil
    ) {
        self.kind = kind
        self.detail = detail
        self.field = field
        self.value = value
        self.allowed = allowed
        self.items = items
        self.retryAfterSeconds = retryAfterSeconds
    }

    /// A name that is not in a list of allowed ones.
    ///
    /// - Parameter field: Where it stands; `nil` where it is a field's name itself.
    package static func unknown(
        _ kind: Kind,
        _ name: String,
        among allowed: [String],
        what: String,
        in field: String? = nil
    ) -> Problem {
        let hint = nearestName(to: name, among: allowed).map { "did you mean '\($0)'? " } ?? ""
        let list = allowed.isEmpty ? "none is allowed" : "allowed: \(allowed.joined(separator: ", "))"
        return Problem(
            kind,
            "unknown \(what) '\(name.prefix(60))'; \(hint)\(list)",
            field: field ?? name,
            value: field == nil ? nil : name,
            allowed: allowed
        )
    }

    /// A field of the body that cannot be taken.
    package init(_ fault: FieldFault) {
        let value: String?
        switch fault.cause {
        case .unknown, .missing: value = nil
        case .invalid(let found, _, _): value = String(found.plain.prefix(60))
        case .refused: value = nil
        }
        self.init(fault.kind, "\(fault)", field: fault.field, value: value, allowed: fault.choices)
    }
}

extension FieldFault {
    fileprivate var kind: Problem.Kind {
        switch self.cause {
        case .unknown: .unknownField
        case .missing: .missingField
        case .invalid, .refused: .invalidField
        }
    }
}
