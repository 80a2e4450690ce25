internal import Decisions

/// One setting of the service: declared once, for the file, the environment, the flags, the checks and the docs.
package struct Setting: Sendable {
    /// Its dotted path in the file, such as `http.address`.
    package let key: String
    /// What it is for, in one sentence.
    package let meaning: String
    /// As it would stand in the file; empty for none.
    package let fallback: String
    /// What a value may be.
    package let rule: Rule
    /// Names of environment variables beside the one made from the key.
    let alsoFrom: [String]

    /// What a value may be.
    package enum Rule: Sendable {
        case path
        case address
        case choice([String])
        case flag
        case wholeNumber(ClosedRange<Int>, unit: String)
        case number(ClosedRange<Double>, unit: String)
    }

    init(_ key: String, _ rule: Rule, fallback: String, alsoFrom: [String] = [], _ meaning: String) {
        self.key = key
        self.rule = rule
        self.fallback = fallback
        self.alsoFrom = alsoFrom
        self.meaning = meaning
    }

    /// The environment variable: `BERTH_HTTP_ADDRESS` for `http.address`.
    package var variable: String {
        var name = "BERTH_"
        for character in self.key {
            if character == "." {
                name.append("_")
            } else {
                if character.isUppercase { name.append("_") }
                name.append(character.uppercased())
            }
        }
        return name
    }

    /// The variables that set it, the first one first.
    var variables: [String] { [self.variable] + self.alsoFrom }
}

extension Setting {
    static let domainsKey = "domains.dir"

    /// Every setting, in the order in which the docs list them.
    package static let all: [Setting] = [
        Setting("http.address", .address, fallback: "127.0.0.1:8080", "Where to serve HTTP. Port 0 picks a free one."),
        Setting(
            "http.idleSeconds",
            .number(1...3600, unit: "seconds"),
            fallback: "60",
            "A connection idle for this long is closed, even in the middle of a request."
        ),
        Setting(
            "http.readSeconds",
            .number(1...3600, unit: "seconds"),
            fallback: "30",
            "A connection is closed if the request is not complete this long after its head."
        ),
        Setting(
            "http.writeSeconds",
            .number(1...3600, unit: "seconds"),
            fallback: "30",
            "A connection whose client reads nothing of a response for this long is closed."
        ),
        Setting(
            "http.connections",
            .wholeNumber(1...1_000_000, unit: "connections"),
            fallback: "800",
            "Limit on open connections; any more get 503 and are closed. More than about 900 need a higher limit on open files."
        ),
        Setting(
            "http.requestBytes",
            .wholeNumber(1024...(256 << 20), unit: "bytes"),
            fallback: "1048576",
            "The largest request body, except for telemetry."
        ),
        Setting(
            "http.telemetryBytes",
            .wholeNumber(1024...(1 << 30), unit: "bytes"),
            fallback: "16777216",
            "The largest body of reported runs."
        ),
        Setting(
            "http.readOnly",
            .flag,
            fallback: "false",
            "Whether to reject every request that would change something, except node heartbeats, and hide private values: for a public demo."
        ),
        Setting("data.dir", .path, fallback: "berth-data", "The data directory."),
        Setting(
            Self.domainsKey,
            .path,
            fallback: "domains",
            "The folder of domains; each of its .yaml files is served. If the working directory has no folder `domains`, the default is the one installed with the program."
        ),
        Setting("catalog.discounts", .path, fallback: "", "Your own discounts on the catalog's prices, a YAML file."),
        Setting(
            "decisions.cacheSeconds",
            .number(0...86_400, unit: "seconds"),
            fallback: "300",
            "How long predictions for a workload are cached; 0 turns the cache off."
        ),
        Setting(
            "decisions.cacheEntries",
            .wholeNumber(1...1_000_000, unit: "workloads"),
            fallback: "2000",
            "Workloads per domain whose predictions are cached."
        ),
        Setting(
            "decisions.considered",
            .wholeNumber(2...1000, unit: "targets"),
            fallback: "\(DecisionSettings.defaultConsidered)",
            "The most targets a decision looks at in full and records; of more, it first finds the best."
        ),
        Setting(
            "decisions.fallbackToRules",
            .flag,
            fallback: "true",
            "Whether rules decide if no model can answer; otherwise such requests are rejected."
        ),
        Setting(
            "history.entries",
            .wholeNumber(100...10_000_000, unit: "workloads"),
            fallback: "10000",
            "Workloads per domain whose history is kept in memory."
        ),
        Setting(
            "breaker.failures",
            .wholeNumber(1...1000, unit: "runs"),
            fallback: "5",
            "Failed runs in a row after which a target is paused."
        ),
        Setting(
            "breaker.pauseSeconds",
            .number(1...86_400, unit: "seconds"),
            fallback: "30",
            "How long a target is paused before one run may try it."
        ),
        Setting(
            "tasks.open",
            .wholeNumber(1...1_000_000, unit: "tasks"),
            fallback: "10000",
            "Limit on tasks that wait or run; any more are rejected."
        ),
        Setting(
            "retention.runDays",
            .number(1...3660, unit: "days"),
            fallback: "90",
            alsoFrom: ["TELEMETRY_METRICS_RETENTION_DAYS"],
            "Runs that started this long before the newest of their domain are deleted."
        ),
        Setting(
            "retention.decisionDays",
            .number(1...3660, unit: "days"),
            fallback: "90",
            "Decisions made, and tasks ended, longer ago than this are deleted."
        ),
        Setting(
            "retention.sealMinutes",
            .number(1...100_000, unit: "minutes"),
            fallback: "60",
            "Runs received longer ago than this are packed into compressed columns."
        ),
        Setting(
            "log.level",
            .choice(["trace", "debug", "info", "warning", "error"]),
            fallback: "info",
            "Lowest severity logged."
        ),
        Setting("log.format", .choice(["json", "text"]), fallback: "json", "One JSON object per line, or text."),
        Setting(
            "shutdown.seconds",
            .number(0...600, unit: "seconds"),
            fallback: "20",
            "How long a stop waits for accepted requests."
        ),
    ]
}
