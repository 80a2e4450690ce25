internal import HTTPTypes
internal import MetricRegistry

/// Metrics of requests, by route template.
struct HTTPMeasures: Sendable {
    private let requests: Counter
    private let seconds: Histogram
    /// Method and template of each route.
    private let labels: [(method: String, route: String)]

    init(_ registry: MetricRegistry, routes: [Route]) {
        self.requests = registry.counter(
            "berth_http_requests_total",
            "HTTP requests answered; an empty route if none was found.",
            labels: ["method", "route", "status"]
        )
        self.seconds = registry.histogram(
            "berth_http_request_seconds",
            "Time from a request's head to its response, including reading its body.",
            labels: ["route"],
            bounds: Histogram.requestSeconds
        )
        self.labels = routes.map { ($0.method.rawValue, $0.template) }
    }

    /// - Parameter route: Its place in the table; `nil` where there is none.
    func answered(_ route: Int?, status: HTTPResponse.Status, seconds: Double) {
        let (method, template) = route.map { self.labels[$0] } ?? ("", "")
        self.requests.add(1, method, template, String(status.code))
        self.seconds.observe(seconds, template)
    }
}
