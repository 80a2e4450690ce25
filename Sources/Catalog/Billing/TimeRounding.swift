/// How a provider turns measured time into billed time: up to a whole number of steps, and never below a minimum.
package struct TimeRounding: Sendable, Hashable {
    /// The step, in microseconds, at least 1.
    package let granularityMicroseconds: Int64
    /// The least billed time, in microseconds, 0 or more.
    package let minimumMicroseconds: Int64

    /// The longest step and minimum that is accepted: a year of 366 days.
    package static let longestMicroseconds: Int64 = 366 * 86_400_000_000

    /// - Returns: `nil` unless the step is from one microsecond to a year and the minimum from nothing to a year.
    package init?(granularityMicroseconds: Int64, minimumMicroseconds: Int64) {
        guard (1...Self.longestMicroseconds).contains(granularityMicroseconds),
            (0...Self.longestMicroseconds).contains(minimumMicroseconds)
        else { return nil }
        self.granularityMicroseconds = granularityMicroseconds
        self.minimumMicroseconds = minimumMicroseconds
    }

    private init(proved granularityMicroseconds: Int64, minimumMicroseconds: Int64) {
        self.granularityMicroseconds = granularityMicroseconds
        self.minimumMicroseconds = minimumMicroseconds
    }

    /// Per started millisecond, from nothing on.
    package static let millisecond = TimeRounding(proved: 1_000, minimumMicroseconds: 0)
    /// Per started tenth of a second, from nothing on.
    package static let tenthOfSecond = TimeRounding(proved: 100_000, minimumMicroseconds: 0)
    /// Per started second, from nothing on.
    package static let second = TimeRounding(proved: 1_000_000, minimumMicroseconds: 0)
    /// Per second with at least a minute, as virtual machines are usually billed.
    package static let secondAfterMinute = TimeRounding(proved: 1_000_000, minimumMicroseconds: 60_000_000)
    /// Per started hour, from nothing on.
    package static let hour = TimeRounding(proved: 3_600_000_000, minimumMicroseconds: 0)

    /// Billed microseconds: the larger of the measured time and the minimum, rounded up to whole steps.
    ///
    /// - Parameter microseconds: 0 or more, at most `Usage.longestSeconds`.
    package func billed(_ microseconds: Int64) -> Int64 {
        let counted = max(microseconds, self.minimumMicroseconds)
        let remainder = counted % self.granularityMicroseconds
        return remainder == 0 ? counted : counted - remainder + self.granularityMicroseconds
    }
}

extension TimeRounding: Codable {
    private enum CodingKeys: String, CodingKey { case granularityMicroseconds, minimumMicroseconds }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        let granularity = try container.decode(Int64.self, forKey: .granularityMicroseconds)
        let minimum = try container.decode(Int64.self, forKey: .minimumMicroseconds)
        guard let rounding = TimeRounding(granularityMicroseconds: granularity, minimumMicroseconds: minimum) else {
            throw DecodingError.dataCorruptedError(
                forKey: .granularityMicroseconds,
                in: container,
                debugDescription: "a step from 1 µs to a year and a minimum up to a year are allowed"
            )
        }
        self = rounding
    }
}
