internal import Synchronization

/// The metrics of one process, in the order in which they were made.
///
/// Metrics are made once and kept by whoever counts; reading them all makes one text in Prometheus' exposition format
/// (version 0.0.4).
package final class MetricRegistry: Sendable {
    private let families = Mutex<[any MetricFamily]>([])
    private let refreshers = Mutex<[@Sendable () -> Void]>([])
    private let past = Mutex(MetricHistory())

    /// No metric yet.
    package init() {}

    /// - Parameters:
    ///   - name: In base units with its suffix (`_seconds`, `_bytes`), a total with `_total`.
    ///   - labels: Names of the labels; their values come from a closed set, never ids.
    /// - Precondition: The name was not used before.
    package func counter(_ name: String, _ help: String, labels: [String] = []) -> Counter {
        self.add(Counter(MetricName(name, help: help, labels: labels)))
    }

    /// A metric that goes up and down; the same rules hold as for a counter's name.
    package func gauge(_ name: String, _ help: String, labels: [String] = []) -> Gauge {
        self.add(Gauge(MetricName(name, help: help, labels: labels)))
    }

    /// - Parameter bounds: Upper bounds of the buckets, ascending; one for everything above is added.
    package func histogram(_ name: String, _ help: String, labels: [String] = [], bounds: [Double]) -> Histogram {
        self.add(Histogram(MetricName(name, help: help, labels: labels), bounds: bounds))
    }

    private func add<Family: MetricFamily>(_ family: Family) -> Family {
        self.families.withLock { families in
            precondition(!families.contains { $0.name.name == family.name.name }, "\(family.name.name) is made twice")
            families.append(family)
        }
        return family
    }

    /// Has gauges set that are read rather than counted, each time that metrics are read.
    package func beforeReading(_ refresh: @escaping @Sendable () -> Void) {
        self.refreshers.withLock { $0.append(refresh) }
    }

    /// Every metric as it stands now.
    package var snapshot: [MetricSnapshot] {
        for refresh in self.refreshers.withLock({ $0 }) { refresh() }
        return self.read()
    }

    private func read() -> [MetricSnapshot] {
        self.families.withLock { $0 }.map { family in
            MetricSnapshot(
                name: family.name.name,
                help: family.name.help,
                kind: family.kind,
                samples: family.samples.sorted { ($0.suffix, $0.key, $0.order) < ($1.suffix, $1.key, $1.order) }
            )
        }
    }

    // MARK: The last hour

    /// Takes every metric as it stands now into the history; whoever asks for history calls this at a steady pace.
    ///
    /// - Parameters:
    ///   - step: Of ``MetricHistory/stepSeconds``, counted by a clock that never goes back.
    ///   - seconds: Since 1970.
    package func sample(step: Int, at seconds: Double) {
        for refresh in self.refreshers.withLock({ $0 }) { refresh() }
        let readings = self.families.withLock { $0 }.flatMap(\.readings)
        self.past.withLock { $0.add(readings, step: step, at: seconds) }
    }

    /// Reads what was sampled until now.
    package func readHistory<Answer: Sendable>(_ read: (MetricHistory) -> Answer) -> Answer {
        self.past.withLock { read($0) }
    }

    /// The names that the history has series of, or will have; a histogram's with `_count` and `_sum`.
    package var historyNames: [String] {
        self.families.withLock { $0 }.flatMap { family in
            family.kind == .histogram
                ? ["\(family.name.name)_count", "\(family.name.name)_sum"] : [family.name.name]
        }
    }
}

/// What a metric is called.
package struct MetricName: Sendable, Hashable {
    /// In Prometheus' spelling, with the unit last.
    package let name: String
    /// What is measured, in one sentence.
    package let help: String
    /// Names of the labels, in the order in which values are given.
    package let labels: [String]

    init(_ name: String, help: String, labels: [String]) {
        self.name = name
        self.help = help
        self.labels = labels
    }
}

/// One metric with all its labelled values.
protocol MetricFamily: Sendable {
    var name: MetricName { get }
    var kind: MetricSnapshot.Kind { get }
    var samples: [MetricSnapshot.Sample] { get }
    /// The same in no order, with a histogram's sum and count for its buckets.
    var readings: [MetricHistory.Reading] { get }
}

/// A metric's values at one moment.
package struct MetricSnapshot: Sendable, Hashable {
    /// How values may change.
    package enum Kind: String, Sendable, Hashable {
        case counter, gauge, histogram
    }

    /// One number with its labels.
    package struct Sample: Sendable, Hashable {
        /// `_bucket`, `_sum`, `_count`, or nothing.
        package let suffix: String
        /// Names and values, the labels of the metric first.
        package let labels: [Label]
        /// Since the start for counters and histograms, the latest for gauges.
        package let value: Double
        /// Among samples of one suffix: the bucket's place, within equal labels.
        let order: Int

        init(suffix: String = "", labels: [Label], value: Double, order: Int = 0) {
            self.suffix = suffix
            self.labels = labels
            self.value = value
            self.order = order
        }

        var key: String { self.labels.filter { $0.name != "le" }.map(\.value).joined(separator: "\u{1F}") }
    }

    /// What tells samples of one metric apart.
    package struct Label: Sendable, Hashable {
        /// The label's name.
        package let name: String
        /// The label's value, not escaped.
        package let value: String
    }

    /// In Prometheus' spelling.
    package let name: String
    /// What is measured, in one sentence.
    package let help: String
    /// How values may change.
    package let kind: Kind
    /// By labels; of a histogram first the buckets, then sum and count of each set of labels.
    package let samples: [Sample]
}
