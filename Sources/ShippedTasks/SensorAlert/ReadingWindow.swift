/// The latest readings, kept in order of size as well, so that their median costs nothing.
struct ReadingWindow {
    private let limit: Int
    /// As they came, the oldest at `oldest` once the window is full.
    private var arrived: [Double] = []
    private var oldest = 0
    /// Ascending.
    private var sorted: [Double] = []

    /// Turns a median absolute deviation, and a mean one, into the standard deviation of normal readings.
    private static let normalScale = 1.4826
    private static let meanNormalScale = 1.2533

    /// - Parameter limit: Readings that it holds, at least 1; a further one takes the oldest's place.
    init(limit: Int) { self.limit = limit }

    var count: Int { self.sorted.count }

    /// - Complexity: O(limit), in moves of memory.
    mutating func append(_ reading: Double) {
        if self.arrived.count < self.limit {
            self.arrived.append(reading)
        } else {
            self.sorted.remove(at: self.place(of: self.arrived[self.oldest]))
            self.arrived[self.oldest] = reading
            self.oldest = (self.oldest + 1) % self.limit
        }
        self.sorted.insert(reading, at: self.place(of: reading))
    }

    /// The first place whose reading is not smaller.
    private func place(of reading: Double) -> Int {
        var (low, high) = (0, self.sorted.count)
        while low < high {
            let middle = (low + high) / 2
            if self.sorted[middle] < reading { low = middle + 1 } else { high = middle }
        }
        return low
    }

    /// The middle one, the mean of both middles of an even number; of at least one reading.
    var median: Double {
        let middle = self.count / 2
        return self.count.isMultiple(of: 2)
            ? (self.sorted[middle - 1] + self.sorted[middle]) / 2 : self.sorted[middle]
    }

    /// The standard deviation, from the median absolute deviation; from the mean one where that is 0, as it is when more
    /// than half of the readings are equal. Never less than a millionth of the level, so that constant readings do not
    /// make the slightest change infinite.
    ///
    /// - Complexity: O(limit).
    var deviation: Double {
        let median = self.median
        // The least deviations lie around the middle: from there on outwards, the smaller of both sides is the next.
        var (below, above) = (self.place(of: median) - 1, self.place(of: median))
        var (last, beforeLast) = (0.0, 0.0)
        for _ in 0...(self.count / 2) {
            beforeLast = last
            let left = below >= 0 ? median - self.sorted[below] : .infinity
            let right = above < self.count ? self.sorted[above] - median : .infinity
            last = min(left, right)
            if left <= right { below -= 1 } else { above += 1 }
        }
        let middle = self.count.isMultiple(of: 2) ? (beforeLast + last) / 2 : last
        let deviation = middle > 0 ? Self.normalScale * middle : Self.meanNormalScale * self.meanDeviation
        return max(deviation, abs(median) * 1e-6, 1e-9)
    }

    private var meanDeviation: Double {
        let median = self.median
        return self.sorted.reduce(0) { $0 + abs($1 - median) } / Double(self.count)
    }
}
