package import Declarations

/// How the columns of a run history become runs: the `history` section of a domain file.
///
/// The shape of the section is described on the page <doc:DeclaringAHistory>.
package struct RunFileMapping: Sendable {
    package let filter: DeclaredExpression?
    package let joins: [Join]
    package let melt: Melt?
    package let measured: MeasuredColumns
    package let workload: AttributeMapping
    package let target: AttributeMapping
    package let outcome: OutcomeMapping
    /// When a run started; without it the order of the rows stands for time.
    package let startedAt: DeclaredExpression?

    private static let keys = ["filter", "join", "melt", "measured", "workload", "target", "outcome", "at"]

    /// Reads the section and refuses what no table can make right: unknown keys, expressions that do not compile, an
    /// input of decisions that reads a measured column, an outcome that reads none.
    package init(_ declaration: Declaration) throws(DeclarationError) {
        let fields = try declaration.fields(allowed: Self.keys)
        self.filter = if let filter = fields[optional: "filter"] { try DeclaredExpression(filter) } else { nil }
        var joins: [Join] = []
        for join in try fields[optional: "join"]?.list() ?? [] { joins.append(try Join(join)) }
        self.joins = joins
        self.melt = if let melt = fields[optional: "melt"] { try Melt(melt) } else { nil }
        self.measured = try MeasuredColumns(fields[optional: "measured"], melt: self.melt)
        self.workload = try AttributeMapping(try fields.required("workload"), identity: "key")
        self.target = try AttributeMapping(try fields.required("target"), identity: "id")
        self.outcome = try OutcomeMapping(try fields.required("outcome"))
        self.startedAt = if let at = fields[optional: "at"] { try DeclaredExpression(at) } else { nil }
        try self.requireOutcomesApart()
    }

    private func requireOutcomesApart() throws(DeclarationError) {
        for input in self.inputs { try input.requireInput(self.measured) }
        try self.filter?.requireNames(outside: self.melt?.columns ?? [])
        for join in self.joins { try join.requireInput(self.measured) }
        try self.outcome.time.requireOutcome(self.measured)
        try self.outcome.cost.requireOutcome(self.measured)
    }

    /// The expressions that make inputs of decisions.
    private var inputs: [DeclaredExpression] {
        [self.filter, self.startedAt].compactMap(\.self) + (self.workload.all + self.target.all).map(\.value)
    }
}
