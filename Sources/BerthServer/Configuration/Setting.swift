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
        Setting("http.address", .address, fallback: "127.0.0.1:8080", "Where HTTP is served. Port 0 takes a free one."),
        Setting(
            "http.idleSeconds",
            .number(1...3600, unit: "seconds"),
            fallback: "60",
            "A connection on which nothing comes for so long is closed, in the middle of a request too."
        ),
        Setting(
            "http.readSeconds",
            .number(1...3600, unit: "seconds"),
            fallback: "30",
            "A connection whose request has not come in whole so long after its head is closed."
        ),
        Setting(
            "http.writeSeconds",
            .number(1...3600, unit: "seconds"),
            fallback: "30",
            "A connection whose client takes nothing of an answer for so long is closed."
        ),
        Setting(
            "http.connections",
            .wholeNumber(1...1_000_000, unit: "connections"),
            fallback: "800",
            "Connections at once; a further one is answered 503 and closed. More than some 900 need a higher limit of open files."
        ),
        Setting(
            "http.requestBytes",
            .wholeNumber(1024...(256 << 20), unit: "bytes"),
            fallback: "1048576",
            "The largest body of a request, telemetry apart."
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
            "Whether every request that would change something is refused, nodes' heartbeats apart, and private values are hidden: for a public demo."
        ),
        Setting("data.dir", .path, fallback: "berth-data", "The data directory."),
        Setting(
            Self.domainsKey,
            .path,
            fallback: "domains",
            "The folder of domains; each of its .yaml files is served. Where the working directory has no folder `domains`, the default is the one that is installed with the program."
        ),
        Setting("catalog.discounts", .path, fallback: "", "Your own discounts on the catalog's prices, a YAML file."),
        Setting(
            "decisions.cacheSeconds",
            .number(0...86_400, unit: "seconds"),
            fallback: "300",
            "How long predictions for a workload are remembered; 0 remembers nothing."
        ),
        Setting(
            "decisions.cacheEntries",
            .wholeNumber(1...1_000_000, unit: "workloads"),
            fallback: "2000",
            "Workloads of a domain whose predictions are remembered."
        ),
        Setting(
            "decisions.considered",
            .wholeNumber(2...1000, unit: "targets"),
            fallback: "\(DecisionSettings.defaultConsidered)",
            "The most targets that a decision looks at in full and records; of more, the best are found first."
        ),
        Setting(
            "decisions.fallbackToRules",
            .flag,
            fallback: "true",
            "Whether rules decide when no model can answer; otherwise such requests are refused."
        ),
        Setting(
            "history.entries",
            .wholeNumber(100...10_000_000, unit: "workloads"),
            fallback: "10000",
            "Workloads of a domain whose history is held in memory."
        ),
        Setting(
            "breaker.failures",
            .wholeNumber(1...1000, unit: "runs"),
            fallback: "5",
            "Failed runs in a row after which a target is left alone."
        ),
        Setting(
            "breaker.pauseSeconds",
            .number(1...86_400, unit: "seconds"),
            fallback: "30",
            "How long a target is left alone until one run may try it."
        ),
        Setting(
            "tasks.open",
            .wholeNumber(1...1_000_000, unit: "tasks"),
            fallback: "10000",
            "Tasks that may wait or run at once; a further one is refused."
        ),
        Setting(
            "retention.runDays",
            .number(1...3660, unit: "days"),
            fallback: "90",
            alsoFrom: ["TELEMETRY_METRICS_RETENTION_DAYS"],
            "Runs that started so long before the newest of their domain are removed."
        ),
        Setting(
            "retention.decisionDays",
            .number(1...3660, unit: "days"),
            fallback: "90",
            "Decisions that were made earlier, and tasks that ended earlier, are removed."
        ),
        Setting(
            "retention.sealMinutes",
            .number(1...100_000, unit: "minutes"),
            fallback: "60",
            "Runs that came in earlier are packed into compressed columns."
        ),
        Setting(
            "log.level",
            .choice(["trace", "debug", "info", "warning", "error"]),
            fallback: "info",
            "Least severity."
        ),
        Setting("log.format", .choice(["json", "text"]), fallback: "json", "One JSON object a line, or text."),
        Setting(
            "shutdown.seconds",
            .number(0...600, unit: "seconds"),
            fallback: "20",
            "How long a stop waits for requests that were accepted."
        ),
    ]
}
