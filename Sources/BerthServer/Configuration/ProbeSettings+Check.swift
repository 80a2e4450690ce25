internal import Decisions
internal import Domains
internal import Placement
internal import Problems

extension [ProbeSettings] {
    /// - Throws: Every probe of a domain or target that there is not.
    func check(against servings: [DomainServing]) throws(ConfigurationFaults) {
        let names = servings.map(\.domain.name)
        var faults: [String] = []
        for probe in self {
            guard let serving = servings.first(where: { $0.domain.name == probe.domain }) else {
                faults.append(probe.unknownDomain(among: names))
                continue
            }
            let targets = serving.targets.ids.map(\.description)
            if !targets.contains(probe.target) {
                let hint = nearestName(to: probe.target, among: targets).map { "; did you mean '\($0)'?" } ?? ""
                faults.append("probes: the domain '\(probe.domain)' has no target '\(probe.target)'\(hint)")
            }
        }
        guard faults.isEmpty else { throw ConfigurationFaults(faults: faults) }
    }
}
