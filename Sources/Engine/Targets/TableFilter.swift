internal import Domains
internal import Expressions
internal import Features
internal import Placement

/// Which rows of a table may be chosen for a workload, and how many may not for each reason: what ``CandidateFilter``
/// says of each target, asked of columns.
struct TableFilter: Sendable {
    private let table: TargetTable
    private let requirements: [(name: String, condition: ClassedExpression)]

    init(_ table: TargetTable, domain: Domain, classes: inout TableClasses, slots: inout WorkloadSlots) {
        self.table = table
        self.requirements = domain.requirements.map {
            ($0.name, ClassedExpression($0.condition, classes: &classes, slots: &slots))
        }
    }

    /// - Parameter values: The workload's.
    /// - Returns: The rows that are in, ascending, and the counts of those that are out.
    func feasible(
        _ values: [Value],
        constraints: Constraints,
        unavailable: [Target.ID: String]
    ) throws(ExpressionError) -> (rows: [Int], counts: ExclusionCounts) {
        var counts = ExclusionCounts()
        var isOut = [Bool](repeating: false, count: self.table.count)
        for row in unavailable.keys.compactMap(self.table.row(of:)) {
            isOut[row] = true
            counts.add("availability")
        }
        for (attribute, allowed) in constraints.only.sorted(by: { $0.key < $1.key }) {
            self.exclude(attribute, "only.\(attribute)", &isOut, &counts) { !allowed.contains($0 ?? "unknown") }
        }
        for (attribute, refused) in constraints.except.sorted(by: { $0.key < $1.key }) {
            self.exclude(attribute, "except.\(attribute)", &isOut, &counts) { $0.map(refused.contains) ?? false }
        }
        for requirement in self.requirements {
            var conditions = requirement.condition.conditions(values)
            for row in isOut.indices where !isOut[row] {
                guard try conditions.answer(at: row) == false else { continue }
                isOut[row] = true
                counts.add(requirement.name)
            }
        }
        return (isOut.indices.filter { !isOut[$0] }, counts)
    }

    /// - Parameter isRefused: Asked once for each value; `nil` is a target without the attribute.
    private func exclude(
        _ attribute: String,
        _ constraint: String,
        _ isOut: inout [Bool],
        _ counts: inout ExclusionCounts,
        _ isRefused: (String?) -> Bool
    ) {
        let classes = self.table.classes(by: [attribute])
        let refused = classes.representatives.map { isRefused(self.table.columns[attribute]?.value(at: $0)?.text) }
        for row in isOut.indices where !isOut[row] && refused[Int(classes.ofRow[row])] {
            isOut[row] = true
            counts.add(constraint)
        }
    }
}

/// Counts of exclusions by constraint.
struct ExclusionCounts {
    private var counts: [String: Int] = [:]

    mutating func add(_ constraint: String, _ count: Int = 1) {
        guard count > 0 else { return }
        self.counts[constraint, default: 0] += count
    }

    /// Ascending by the constraint's name.
    var all: [ExclusionCount] {
        self.counts.sorted { $0.key < $1.key }.map { ExclusionCount(constraint: $0.key, count: $0.value) }
    }
}
