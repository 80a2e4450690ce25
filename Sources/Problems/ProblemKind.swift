extension Problem {
    /// What kind of problem it is; clients tell problems apart by its code.
    ///
    /// Kinds are open, since a module may know problems that no other has; what an edge answers with follows from the
    /// ``Status``, of which there are few.
    package struct Kind: Sendable, Hashable {
        /// In lower case, with hyphens, such as `unknown-field`. It never changes.
        package let code: String
        /// For people, the same for all problems of the kind.
        package let title: String
        package let status: Status

        package init(_ code: String, _ status: Status, _ title: String) {
            self.code = code
            self.status = status
            self.title = title
        }
    }

    /// What an edge makes of a problem: HTTP a status, gRPC a code.
    package enum Status: Sendable, Hashable, CaseIterable {
        /// The request is not well formed.
        case malformed
        /// Whoever asks may not.
        case forbidden
        case notFound
        case methodNotAllowed
        /// The request contradicts what is known.
        case conflict
        case tooLarge
        case unsupportedMediaType
        /// The request is well formed and cannot be carried out.
        case unprocessable
        /// There is no room now; later there may be.
        case exhausted
        /// The fault is on this side, and its details are nobody's business.
        case internalFault
        case unavailable
        /// The disk is full.
        case storageFull
    }
}

extension Problem.Kind {
    package static let malformedJSON = Self("malformed-json", .malformed, "The body is not JSON")
    package static let unknownField = Self("unknown-field", .malformed, "A field is not known")
    package static let missingField = Self("missing-field", .malformed, "A field is missing")
    package static let invalidField = Self(
        "invalid-field",
        .malformed,
        "A field has a value that is not allowed"
    )
    package static let unknownParameter = Self("unknown-parameter", .malformed, "A query parameter is not known")
    package static let invalidParameter = Self(
        "invalid-parameter",
        .malformed,
        "A query parameter has a value that is not allowed"
    )
    package static let unknownPath = Self("unknown-path", .notFound, "There is nothing at this path")
    package static let unknownResource = Self("unknown-resource", .notFound, "What is asked for is not there")
    package static let methodNotAllowed = Self(
        "method-not-allowed",
        .methodNotAllowed,
        "The path does not answer this method"
    )
    package static let readOnly = Self("read-only", .forbidden, "The service is read-only")
    package static let conflict = Self("conflict", .conflict, "The request contradicts what is known")
    package static let tooLarge = Self("too-large", .tooLarge, "The body is too large")
    package static let unsupportedMediaType = Self(
        "unsupported-media-type",
        .unsupportedMediaType,
        "The body is of another kind than this path takes"
    )
    package static let unprocessable = Self(
        "unprocessable",
        .unprocessable,
        "The request cannot be carried out"
    )
    package static let internalFault = Self("internal-fault", .internalFault, "The service failed")
    package static let full = Self("full", .exhausted, "There is no room for more")
    package static let unavailable = Self("unavailable", .unavailable, "The service cannot answer now")
    package static let storeFull = Self("store-full", .storageFull, "The disk is full")
}
