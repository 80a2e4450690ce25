internal import Declarations
internal import Domains
internal import Placement

extension Engine {
    private static let listedValues = 20

    /// A constraint on an attribute that no target has is a typo, not an empty result; so is a value asked for that none has.
    static func checkAttributes(_ constraints: Constraints, targets: [Target]) throws(EngineError) {
        guard !targets.isEmpty else { return }
        let known = Set(targets.flatMap(\.attributes.keys))
        for (name, values) in constraints.only.sorted(by: { $0.key < $1.key }) where known.contains(name) {
            let offered = Set(targets.compactMap { $0.attributes[name]?.text }).sorted()
            for value in values.sorted() where !offered.contains(value) {
                throw .unknownValue(
                    attribute: name, value: value, nearest: nearestName(to: value, among: offered),
                    known: Array(offered.prefix(Self.listedValues)))
            }
        }
        for name in Set(constraints.only.keys).union(constraints.except.keys).sorted() where !known.contains(name) {
            throw .unknownAttribute(name, nearest: nearestName(to: name, among: known.sorted()))
        }
    }
}
