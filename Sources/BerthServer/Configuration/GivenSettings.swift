internal import Domains
internal import Problems

/// Each setting as it was given, whether it is allowed or not, and every fault.
struct GivenSettings {
    private(set) var values: [String: ServerConfiguration.ResolvedSetting] = [:]
    private(set) var faults: [String] = []
    let probes: [ProbeSettings]
    /// Keys of settings with a value that is not allowed.
    private var refused: Set<String> = []

    init(
        file: (text: String, name: String)?,
        environment: [String: String],
        flags: [String: (flag: String, value: String)],
        domainsFolder: String?
    ) {
        var faults: [String] = []
        let fromFile = file.map { ConfigurationFile($0.text, name: $0.name, faults: &faults) }
        self.probes = fromFile?.probes ?? []
        for setting in Setting.all {
            let key = setting.key
            let fallback = key == Setting.domainsKey ? domainsFolder ?? setting.fallback : setting.fallback
            var found = ServerConfiguration.ResolvedSetting(key: key, value: fallback, source: "default")
            if let (value, source) = fromFile?.values[key] {
                found = ServerConfiguration.ResolvedSetting(key: key, value: value, source: source)
            }
            if let variable = setting.variables.first(where: { environment[$0] != nil }) {
                let value = environment[variable] ?? ""
                found = ServerConfiguration.ResolvedSetting(key: key, value: value, source: variable)
            }
            if let (flag, value) = flags[key] {
                found = ServerConfiguration.ResolvedSetting(key: key, value: value, source: flag)
            }
            if let problem = setting.problem(with: found.value) {
                faults.append("\(found.source): \(key): \(problem)")
                self.refused.insert(key)
            }
            self.values[key] = found
        }
        self.faults = faults
    }

    /// What is wrong with the files that settings name, as far as the settings can be used.
    var faultsOfFiles: [String] {
        var faults: [String] = []
        if let folder = self.allowed(Setting.domainsKey) {
            do throws(ConfigurationFaults) {
                faults += self.faultsOfProbes(among: try DomainFolder(folder).domains())
            } catch {
                faults += error.faults
            }
        }
        if let discounts = self.allowed("catalog.discounts"), !discounts.isEmpty {
            do throws(ConfigurationFaults) {
                _ = try DiscountsFile.discounts(discounts)
            } catch {
                faults += error.faults
            }
        }
        return faults
    }

    private func allowed(_ key: String) -> String? { self.refused.contains(key) ? nil : self.values[key]?.value }

    private func faultsOfProbes(among domains: [Domain]) -> [String] {
        let names = domains.map(\.name)
        return self.probes.filter { !names.contains($0.domain) }.map { $0.unknownDomain(among: names) }
    }
}

extension ProbeSettings {
    /// The fault of a probe whose domain is not served.
    func unknownDomain(among names: [String]) -> String {
        let hint = nearestName(to: self.domain, among: names).map { "did you mean '\($0)'? " } ?? ""
        return "probes: there is no domain '\(self.domain)'; \(hint)there are \(names.joined(separator: ", "))"
    }
}
