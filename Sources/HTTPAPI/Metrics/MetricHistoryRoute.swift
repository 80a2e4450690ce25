internal import Access
internal import HTTPTypes
internal import JSON
internal import MetricRegistry
internal import Placement
internal import Problems
internal import Web

/// What metrics were during the last hour.
struct MetricHistoryRoute: Sendable {
    private let registry: MetricRegistry

    init(_ registry: MetricRegistry) { self.registry = registry }

    var route: Route {
        Route(.get, "/api/v1/metric-history", permission: .observe, parameters: ["name", "seconds"]) {
            try await self.read($0)
        }
    }

    private static let nameLimit = 20
    private static let largestSeconds = MetricHistory.stepSeconds * MetricHistory.stepLimit
    /// About a megabyte of answer.
    private static let valueLimit = 200_000
    /// Some hundred microseconds of writing; others wait for this thread.
    private static let valuesATurn = 2000

    private func read(_ call: Call) async throws -> Answer {
        let names = try self.names(call.query)
        let seconds =
            try call.query.wholeNumber("seconds", MetricHistory.stepSeconds...Self.largestSeconds)
            ?? Self.largestSeconds
        let (window, count, leftOut) = self.registry.readHistory { history in
            let count = history.seriesCount(of: names) * history.stepCount(seconds: seconds)
            let window = count <= Self.valueLimit ? history.window(of: names, seconds: seconds) : nil
            return (window, count, history.leftOut)
        }
        guard let window else {
            throw Problem(
                .invalidParameter,
                "this would be \(count) values; at most \(Self.valueLimit) are returned at once: ask for fewer names or "
                    + "seconds",
                field: "seconds",
                value: "\(seconds)"
            )
        }
        return Answer(body: try await Self.json(window, leftOut: leftOut))
    }

    private func names(_ query: Query) throws(Problem) -> Set<String> {
        guard let text = try query.text("name") else {
            throw Problem(
                .invalidParameter,
                "name is missing; give metric names separated by commas",
                field: "name"
            )
        }
        let names = text.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
        guard names.count <= Self.nameLimit else {
            throw Problem(
                .invalidParameter,
                "name holds \(names.count) names; at most \(Self.nameLimit) are allowed",
                field: "name",
                value: String(text.prefix(60))
            )
        }
        let known = Set(self.registry.historyNames)
        for name in names where !known.contains(name) { throw self.unknown(name, among: known) }
        return Set(names)
    }

    private func unknown(_ name: String, among known: Set<String>) -> Problem {
        let shown = String(name.prefix(100))
        let hint: String
        if known.contains("\(name)_count") {
            hint = "; it is a histogram, for which '\(shown)_count' and '\(shown)_sum' are kept"
        } else {
            hint = nearestName(to: shown, among: known.sorted()).map { "; did you mean '\($0)'?" } ?? ""
        }
        return Problem(.invalidParameter, "there is no metric '\(shown)'\(hint)", field: "name", value: shown)
    }

    private static func json(_ window: MetricHistory.Window, leftOut: Int) async throws -> [UInt8] {
        var writer = JSONWriter(reserving: 4096)
        writer.beginObject()
        writer.key("stepSeconds")
        writer.wholeNumber(Int64(MetricHistory.stepSeconds))
        writer.key("at")
        writer.optional(moment: window.newestAt.map { Timestamp(secondsSince1970: $0) })
        writer.key("leftOut")
        writer.wholeNumber(Int64(leftOut))
        writer.key("series")
        writer.beginList()
        var written = 0
        for series in window.series {
            writer.separate()
            writer.series(series)
            written += series.values.count
            if written >= Self.valuesATurn {
                written = 0
                await Task.yield()
            }
        }
        writer.endList()
        writer.endObject()
        return writer.bytes
    }
}

extension JSONWriter {
    fileprivate mutating func series(_ series: MetricHistory.Series) {
        self.beginObject()
        self.key("name")
        self.text(series.name)
        self.key("labels")
        self.labels(series.labels)
        self.key("values")
        self.list(series.values) { $1.optional(number: $0) }
        self.endObject()
    }

    mutating func labels(_ labels: [MetricSnapshot.Label]) {
        self.beginObject()
        for label in labels {
            self.key(label.name)
            self.text(label.value)
        }
        self.endObject()
    }
}
