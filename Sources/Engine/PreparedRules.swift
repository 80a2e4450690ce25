internal import Domains
internal import Expressions
internal import Features
internal import Placement

/// A domain's declared rules made ready for the targets of many decisions: predictable, fast, without any history.
struct PreparedRules: Sendable {
    /// A rule with its expressions bound to each target; a class, so that a loop over rules counts one reference each.
    private final class PreparedRule: Sendable {
        let name: String
        let when: [BoundExpression]?
        let keep: [BoundExpression]?
        let order: [[BoundExpression]]

        init(_ rule: Rule, bound: (Expression) -> [BoundExpression]) {
            self.name = rule.name
            self.when = rule.when.map(bound)
            self.keep = rule.keep.map(bound)
            self.order = rule.order.map(bound)
        }
    }

    private let rules: [PreparedRule]
    private let hourlyPrice: [BoundExpression]?
    /// Each target's place in the order of the names.
    private let places: [Int]

    static let leastHourlyPrice = "least hourly price"
    static let firstByName = "first by name"

    init(_ domain: Domain, targets: [Target], slots: inout WorkloadSlots) {
        func bound(_ expression: Expression) -> [BoundExpression] {
            targets.map { expression.bound(to: $0, &slots) }
        }
        self.rules = domain.rules.map { PreparedRule($0, bound: bound) }
        self.hourlyPrice = domain.hourlyPrice.map(bound)
        var places = [Int](repeating: 0, count: targets.count)
        let byName = targets.indices.sorted { (targets[$0].id, $0) < (targets[$1].id, $1) }
        for (place, index) in byName.enumerated() { places[index] = place }
        self.places = places
    }

    /// The choice of the first rule that applies; without one the least hourly price, and without prices the first
    /// target by name.
    ///
    /// - Parameters:
    ///   - candidates: Indices of targets, in their order.
    ///   - values: The workload's, by the placement's slots.
    /// - Returns: One of the candidates and the rule's name; `nil` without candidates.
    func choose(among candidates: [Int], _ values: [Value]) throws(ExpressionError) -> (index: Int, rule: String)? {
        guard let first = candidates.first else { return nil }
        for rule in self.rules {
            if let when = rule.when, try when[first].condition(values) != true { continue }
            var kept = candidates
            if let keep = rule.keep {
                kept.removeAll(keepingCapacity: true)
                for index in candidates where try keep[index].condition(values) == true { kept.append(index) }
            }
            if let index = try self.first(of: kept, by: rule.order, values) { return (index, rule.name) }
        }
        let index = try self.first(of: candidates, by: self.hourlyPrice.map { [$0] } ?? [], values)
        return index.map { ($0, self.hourlyPrice == nil ? Self.firstByName : Self.leastHourlyPrice) }
    }

    /// Whether one target's name comes before another's.
    func isBefore(_ left: Int, _ right: Int) -> Bool { self.places[left] < self.places[right] }

    /// The candidate whose values come first in ascending order; missing last, ties by target id.
    private func first(
        of candidates: [Int],
        by order: [[BoundExpression]],
        _ values: [Value]
    ) throws(ExpressionError) -> Int? {
        var best: Int?
        var bestKeys: [Double] = []
        var keys: [Double] = []
        for index in candidates {
            keys.removeAll(keepingCapacity: true)
            for expressions in order { keys.append(try expressions[index].number(values) ?? .infinity) }
            if let best {
                guard
                    keys == bestKeys ? self.isBefore(index, best) : keys.lexicographicallyPrecedes(bestKeys)
                else { continue }
            }
            best = index
            swap(&keys, &bestKeys)
        }
        return best
    }
}
