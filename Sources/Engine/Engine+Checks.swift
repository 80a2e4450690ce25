internal import Declarations
internal import Domains
internal import Placement

extension Engine {
    /// A constraint on an attribute that no target has is a typo, not an empty result.
    static func checkAttributes(_ constraints: Constraints, targets: [Target]) throws(EngineError) {
        guard !targets.isEmpty else { return }
        let known = Set(targets.flatMap(\.attributes.keys))
        for name in Set(constraints.only.keys).union(constraints.except.keys).sorted() where !known.contains(name) {
            throw .unknownAttribute(name, nearest: nearestName(to: name, among: known.sorted()))
        }
    }
}
