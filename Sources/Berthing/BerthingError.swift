/// Why Berth refuses what it was given. That no target is feasible is not an error but a decision without a target.
public struct BerthingError: Error, Sendable, Hashable, CustomStringConvertible {
    /// What is at fault.
    public let code: Code
    /// What was found, where, and what is allowed.
    public let message: String

    /// What can be at fault.
    public struct Code: Sendable, Hashable {
        private let name: String

        /// The text of a domain file.
        public static let domain = Code(name: "domain")
        /// The bytes of a model, or a model that does not fit the domain.
        public static let model = Code(name: "model")
        /// The targets, such as two with one id.
        public static let targets = Code(name: "targets")
        /// An attribute of the workload, or a limit of the request.
        public static let request = Code(name: "request")
    }

    /// ``message``.
    public var description: String { self.message }

    init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }
}
