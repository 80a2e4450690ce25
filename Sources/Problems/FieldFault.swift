/// A field whose value cannot be taken: which, what was found, what is allowed.
package struct FieldFault: Error, Sendable, Hashable {
    /// What is wrong with a field.
    package enum Cause: Error, Sendable, Hashable {
        /// There is no such field. `nearest` is the allowed name that was probably meant.
        case unknown(name: String, nearest: String?, allowed: [String])
        case missing(expected: String)
        /// `choices` are the words that are allowed, where it is one of a few; `expected` says the same in words.
        case invalid(found: Found, expected: String, choices: [String] = [])
        /// Its shape is right, and it cannot be taken for a reason that is said in a sentence.
        case refused(reason: String)
    }

    /// What stands in a field, short enough for a message.
    package enum Found: Sendable, Hashable {
        case text(String)
        /// A number or a truth value, spelled out.
        case scalar(String)
        /// What is not shown itself, such as `a list` or `12 attributes`.
        case words(String)

        /// Without quotation marks.
        package var plain: String {
            switch self {
            case .text(let text), .scalar(let text), .words(let text): text
            }
        }

        /// Texts in quotation marks, so that they differ from numbers.
        fileprivate var spelled: String {
            switch self {
            case .text(let text): "'\(text)'"
            case .scalar(let text), .words(let text): text
            }
        }

        /// As it was written, in quotation marks.
        fileprivate var quoted: String {
            switch self {
            case .text(let text), .scalar(let text): "'\(text.prefix(FieldFault.shownCharacters))'"
            case .words(let text): text
            }
        }
    }

    /// Dotted path of the field, with places in lists: `payload.readings[3]`.
    package let field: String
    /// What is wrong with it.
    package let cause: Cause

    /// The most characters of a value that a message shows.
    fileprivate static let shownCharacters = 60

    package init(_ field: String, _ cause: Cause) {
        self.field = field
        self.cause = cause
    }

    /// - Parameter found: In words.
    package init(field: String, found: String, allowed: String) {
        self.init(field, .invalid(found: .words(found.count > 80 ? found.prefix(80) + "…" : found), expected: allowed))
    }

    /// What was found: a text in quotation marks, `nothing` where the field is missing, `unknown` where there is none of
    /// its name.
    package var found: String {
        switch self.cause {
        case .unknown: "unknown"
        case .missing: "nothing"
        case .invalid(let found, _, _): found.spelled
        case .refused(let reason): reason
        }
    }

    /// What is allowed, in words.
    package var allowed: String {
        switch self.cause {
        case .unknown(_, let nearest, let allowed):
            (nearest.map { "'\($0)', or one of " } ?? "one of ") + allowed.joined(separator: ", ")
        case .missing(let expected), .invalid(_, let expected, _): expected
        case .refused: ""
        }
    }

    /// What is allowed, as a list.
    package var choices: [String] {
        switch self.cause {
        case .unknown(_, _, let allowed): allowed
        case .missing(let expected): [expected]
        case .invalid(_, let expected, let choices): choices.isEmpty ? [expected] : choices
        case .refused: []
        }
    }
}

extension FieldFault: CustomStringConvertible {
    /// For whoever sent the field.
    package var description: String {
        switch self.cause {
        case .unknown(let name, let nearest, let allowed):
            "unknown field '\(name.prefix(Self.shownCharacters))'; " + Cause.hint(nearest)
                + (allowed.isEmpty ? "none is allowed" : "allowed: \(allowed.joined(separator: ", "))")
        case .missing(let expected): "\(self.field) is missing; \(expected) is needed"
        case .invalid(let found, let expected, let choices):
            "\(self.field) is \(found.quoted); "
                + (choices.isEmpty ? "\(expected) is allowed" : Cause.allowed(choices, insteadOf: found))
        case .refused(let reason): "\(self.field): \(reason)"
        }
    }
}

extension FieldFault.Cause: CustomStringConvertible {
    /// For a message that has named the field already.
    package var description: String {
        switch self {
        case .unknown(_, let nearest, let allowed):
            "unknown field; " + Self.hint(nearest) + "allowed: \(allowed.joined(separator: ", "))"
        case .missing: "it is missing"
        case .invalid(let found, let expected, _): "found \(found.spelled), expected \(expected)"
        case .refused(let reason): reason
        }
    }

    fileprivate static func hint(_ nearest: String?) -> String { nearest.map { "did you mean '\($0)'? " } ?? "" }

    fileprivate static func allowed(_ choices: [String], insteadOf found: FieldFault.Found) -> String {
        var nearest: String?
        if case .text(let text) = found { nearest = nearestName(to: text, among: choices) }
        return Self.hint(nearest) + "allowed: \(choices.joined(separator: ", "))"
    }
}
