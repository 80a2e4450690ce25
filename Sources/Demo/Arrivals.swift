internal import Placement
internal import Statistics

/// When runs start: four times as many at the busiest hour of a working day as at night.
struct Arrivals {
    private let start: Timestamp
    /// For each hour the sum of the weights up to its end.
    private let totals: [Double]

    private static let peakHour = 15.0

    init(startingAt start: Timestamp, days: Int) {
        self.start = start
        var total = 0.0
        self.totals = (0..<days * 24).map { hour in
            let moment = start.advanced(bySeconds: Double(hour) * 3600)
            total += 1 + 3 * DailyLoad.share(at: moment, peakHour: Self.peakHour)
            return total
        }
    }

    /// `count` moments in order, to the millisecond.
    func moments(count: Int, using generator: inout SeededGenerator) -> [Timestamp] {
        var hour = 0
        return (0..<count).map { index in
            let place = (Double(index) + generator.uniform()) / Double(count) * (self.totals.last ?? 0)
            while hour < self.totals.count - 1, self.totals[hour] <= place { hour += 1 }
            let opening = hour == 0 ? 0 : self.totals[hour - 1]
            let within = min(max((place - opening) / (self.totals[hour] - opening), 0), 0.999_999)
            let seconds = ((Double(hour) + within) * 3_600_000).rounded(.down) / 1000
            return self.start.advanced(bySeconds: seconds)
        }
    }
}
