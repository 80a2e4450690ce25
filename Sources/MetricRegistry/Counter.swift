internal import Synchronization

/// A number of events, which only grows.
package final class Counter: MetricFamily {
    /// What the metric is called.
    package let name: MetricName
    var kind: MetricSnapshot.Kind { .counter }
    private let values: LabelledValues<Double>

    init(_ name: MetricName) {
        self.name = name
        self.values = LabelledValues(name, initial: 0)
    }

    /// - Parameter labels: One value a label of the metric, in their order.
    package func add(_ amount: Double = 1, _ labels: String...) { self.values.update(labels) { $0 += amount } }

    /// What was counted under these labels so far; 0 before the first event.
    package func value(_ labels: String...) -> Double { self.values[labels] ?? 0 }

    var samples: [MetricSnapshot.Sample] {
        self.values.all.map { MetricSnapshot.Sample(labels: self.name.labelled($0.labels), value: $0.value) }
    }

    var readings: [MetricHistory.Reading] {
        self.values.unordered.map { self.name.reading($0.key, $0.value) }
    }
}

/// A number that goes up and down.
package final class Gauge: MetricFamily {
    /// What the metric is called.
    package let name: MetricName
    var kind: MetricSnapshot.Kind { .gauge }
    private let values: LabelledValues<Double>

    init(_ name: MetricName) {
        self.name = name
        self.values = LabelledValues(name, initial: 0)
    }

    /// Replaces the value under these labels.
    package func set(_ value: Double, _ labels: String...) { self.values.update(labels) { $0 = value } }
    /// Changes the value under these labels, which was 0 where there was none.
    package func add(_ amount: Double, _ labels: String...) { self.values.update(labels) { $0 += amount } }
    /// Forgets one set of labels, such as those of a model that no longer serves.
    package func remove(_ labels: String...) { self.values.remove(labels) }

    /// The value under these labels; `nil` where none was set.
    package func value(_ labels: String...) -> Double? { self.values[labels] }

    var samples: [MetricSnapshot.Sample] {
        self.values.all.map { MetricSnapshot.Sample(labels: self.name.labelled($0.labels), value: $0.value) }
    }

    var readings: [MetricHistory.Reading] {
        self.values.unordered.map { self.name.reading($0.key, $0.value) }
    }
}
