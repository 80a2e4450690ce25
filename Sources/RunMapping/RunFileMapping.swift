package import Declarations

/// How the columns of a run history become runs: the `history` section of a domain file.
///
/// The shape of the section is described on the page <doc:DeclaringAHistory>.
package struct RunFileMapping: Sendable {
    /// A row for which it does not hold gives no run; `nil` keeps all rows.
    package let filter: DeclaredExpression?
    /// Side tables whose columns are added to each row, in this order.
    package let joins: [Join]
    /// Makes several rows of one, after joins and filter; `nil` leaves rows as they are.
    package let melt: Melt?
    /// Columns that no input of a decision may read.
    package let measured: MeasuredColumns
    /// How the workload is made from a row.
    package let workload: AttributeMapping
    /// How the target is made from a row.
    package let target: AttributeMapping
    /// How time, cost and success are made from a row.
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
