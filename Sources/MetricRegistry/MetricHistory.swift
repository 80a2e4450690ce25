/// What metrics were during the last hour, taken at a steady pace and kept in memory.
///
/// One value a step and series; a step that was left out, and one at which a series was not there, is missing. At most
/// ``seriesLimit`` series of ``stepLimit`` numbers are kept, 11.5 MB: when there are more, those that came first stay,
/// until they have been missing for an hour.
package struct MetricHistory: Sendable {
    /// From one value to the next.
    package static let stepSeconds = 5
    /// The steps of an hour.
    package static let stepLimit = 720
    /// The most series that are kept.
    package static let seriesLimit = 2000

    /// One labelled value of a metric, or a histogram's sum or count.
    package struct Series: Sendable, Hashable {
        /// With `_sum` or `_count` for a histogram.
        package let name: String
        /// In the order of the metric's labels.
        package let labels: [MetricSnapshot.Label]
        /// Oldest first, one a step; NaN is missing.
        package let values: [Double]
    }

    /// What a metric is at one moment.
    struct Reading: Sendable, Hashable {
        let name: String
        let labels: [MetricSnapshot.Label]
        let value: Double

        init(name: String, labels: [MetricSnapshot.Label], value: Double) {
            self.name = name
            self.labels = labels
            self.value = value
        }
    }

    /// A part of the history: equally many values of each series, all of the same steps.
    package struct Window: Sendable, Hashable {
        /// When the newest values were taken, in seconds since 1970; `nil` before the first.
        package let newestAt: Double?
        /// By name, then by labels.
        package let series: [Series]
    }

    fileprivate struct Key: Hashable, Sendable {
        let name: String
        let labels: [MetricSnapshot.Label]
    }

    fileprivate struct Ring: Sendable {
        let key: Key
        /// The value of a step stands at the step's remainder by the limit.
        var values = [Double](repeating: .nan, count: MetricHistory.stepLimit)
        /// At which it was there last.
        var lastStep: Int
    }

    private var rings: [Ring] = []
    private var places: [Key: Int] = [:]
    /// The first and the last step that were taken.
    private var extent: ClosedRange<Int>?
    private var newestAt: Double?
    /// How many series of the last step were not kept.
    package private(set) var leftOut = 0

    /// No step yet.
    package init() {}

    /// Adds the values of one step.
    ///
    /// - Parameters:
    ///   - step: At least 0, counted by a clock that never goes back. A step that was taken already changes nothing.
    ///   - seconds: Since 1970.
    mutating func add(_ readings: [Reading], step: Int, at seconds: Double) {
        if let extent = self.extent {
            guard step > extent.upperBound else { return }
            self.forget(extent.upperBound + 1, through: step)
        }
        self.extent = (self.extent?.lowerBound ?? step)...step
        self.newestAt = seconds
        self.leftOut = 0
        for reading in readings {
            let key = Key(name: reading.name, labels: reading.labels)
            if let place = self.places[key] {
                self.rings[place].set(reading.value, at: step)
            } else if self.rings.count < Self.seriesLimit {
                self.places[key] = self.rings.count
                self.rings.append(Ring(key: key, lastStep: step))
                self.rings[self.rings.count - 1].set(reading.value, at: step)
            } else {
                self.leftOut += 1
            }
        }
    }

    /// Takes out what steps from `first` on will stand in the place of, and series that have nothing left.
    private mutating func forget(_ first: Int, through last: Int) {
        let steps = max(first, last - Self.stepLimit + 1)...last
        for place in self.rings.indices { self.rings[place].forget(steps) }
        guard self.rings.contains(where: { last - $0.lastStep >= Self.stepLimit }) else { return }
        self.rings.removeAll { last - $0.lastStep >= Self.stepLimit }
        self.places = Dictionary(uniqueKeysWithValues: self.rings.enumerated().map { ($0.element.key, $0.offset) })
    }

    /// How many series some names stand for.
    package func seriesCount(of names: Set<String>) -> Int { self.rings.count { names.contains($0.key.name) } }

    /// How many steps lie within the last seconds, the newest included and none from before the first.
    package func stepCount(seconds: Int) -> Int {
        guard let extent = self.extent else { return 0 }
        let wanted = (seconds + Self.stepSeconds - 1) / Self.stepSeconds
        return min(wanted, Self.stepLimit, extent.upperBound - extent.lowerBound + 1)
    }

    /// The series of some names during the last seconds.
    package func window(of names: Set<String>, seconds: Int) -> Window {
        guard let newest = self.extent?.upperBound else { return Window(newestAt: nil, series: []) }
        let steps = (newest - self.stepCount(seconds: seconds) + 1)...newest
        let series = self.rings.filter { names.contains($0.key.name) }
            .map { Series(name: $0.key.name, labels: $0.key.labels, values: $0.values(at: steps)) }
            .sorted { ($0.name, $0.order) < ($1.name, $1.order) }
        return Window(newestAt: self.newestAt, series: series)
    }
}

extension MetricHistory.Ring {
    fileprivate mutating func set(_ value: Double, at step: Int) {
        self.values[self.place(step)] = value
        self.lastStep = step
    }

    fileprivate mutating func forget(_ steps: ClosedRange<Int>) {
        for step in steps { self.values[self.place(step)] = .nan }
    }

    fileprivate func values(at steps: ClosedRange<Int>) -> [Double] { steps.map { self.values[self.place($0)] } }

    private func place(_ step: Int) -> Int { step % self.values.count }
}

extension MetricHistory.Series {
    fileprivate var order: String { self.labels.map(\.value).joined(separator: "\u{1F}") }
}
