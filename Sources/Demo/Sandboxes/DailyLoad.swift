internal import Placement
internal import RealModule

/// How busy a place is at a time of the day.
enum DailyLoad {
    /// 0 far from the peak hour, 1 at it on a working day, 0.4 at it on a weekend.
    static func share(at moment: Timestamp, peakHour: Double) -> Double {
        let hour = (moment.secondsSince1970 / 3600).truncatingRemainder(dividingBy: 24)
        let wave = max(0, Double.cos(2 * Double.pi * (hour - peakHour) / 24))
        return wave * wave * (moment.weekday >= 5 ? 0.4 : 1)
    }
}
