/// How often a quantity fell into each of several ranges.
package final class Histogram: MetricFamily {
    /// What the metric is called.
    package let name: MetricName
    var kind: MetricSnapshot.Kind { .histogram }
    private let bounds: [Double]
    private let values: LabelledValues<Buckets>

    private struct Buckets: Sendable {
        var counts: [Int]
        var sum = 0.0
        var count = 0
    }

    init(_ name: MetricName, bounds: [Double]) {
        precondition(zip(bounds, bounds.dropFirst()).allSatisfy(<), "bounds ascend")
        self.name = name
        self.bounds = bounds
        self.values = LabelledValues(name, initial: Buckets(counts: [Int](repeating: 0, count: bounds.count)))
    }

    /// From 50 µs to 10 s, for times of requests.
    package static let requestSeconds = [
        0.000_05, 0.000_1, 0.000_25, 0.000_5, 0.001, 0.002_5, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10,
    ]

    /// - Parameter value: Finite; any other is left out.
    package func observe(_ value: Double, _ labels: String...) {
        guard value.isFinite else { return }
        self.values.update(labels) { buckets in
            // A value counts in the first bucket that holds it; the text adds them up.
            if let index = self.bounds.firstIndex(where: { value <= $0 }) { buckets.counts[index] += 1 }
            buckets.sum += value
            buckets.count += 1
        }
    }

    /// Observations under these labels so far.
    package func count(_ labels: String...) -> Int { self.values[labels]?.count ?? 0 }

    var samples: [MetricSnapshot.Sample] {
        self.values.all.flatMap { labels, buckets in
            let labels = self.name.labelled(labels)
            var samples: [MetricSnapshot.Sample] = []
            var cumulative = 0
            for (index, count) in (buckets.counts + [0]).enumerated() {
                cumulative = index < self.bounds.count ? cumulative + count : buckets.count
                let bound = index < self.bounds.count ? PrometheusText.number(self.bounds[index]) : "+Inf"
                samples.append(
                    MetricSnapshot.Sample(
                        suffix: "_bucket",
                        labels: labels + [MetricSnapshot.Label(name: "le", value: bound)],
                        value: Double(cumulative),
                        order: index
                    )
                )
            }
            samples.append(MetricSnapshot.Sample(suffix: "_count", labels: labels, value: Double(buckets.count)))
            samples.append(MetricSnapshot.Sample(suffix: "_sum", labels: labels, value: buckets.sum))
            return samples
        }
    }

    var readings: [MetricHistory.Reading] {
        self.values.unordered.flatMap { labels, buckets in
            [
                self.name.reading(labels, Double(buckets.count), suffix: "_count"),
                self.name.reading(labels, buckets.sum, suffix: "_sum"),
            ]
        }
    }
}
