internal import Statistics

/// Invented rows with classes: each class is two clouds of normally distributed points around centres that are drawn
/// once, so that no straight line tells classes apart.
struct LabelledRows {
    let features: Int
    private(set) var values: [Double] = []
    private(set) var labels: [Int] = []
    private let centres: [[Double]]

    private static let cloudsPerClass = 2
    /// How far centres lie apart, in standard deviations of a cloud and of one feature.
    private static let spread = 1.2

    /// No rows yet.
    init(features: Int, classes: Int, using generator: inout SeededGenerator) {
        self.features = features
        self.centres = (0..<classes * Self.cloudsPerClass).map { _ in
            (0..<features).map { _ in Self.spread * generator.normal() }
        }
    }

    var count: Int { self.labels.count }

    mutating func add(_ count: Int, using generator: inout SeededGenerator) {
        for _ in 0..<count {
            let cloud = generator.index(below: self.centres.count)
            for centre in self.centres[cloud] { self.values.append(centre + generator.normal()) }
            self.labels.append(cloud / Self.cloudsPerClass)
        }
    }

    /// The last rows, taken away from the others.
    mutating func split(last count: Int) -> LabelledRows {
        var taken = self
        taken.values = Array(self.values.suffix(count * self.features))
        taken.labels = Array(self.labels.suffix(count))
        self.values.removeLast(count * self.features)
        self.labels.removeLast(count)
        return taken
    }

    subscript(row: Int) -> ArraySlice<Double> { self.values[row * self.features..<(row + 1) * self.features] }
}
