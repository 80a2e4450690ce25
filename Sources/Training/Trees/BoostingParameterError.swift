/// Parameters that cannot be trained with; every fault at once.
package struct BoostingParameterError: Error, Hashable {
    /// At least one, in the order of the properties.
    package let faults: [Fault]

    /// One wrong value.
    package struct Fault: Sendable, Hashable {
        /// The property, payloads with a dot: `leaves`, `objective.level`.
        package let field: String
        /// The value found.
        package let value: String
        /// What is allowed instead.
        package let allowed: String

        package init(field: String, value: String, allowed: String) {
            self.field = field
            self.value = value
            self.allowed = allowed
        }
    }

    package init(faults: [Fault]) {
        precondition(!faults.isEmpty, "an error needs a fault")
        self.faults = faults
    }
}

extension BoostingParameterError: CustomStringConvertible {
    package var description: String {
        self.faults
            .map { "\($0.field) is \($0.value); allowed: \($0.allowed)" }
            .joined(separator: "\n")
    }
}
