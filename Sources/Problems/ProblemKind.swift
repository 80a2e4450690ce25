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
        /// What an edge makes of it.
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
    /// Bytes that are no JSON, with the line.
    package static let malformedJSON = Self("malformed-json", .malformed, "The body is not JSON")
    /// A field that nobody asked for; mostly a typo.
    package static let unknownField = Self("unknown-field", .malformed, "Unknown field")
    /// A field without which nothing can be done.
    package static let missingField = Self("missing-field", .malformed, "Missing field")
    /// A field of another type, or out of its range.
    package static let invalidField = Self(
        "invalid-field",
        .malformed,
        "Invalid field value"
    )
    /// A query parameter that the path does not know.
    package static let unknownParameter = Self("unknown-parameter", .malformed, "Unknown query parameter")
    /// A query parameter of another type, or out of its range.
    package static let invalidParameter = Self(
        "invalid-parameter",
        .malformed,
        "Invalid query parameter value"
    )
    /// A path without a route.
    package static let unknownPath = Self("unknown-path", .notFound, "Path not found")
    /// A path of a thing that does not exist.
    package static let unknownResource = Self("unknown-resource", .notFound, "Not found")
    /// A path that answers other methods.
    package static let methodNotAllowed = Self(
        "method-not-allowed",
        .methodNotAllowed,
        "Method not allowed"
    )
    /// Something would change, and nothing may.
    package static let readOnly = Self("read-only", .forbidden, "The service is read-only")
    /// What is asked for contradicts what was said before.
    package static let conflict = Self("conflict", .conflict, "The request conflicts with stored data")
    /// More bytes than are taken at once.
    package static let tooLarge = Self("too-large", .tooLarge, "The body is too large")
    /// A body of another media type.
    package static let unsupportedMediaType = Self(
        "unsupported-media-type",
        .unsupportedMediaType,
        "Unsupported media type"
    )
    /// Well formed, and impossible.
    package static let unprocessable = Self(
        "unprocessable",
        .unprocessable,
        "The request cannot be processed"
    )
    /// A fault of the service itself.
    package static let internalFault = Self("internal-fault", .internalFault, "The service failed")
    /// Every place is taken.
    package static let full = Self("full", .exhausted, "The limit is reached")
    /// It cannot be answered now.
    package static let unavailable = Self("unavailable", .unavailable, "The service is unavailable")
    /// Nothing can be written.
    package static let storeFull = Self("store-full", .storageFull, "The disk is full")
}
