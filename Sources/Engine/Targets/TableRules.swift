internal import Domains
internal import Expressions
internal import Features
internal import Placement

/// The domain's rules over a table: what ``RulesStrategy`` chooses, asked of columns, and what comes next.
struct TableRules: Sendable {
    private struct ClassedRule: Sendable {
        let when: ClassedExpression?
        let keep: ClassedExpression?
        let order: [ClassedExpression]
    }

    private let rules: [ClassedRule]
    /// Where no rule applies.
    private let fallback: [ClassedExpression]
    private let order: RowOrder

    init(
        _ domain: Domain,
        order: RowOrder,
        classes: inout TableClasses,
        slots: inout WorkloadSlots
    ) {
        func classed(_ expression: Expression) -> ClassedExpression {
            ClassedExpression(expression, classes: &classes, slots: &slots)
        }
        self.rules = domain.rules.map { rule in
            ClassedRule(when: rule.when.map(classed), keep: rule.keep.map(classed), order: rule.order.map(classed))
        }
        self.fallback = domain.hourlyPrice.map { [classed($0)] } ?? []
        self.order = order
    }

    /// - Parameters:
    ///   - rows: Feasible ones, ascending.
    ///   - values: The workload's.
    /// - Returns: At most `count` rows: what the rules choose first, then what they would choose without those before;
    ///   where the rule that decides keeps fewer, the others by hourly price.
    func first(_ count: Int, of rows: [Int], _ values: [Value]) throws(ExpressionError) -> [Int] {
        guard let first = rows.first else { return [] }
        var chosen: [Int] = []
        for rule in self.rules {
            if let when = rule.when {
                var conditions = when.conditions(values)
                guard try conditions.answer(at: first) == true else { continue }
            }
            var kept = rows
            if let keep = rule.keep {
                var conditions = keep.conditions(values)
                kept.removeAll(keepingCapacity: true)
                for row in rows where try conditions.answer(at: row) == true { kept.append(row) }
            }
            guard !kept.isEmpty else { continue }
            chosen = self.order.first(count, of: kept, by: try Self.keys(rule.order, kept, values))
            break
        }
        guard chosen.count < min(count, rows.count) else { return chosen }
        let others = chosen.isEmpty ? rows : rows.filter { [known = Set(chosen)] in !known.contains($0) }
        return chosen
            + self.order.first(count - chosen.count, of: others, by: try Self.keys(self.fallback, others, values))
    }

    /// Missing comes last.
    private static func keys(
        _ order: [ClassedExpression],
        _ rows: [Int],
        _ values: [Value]
    ) throws(ExpressionError) -> [[Double]] {
        var keys: [[Double]] = []
        for expression in order {
            var numbers = expression.numbers(values)
            var key: [Double] = []
            key.reserveCapacity(rows.count)
            for row in rows { key.append(try numbers.answer(at: row) ?? .infinity) }
            keys.append(key)
        }
        return keys
    }
}
