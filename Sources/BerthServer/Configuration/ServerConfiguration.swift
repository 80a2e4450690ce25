package import Decisions
internal import Problems

/// The service's configuration: a file, then the environment, then flags, the later ones stronger.
package struct ServerConfiguration: Sendable {
    /// Where HTTP is served.
    package let httpAddress: SocketAddress
    /// A connection on which nothing comes for so long is closed.
    package let idleSeconds: Double
    /// So long after its head a request must have come in whole.
    package let readSeconds: Double
    /// A connection whose client takes nothing for so long is closed.
    package let writeSeconds: Double
    /// Connections at once.
    package let connections: Int
    /// The largest body of a request, telemetry apart.
    package let requestBytes: Int
    /// The largest body of reported runs.
    package let telemetryBytes: Int
    /// Whether what would change something is refused, and private values are hidden.
    package let isReadOnly: Bool
    /// The path of the data directory.
    package let dataDirectory: String
    /// The path of the folder of domains.
    package let domainsFolder: String
    /// `nil` without discounts.
    package let discountsFile: String?
    /// How the decision service works.
    package let decisions: DecisionSettings
    /// Runs that started so many days before the newest of their domain are removed.
    package let runDays: Double
    /// Decisions and tasks of earlier are removed, in days.
    package let decisionDays: Double
    /// Runs that came in earlier are packed, in minutes.
    package let sealMinutes: Double
    /// Tasks that may wait or run at once.
    package let openTasks: Int
    /// The least severity that is logged: `trace`, `debug`, `info`, `warning` or `error`.
    package let logLevel: String
    /// Whether logs are JSON; otherwise text.
    package let logsJSON: Bool
    /// How long a stop waits for requests that were accepted.
    package let shutdownSeconds: Double
    /// The targets whose health is asked for.
    package let probes: [ProbeSettings]
    /// Each setting's value and where it comes from, in the order of ``Setting/all``.
    package let resolved: [ResolvedSetting]
    /// Variables that look like settings and are none.
    package let unknownVariables: [String]

    /// A value and where it comes from.
    package struct ResolvedSetting: Sendable, Hashable {
        /// The setting's dotted path.
        package let key: String
        /// As it would stand in the file.
        package let value: String
        /// `default`, `config.yaml:3`, `BERTH_HTTP_ADDRESS`, `--http`.
        package let source: String
    }

    /// - Parameters:
    ///   - file: The configuration file's text and name; `nil` without one.
    ///   - environment: All variables of the process.
    ///   - flags: Values by key, with the flag's name.
    ///   - domainsFolder: Where the domains are when nothing names their folder; see
    ///     ``Installation/domainsFolder(in:of:)``. The setting's own default when `nil`.
    ///   - seed: Of all random draws.
    /// - Throws: ``ConfigurationFaults``, every fault there is.
    package init(
        file: (text: String, name: String)?,
        environment: [String: String],
        flags: [String: (flag: String, value: String)],
        domainsFolder: String? = nil,
        seed: UInt64
    ) throws(ConfigurationFaults) {
        let given = GivenSettings(file: file, environment: environment, flags: flags, domainsFolder: domainsFolder)
        guard given.faults.isEmpty else { throw ConfigurationFaults(faults: given.faults) }
        self.init(given, environment: environment, seed: seed)
    }

    /// The same, looking into the files that it names as well: domains, discounts, and what probes refer to.
    ///
    /// - Throws: ``ConfigurationFaults``, every fault of settings and files.
    package static func checked(
        file: (text: String, name: String)?,
        environment: [String: String],
        flags: [String: (flag: String, value: String)],
        domainsFolder: String? = nil,
        seed: UInt64
    ) throws(ConfigurationFaults) -> ServerConfiguration {
        let given = GivenSettings(file: file, environment: environment, flags: flags, domainsFolder: domainsFolder)
        let faults = given.faults + given.faultsOfFiles
        guard faults.isEmpty else { throw ConfigurationFaults(faults: faults) }
        return ServerConfiguration(given, environment: environment, seed: seed)
    }

    /// - Parameter given: Without faults.
    private init(_ given: GivenSettings, environment: [String: String], seed: UInt64) {
        let values = given.values
        let checked = CheckedValues(values.mapValues(\.value))
        self.httpAddress = checked.address("http.address")
        self.idleSeconds = checked.number("http.idleSeconds")
        self.readSeconds = checked.number("http.readSeconds")
        self.writeSeconds = checked.number("http.writeSeconds")
        self.connections = checked.wholeNumber("http.connections")
        self.requestBytes = checked.wholeNumber("http.requestBytes")
        self.telemetryBytes = checked.wholeNumber("http.telemetryBytes")
        self.isReadOnly = checked.text("http.readOnly") == "true"
        self.dataDirectory = checked.text("data.dir")
        self.domainsFolder = checked.text(Setting.domainsKey)
        let discounts = checked.text("catalog.discounts")
        self.discountsFile = discounts.isEmpty ? nil : discounts
        self.decisions = DecisionSettings(
            seed: seed,
            cacheSeconds: checked.number("decisions.cacheSeconds"),
            cacheCapacity: checked.wholeNumber("decisions.cacheEntries"),
            historyCapacity: checked.wholeNumber("history.entries"),
            failureLimit: checked.wholeNumber("breaker.failures"),
            pauseSeconds: checked.number("breaker.pauseSeconds"),
            considered: checked.wholeNumber("decisions.considered"),
            fallsBackToRules: checked.text("decisions.fallbackToRules") == "true"
        )
        self.runDays = checked.number("retention.runDays")
        self.decisionDays = checked.number("retention.decisionDays")
        self.sealMinutes = checked.number("retention.sealMinutes")
        self.openTasks = checked.wholeNumber("tasks.open")
        self.logLevel = checked.text("log.level")
        self.logsJSON = checked.text("log.format") == "json"
        self.shutdownSeconds = checked.number("shutdown.seconds")
        self.probes = given.probes
        self.resolved = Setting.all.compactMap { values[$0.key] }
        let known = Set(Setting.all.flatMap(\.variables))
        self.unknownVariables = environment.keys
            .filter { name in name.hasPrefix("BERTH_") && !known.contains(name) && Self.looksLikeSetting(name) }
            .sorted()
    }

    /// Only what is nearly a setting's name: other programs and a cluster's service discovery use the prefix too.
    private static func looksLikeSetting(_ name: String) -> Bool {
        !["BERTH_LIGHTGBM_LIBRARY"].contains(name) && nearestName(to: name, among: Setting.all.map(\.variable)) != nil
    }
}

/// Everything that is wrong with a configuration.
package struct ConfigurationFaults: Error, Sendable, Hashable, CustomStringConvertible {
    /// What is wrong, one sentence each, with key and place; never empty.
    package let faults: [String]

    package var description: String {
        "the configuration has \(self.faults.count) error\(self.faults.count == 1 ? "" : "s"):\n"
            + self.faults.map { "  \($0)" }.joined(separator: "\n")
    }
}

/// Values that were checked against their settings' rules.
private struct CheckedValues {
    private let values: [String: String]

    init(_ values: [String: String]) { self.values = values }

    func text(_ key: String) -> String { self.read(key) { $0 } }
    func number(_ key: String) -> Double { self.read(key, Double.init) }
    func wholeNumber(_ key: String) -> Int { self.read(key) { Int($0) } }
    func address(_ key: String) -> SocketAddress { self.read(key, SocketAddress.init) }

    private func read<Value>(_ key: String, _ parse: (String) -> Value?) -> Value {
        guard let value = self.values[key].flatMap(parse) else {
            preconditionFailure("\(key) was checked, and is a setting")
        }
        return value
    }
}
