internal import Synchronization

/// One value for each set of labels that was ever used.
final class LabelledValues<Value: Sendable>: Sendable {
    private let initial: Value
    private let labelCount: Int
    private let values: Mutex<[[String]: Value]>

    /// A metric without labels exists from the start, so that it is read as 0 before its first event.
    init(_ name: MetricName, initial: Value) {
        self.initial = initial
        self.labelCount = name.labels.count
        self.values = Mutex(name.labels.isEmpty ? [[]: initial] : [:])
    }

    func update(_ labels: [String], _ change: (inout Value) -> Void) {
        precondition(labels.count == self.labelCount, "one value a label")
        self.values.withLock { change(&$0[labels, default: self.initial]) }
    }

    func remove(_ labels: [String]) { self.values.withLock { _ = $0.removeValue(forKey: labels) } }

    subscript(labels: [String]) -> Value? { self.values.withLock { $0[labels] } }

    var unordered: [[String]: Value] { self.values.withLock { $0 } }

    var all: [(labels: [String], value: Value)] {
        self.unordered.map { ($0.key, $0.value) }.sorted { $0.labels.lexicographicallyPrecedes($1.labels) }
    }
}

extension MetricName {
    func labelled(_ values: [String]) -> [MetricSnapshot.Label] {
        zip(self.labels, values).map { MetricSnapshot.Label(name: $0, value: $1) }
    }

    func reading(_ values: [String], _ value: Double, suffix: String = "") -> MetricHistory.Reading {
        MetricHistory.Reading(name: self.name + suffix, labels: self.labelled(values), value: value)
    }
}
