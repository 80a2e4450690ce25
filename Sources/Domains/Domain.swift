package import Expressions
package import Features
package import Placement
package import RunMapping

/// A domain as its file declares it: what a workload and a target are, which features describe them, what a good
/// decision is, and how a run history from outside is read. A new domain is a new file, never new code.
package struct Domain: Sendable {
    /// What it was read from.
    package let declaration: DomainDeclaration
    /// The domain's name: the file's `domain`, and the key of its runs, models and decisions.
    package let name: String
    /// One sentence for people; empty where the file has none.
    package let summary: String
    /// What a good decision makes small, unless a request or a policy says otherwise.
    package let objective: DeclaredObjective
    /// A choice counts as good when its value is within this share of the best feasible one, 0.05 by default.
    package let tolerance: Double
    /// Of every cost, price and budget in the domain.
    package let currency: Currency
    /// The features, which training freezes.
    package let program: FeatureProgram
    /// What a target must fulfil to be a candidate at all.
    package let requirements: [Requirement]
    /// In order: the first one that applies decides.
    package let rules: [Rule]
    /// The price of one hour on the target, in units of the currency, where the domain has one.
    package let hourlyPrice: Expression?
    /// How decisions are made where no operator has said otherwise.
    package let policy: Policy
    /// What a failed run means for time and cost.
    package let failures: Failures
    /// Whether runs of one workload repeat each other.
    package let repeats: Repeats
    /// How trees are combined.
    package let forest: ForestKind
    /// Workload attributes that shift which targets are good: only history that agrees on them speaks for an unknown
    /// workload.
    package let strata: [String]
    /// Which workloads are alike for reasons that a new one does not share (runs of one application); judged together.
    package let family: Expression?
    /// Quantities of a target that time may be inversely proportional to: cores, price. One tree ensemble each learns
    /// time × quantity, and their answers are averaged; without any, time itself.
    package let proportions: [Expression]
    /// Target attributes that tell how alike two targets are.
    package let likeness: Likeness
    /// What identifies a workload, where that is not what the history's key says.
    package let identity: [Expression]
    /// How a history from outside is read; `nil` where only reports are taken.
    package let history: RunFileMapping?
    /// Where a decision's targets come from when the request does not bring them.
    package let catalog: Catalog
    /// Paths of attributes that may hold a user's text or secrets, such as `workload.code`.
    package let privatePaths: [String]

    /// The tolerance of a file that states none.
    package static let defaultTolerance = 0.05

    /// Which list targets come from; what reads it is a target source.
    package enum Catalog: String, Sendable, CaseIterable {
        /// The targets that runs were seen on.
        case runs
        /// The built-in catalog of sandbox providers.
        case sandboxes
        /// The kinds of the nodes that have joined; without a service those that runs were seen on.
        case nodes
        /// The imported offerings that have a price on demand, as the history's `target` describes them.
        case offerings
    }

    /// What a failed run means.
    package enum Failures: String, Sendable, CaseIterable {
        /// The work is still to be done: expected cost and time are divided by the probability of success.
        case retried
        /// The outcome already holds what the failure costs, a penalty for example.
        case counted
    }

    /// What the runs of one workload tell.
    package enum Repeats: String, Sendable, CaseIterable {
        /// They differ by chance: a pair that has run is predicted from its runs.
        case pooled
        /// They differ by what their attributes say, such as a load of the moment: trees predict, and a key only names
        /// what history features count.
        case apart
    }

    /// How trees are combined.
    package enum ForestKind: String, Sendable, CaseIterable {
        /// Each tree corrects the sum of those before it (Friedman 2001).
        case boosted
        /// Independent trees on parts of the runs, averaged (Breiman 2001).
        case random
    }
}

/// Which target attributes tell how alike two targets are.
package struct Likeness: Sendable, Hashable {
    /// Positive numbers, compared by their logarithms.
    package let numbers: [Expression]
    /// Texts; two targets have the same one or another.
    package let categories: [Expression]

    /// Nothing tells targets apart but their ids.
    package static let none = Likeness(numbers: [], categories: [])

    package init(numbers: [Expression], categories: [Expression]) {
        self.numbers = numbers
        self.categories = categories
    }
}

/// A condition that a target must fulfil for a workload.
package struct Requirement: Sendable, Hashable {
    /// What exclusions are counted by.
    package let name: String
    /// Over workload and target; the target is left out unless it is true.
    package let condition: Expression
}

/// One declared rule. The first rule whose `when` holds and whose `keep` leaves a candidate decides.
package struct Rule: Sendable, Hashable {
    /// What a decision's record says of the rule that decided.
    package let name: String
    /// Over the workload; always when `nil`.
    package let when: Expression?
    /// Over workload and target; every candidate when `nil`.
    package let keep: Expression?
    /// Over workload and target; candidates are ordered by these, ascending, missing last, then by target id.
    package let order: [Expression]
}

extension Domain {
    /// The same domain with another objective, the same for every workload.
    package func pursuing(_ objective: Objective) -> Domain {
        Domain(
            declaration: self.declaration,
            name: self.name,
            summary: self.summary,
            objective: .fixed(objective),
            tolerance: self.tolerance,
            currency: self.currency,
            program: self.program,
            requirements: self.requirements,
            rules: self.rules,
            hourlyPrice: self.hourlyPrice,
            policy: self.policy,
            failures: self.failures,
            repeats: self.repeats,
            forest: self.forest,
            strata: self.strata,
            family: self.family,
            proportions: self.proportions,
            likeness: self.likeness,
            identity: self.identity,
            history: self.history,
            catalog: self.catalog,
            privatePaths: self.privatePaths
        )
    }
}
