internal import Domains
internal import Expressions
internal import Features
internal import Placement
internal import RealModule

/// A domain's requirements, rules and models made ready for a table of more targets than a decision looks at in full.
///
/// Every decision makes a shortlist first: requirements and constraints are asked of columns, who is out is counted and
/// not listed, and the model says of each remaining row how good it is. What is on the shortlist is then decided among as
/// if there were no other target.
final class PreparedTable: Sendable {
    let table: TargetTable
    /// The table's content hash.
    let version: String
    private let slots: WorkloadSlots
    private let filter: TableFilter
    private let rules: TableRules
    private let order: RowOrder
    let lineup: Lineup<any TablePredictor>

    /// - Complexity: Some hundred nanoseconds for each row and feature.
    init(domain: Domain, table: TargetTable, lineup: Lineup<any Predictor>) {
        var slots = WorkloadSlots()
        var classes = TableClasses(table)
        self.table = table
        self.version = table.version
        self.order = RowOrder(table)
        self.filter = TableFilter(table, domain: domain, classes: &classes, slots: &slots)
        self.rules = TableRules(domain, order: self.order, classes: &classes, slots: &slots)
        self.slots = slots
        // Those that only look on are asked about the shortlist.
        self.lineup = Lineup(
            primary: lineup.primary,
            fallback: lineup.fallback,
            experiment: lineup.experiment
        ).map { $0.prepared(for: table) }
    }

    /// What one decision needs to know of the rows that it does not look at.
    struct Shortlist: Sendable {
        /// The best first, by the model or, without one, by the rules. Where limits of cost or time leave none, the best
        /// that they rule out.
        let rows: [Int]
        /// What the rules choose; `nil` where nothing is feasible.
        let ruled: Int?
        /// Who is out and not on the list, by reason.
        let exclusions: [ExclusionCount]
        /// How many rows are feasible.
        let feasible: Int

        /// The rows that are looked at in full, ascending: the first of the list, and what the rules choose.
        func considered(_ count: Int) -> [Int] {
            var rows = self.rows.prefix(count)
            if let ruled, !rows.contains(ruled) {
                if rows.count == count { rows.removeLast() }
                rows.append(ruled)
            }
            return rows.sorted()
        }
    }

    /// What a shortlist is made for.
    struct Query {
        let request: DecisionRequest
        let objective: Objective
        let unavailable: [Target.ID: String]
        let history: any HistorySource
        /// Asked one after the other until one answers.
        let predictors: [any TablePredictor]
    }

    /// - Parameter count: Rows of the list, at the most.
    /// - Throws: ``EngineError`` or `ExpressionError` for a request that cannot be judged.
    func shortlist(_ count: Int, _ query: Query) throws -> Shortlist {
        let constraints = query.request.constraints
        let values = self.slots.values(of: query.request.workload)
        var (rows, exclusions) = try self.filter.feasible(
            values,
            constraints: constraints,
            unavailable: query.unavailable
        )
        let isLimited = constraints.maxCost != nil || constraints.maxTimeSeconds != nil
        guard !rows.isEmpty, let expected = try self.expectations(of: rows, query, amounts: isLimited) else {
            let first = try self.rules.first(count, of: rows, values)
            return Shortlist(rows: first, ruled: first.first, exclusions: exclusions.all, feasible: rows.count)
        }
        let misses = isLimited ? rows.indices.map { expected.limitMissed(constraints, at: $0) } : []
        let within = isLimited ? rows.indices.filter { misses[$0] == nil } : Array(rows.indices)
        let ordered = within.isEmpty ? Array(rows.indices) : within
        // Where the model has no answer, the row comes last.
        let keys = ordered.map { expected.values[$0].isFinite ? expected.values[$0] : .infinity }
        let best = self.order.first(count, of: ordered.map { rows[$0] }, by: [keys])
        let listed = within.isEmpty ? Set(best) : []
        for (row, limit) in zip(rows, misses) where !listed.contains(row) {
            if let limit { exclusions.add(limit) }
        }
        return Shortlist(
            rows: best,
            ruled: try self.rules.first(1, of: within.map { rows[$0] }, values).first,
            exclusions: exclusions.all,
            feasible: within.count
        )
    }

    /// - Returns: `nil` where no model answers.
    private func expectations(of rows: [Int], _ query: Query, amounts: Bool) throws -> TableExpectations? {
        let question = Question(
            workload: query.request.workload,
            targets: rows,
            objective: query.objective,
            moment: query.request.at,
            history: query.history
        )
        for predictor in query.predictors {
            do {
                return try predictor.expectations(question, amounts: amounts)
            } catch .unusableAttribute(let problem) {
                throw EngineError.unusableAttribute(problem)
            } catch {
                continue
            }
        }
        return nil
    }
}
