internal import Placement
internal import Problems

/// The targets that a report may name, by their ids and by their providers.
struct KnownPlaces: Sendable {
    private let targets: TargetTable
    private let rowsOfProvider: [String: [Int]]

    init(_ targets: TargetTable) {
        let providers = targets.columns["provider"]
        self.targets = targets
        self.rowsOfProvider = Dictionary(grouping: targets.indices) { row in
            providers?.value(at: row)?.text ?? targets.ids[row].description
        }
    }

    private static func provider(of target: Target) -> String? { target.attributes["provider"]?.text }

    func target(named name: String) throws(FieldFault.Cause) -> Target {
        if let row = self.targets.row(of: Target.ID(name)) { return self.targets[row] }
        throw Self.unknown(name, among: self.targets.ids.map(\.description))
    }

    /// The provider's only target, or the one that has the provider's name.
    func target(ofProvider provider: String) throws(FieldFault.Cause) -> Target {
        if let row = self.targets.row(of: Target.ID(provider)) { return self.targets[row] }
        guard let rows = self.rowsOfProvider[provider] else {
            throw Self.unknown(provider, among: Array(self.rowsOfProvider.keys))
        }
        guard let only = rows.first, rows.count == 1 else {
            let names = Self.listed(rows.map { self.targets.ids[$0] }.sorted().map(\.description))
            throw .refused(reason: "'\(provider)' has several targets; name one in 'target': \(names)")
        }
        return self.targets[only]
    }

    /// Whether a report that names both can be right; a target without a provider belongs to any.
    static func belongs(_ target: Target, to provider: String) -> Bool {
        Self.provider(of: target).map { $0 == provider } ?? true
    }

    private static func unknown(_ name: String, among known: [String]) -> FieldFault.Cause {
        let sorted = known.sorted()
        let hint = nearestName(to: name, among: sorted).map { "did you mean '\($0)'? " } ?? ""
        let rest = sorted.isEmpty ? "the domain has no targets yet" : "\(hint)known are \(Self.listed(sorted))"
        return .refused(reason: "'\(name)' is not known; \(rest)")
    }

    /// The most names that an error spells out.
    private static let listedNames = 20

    private static func listed(_ names: [String]) -> String {
        let more = names.count - Self.listedNames
        return names.prefix(Self.listedNames).joined(separator: ", ") + (more > 0 ? " and \(more) more" : "")
    }
}
