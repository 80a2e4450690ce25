internal import Domains
internal import Expressions
internal import Features
internal import Placement

/// Chooses by the domain's declared rules: predictable, fast, without any history.
struct RulesStrategy {
    let rules: [Rule]
    let hourlyPrice: Expression?

    static let leastHourlyPrice = "least hourly price"
    static let firstByName = "first by name"

    /// The choice of the first rule that applies; without one the least hourly price, and without prices the first
    /// target by name.
    ///
    /// - Returns: Index into `targets` and the rule's name; `nil` without targets.
    func choose(for workload: Workload, among targets: [Target]) throws(ExpressionError) -> (index: Int, rule: String)?
    {
        guard !targets.isEmpty else { return nil }
        for rule in self.rules {
            if let when = rule.when, let target = targets.first,
                try when.condition({ $0.attribute(workload: workload, target: target) }) != true
            {
                continue
            }
            var kept = Array(targets.indices)
            if let keep = rule.keep {
                kept = []
                for index in targets.indices
                where try keep.condition({ $0.attribute(workload: workload, target: targets[index]) }) == true {
                    kept.append(index)
                }
            }
            if let index = try Self.first(of: kept, by: rule.order, workload: workload, targets: targets) {
                return (index, rule.name)
            }
        }
        let prices = self.hourlyPrice.map { [$0] } ?? []
        let index = try Self.first(of: Array(targets.indices), by: prices, workload: workload, targets: targets)
        return index.map { ($0, self.hourlyPrice == nil ? Self.firstByName : Self.leastHourlyPrice) }
    }

    /// The index whose values come first in ascending order; missing last, ties by target id.
    private static func first(
        of indices: [Int],
        by order: [Expression],
        workload: Workload,
        targets: [Target]
    ) throws(ExpressionError) -> Int? {
        var best: (index: Int, keys: [Double])?
        for index in indices {
            var keys: [Double] = []
            for expression in order {
                let key = try expression.number { $0.attribute(workload: workload, target: targets[index]) }
                keys.append(key ?? .infinity)
            }
            guard let current = best else {
                best = (index, keys)
                continue
            }
            let isBefore =
                keys == current.keys
                ? targets[index].id < targets[current.index].id
                : keys.lexicographicallyPrecedes(current.keys)
            if isBefore { best = (index, keys) }
        }
        return best?.index
    }
}
