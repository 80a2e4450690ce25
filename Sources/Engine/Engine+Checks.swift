internal import Domains
internal import Placement
internal import Problems

extension EngineError {
    private static let listedValues = 20

    /// A value that no target has.
    ///
    /// - Parameter offered: The values that targets have, ascending.
    package static func unknownValue(attribute: String, value: String, among offered: [String]) -> EngineError {
        .unknownValue(
            attribute: attribute,
            value: value,
            nearest: nearestName(to: value, among: offered),
            known: Array(offered.prefix(Self.listedValues))
        )
    }
}

extension Engine {
    /// What a request asks to be made small: its own objective, else the policy's, else the domain's for its workload.
    static func objective(
        of request: DecisionRequest,
        policy: Policy,
        domain: Domain
    ) throws(EngineError) -> Objective {
        if let asked = request.objective ?? policy.weights { return asked }
        do {
            return try domain.objective(of: request.workload)
        } catch {
            throw .unusableAttribute("\(error)")
        }
    }

    /// Refuses what no decision can be made of.
    static func check(_ constraints: Constraints, placement: PreparedPlacement) throws(EngineError) {
        try Self.checkRecorded(constraints, placement: placement)
        guard !placement.targets.isEmpty else { return }
        try Self.checkAttributes(constraints, names: placement.offered.keys) { placement.offered[$0] }
    }

    /// The same of a record, which may hold a few of many targets only.
    static func checkRecorded(_ constraints: Constraints, placement: PreparedPlacement) throws(EngineError) {
        try Self.checkLimits(constraints)
        if let duplicate = placement.duplicate { throw .duplicateTarget(duplicate) }
    }

    /// The same among the targets of a table.
    static func check(_ constraints: Constraints, table: TargetTable) throws(EngineError) {
        try Self.checkLimits(constraints)
        if let duplicate = table.duplicate { throw .duplicateTarget(duplicate) }
        guard !table.isEmpty else { return }
        try Self.checkAttributes(constraints, names: table.columns.keys, values: table.texts(of:))
    }

    private static func checkLimits(_ constraints: Constraints) throws(EngineError) {
        let limits = [("maxCost", constraints.maxCost), ("maxTimeSeconds", constraints.maxTimeSeconds)]
        for case (let name, let limit?) in limits where !(limit.isFinite && limit >= 0) {
            throw .invalidLimit(limit: name, value: limit)
        }
    }

    /// A constraint on an attribute that no target has is a typo, not an empty result; so is a value asked for that
    /// none has.
    ///
    /// - Parameters:
    ///   - names: Of the attributes that targets have.
    ///   - values: Of one of them, as texts.
    private static func checkAttributes(
        _ constraints: Constraints,
        names: some Collection<String>,
        values offered: (String) -> Set<String>?
    ) throws(EngineError) {
        for (name, values) in constraints.only.sorted(by: { $0.key < $1.key }) {
            guard let offered = offered(name), !values.isSubset(of: offered) else { continue }
            for value in values.sorted() where !offered.contains(value) {
                throw .unknownValue(attribute: name, value: value, among: offered.sorted())
            }
        }
        let asked = Array(constraints.only.keys) + Array(constraints.except.keys)
        if let name = asked.filter({ !names.contains($0) }).min() {
            throw .unknownAttribute(name, nearest: nearestName(to: name, among: names.sorted()))
        }
    }
}
