package import Declarations
package import Expressions
package import Features
package import Placement
package import RunHistory

/// A domain as its file declares it: what a workload and a target are, which features describe them, what a good
/// decision is, and how a run history from outside is read. A new domain is a new file, never new code.
package struct Domain: Sendable {
    package let name: String
    package let summary: String
    package let objective: Objective
    /// A choice counts as good when its value is within this share of the best feasible one, 0.05 by default.
    package let tolerance: Double
    package let currency: Currency
    package let program: FeatureProgram
    /// What a target must fulfil to be a candidate at all.
    package let requirements: [Requirement]
    package let rules: [Rule]
    /// The price of one hour on the target, in units of the currency, where the domain has one.
    package let hourlyPrice: Expression?
    package let policy: Policy
    package let history: HistoryMapping?

    package static let defaultTolerance = 0.05
}

/// A condition that a target must fulfil for a workload.
package struct Requirement: Sendable, Hashable {
    package let name: String
    package let condition: Expression
}

/// One declared rule. The first rule whose `when` holds and whose `keep` leaves a candidate decides.
package struct Rule: Sendable, Hashable {
    package let name: String
    /// Over the workload; always when `nil`.
    package let when: Expression?
    /// Over workload and target; every candidate when `nil`.
    package let keep: Expression?
    /// Over workload and target; candidates are ordered by these, ascending, missing last, then by target id.
    package let order: [Expression]
}
