/// Looks for spikes and shifts in readings, one at a time.
///
/// A spike is a reading that lies many robust standard deviations, 1.4826 times the median absolute deviation, from the
/// median of the readings before it. A shift is found by two cumulative sums of deviations from the level at the start,
/// one for each direction. After a shift the level is learnt anew.
///
/// - SeeAlso: B. Iglewicz and D. Hoaglin, "How to Detect and Handle Outliers", 1993. E. S. Page, "Continuous Inspection
///   Schemes", Biometrika 41, 1954, doi:10.1093/biomet/41.1-2.100.
struct SensorDetector {
    enum Finding: String, Hashable {
        case spike
        case shiftUp = "shift-up"
        case shiftDown = "shift-down"
    }

    struct Alert: Hashable {
        /// Counted from 0.
        let position: Int
        let finding: Finding
        let value: Double
        /// In standard deviations: of the reading for a spike, summed up for a shift.
        let score: Double
    }

    /// Readings that the level is learnt from before anything is found.
    static let warmUp = 20
    /// Readings that the running median looks back on.
    static let window = 60
    /// Page's allowance: half of the least shift, in standard deviations, that is looked for.
    static let allowance = 0.5

    private let spikeThreshold: Double
    private let shiftThreshold: Double
    private var recent = ReadingWindow(limit: Self.window)
    private var level: (mean: Double, deviation: Double)?
    private var learning = ReadingWindow(limit: Self.warmUp)
    private var up = 0.0
    private var down = 0.0
    private var position = 0

    /// - Parameters:
    ///   - spikeThreshold: Robust standard deviations beyond which (>) a reading is a spike.
    ///   - shiftThreshold: Standard deviations beyond which (>) a sum is a shift.
    init(spikeThreshold: Double, shiftThreshold: Double) {
        self.spikeThreshold = spikeThreshold
        self.shiftThreshold = shiftThreshold
    }

    /// - Complexity: O(window).
    mutating func observe(_ value: Double) -> Alert? {
        defer { self.position += 1 }
        if self.recent.count >= Self.warmUp {
            let score = (value - self.recent.median) / self.recent.deviation
            if abs(score) > self.spikeThreshold {
                // A spike teaches the running median, so that a lasting change is a spike for half a window at most; it
                // counts for the shift as far as the threshold goes.
                self.recent.append(value)
                let shift = self.shift(clamped: value)
                return shift ?? Alert(position: self.position, finding: .spike, value: value, score: score)
            }
        }
        self.recent.append(value)
        return self.shift(clamped: value)
    }

    private mutating func shift(clamped value: Double) -> Alert? {
        guard let level = self.level else {
            self.learning.append(value)
            if self.learning.count >= Self.warmUp { self.learn() }
            return nil
        }
        let score = (value - level.mean) / level.deviation
        let deviation = min(self.spikeThreshold, max(-self.spikeThreshold, score))
        self.up = max(0, self.up + deviation - Self.allowance)
        self.down = max(0, self.down - deviation - Self.allowance)
        let sum = max(self.up, self.down)
        guard sum > self.shiftThreshold else { return nil }
        let finding: Finding = self.up >= self.down ? .shiftUp : .shiftDown
        (self.up, self.down, self.level, self.learning) = (0, 0, nil, ReadingWindow(limit: Self.warmUp))
        return Alert(
            position: self.position,
            finding: finding,
            value: value,
            score: finding == .shiftUp ? sum : -sum
        )
    }

    /// The level by median and median absolute deviation, so that a spike while learning does no harm.
    private mutating func learn() {
        self.level = (self.learning.median, self.learning.deviation)
    }
}
