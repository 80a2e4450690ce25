/// A point in time: whole microseconds since 1970-01-01T00:00:00Z.
///
/// An explicit "as of" argument everywhere below the composition root; nothing there reads a clock.
package struct Timestamp: Sendable, Hashable, Comparable {
    /// Microseconds since 1970-01-01T00:00:00Z; negative before.
    package let microseconds: Int64

    package init(microseconds: Int64) { self.microseconds = microseconds }

    /// - Parameter seconds: Seconds since 1970, finite and within ±290,000 years.
    package init(secondsSince1970 seconds: Double) {
        self.microseconds = Int64((seconds * 1e6).rounded())
    }

    /// The same in seconds; exact to the microsecond for some centuries around 1970.
    package var secondsSince1970: Double { Double(self.microseconds) / 1e6 }

    package static func < (left: Timestamp, right: Timestamp) -> Bool { left.microseconds < right.microseconds }

    /// How long after another moment; negative when the clock went back.
    package func seconds(since earlier: Timestamp) -> Double {
        Double(self.microseconds - earlier.microseconds) / 1e6
    }

    /// Later by so many seconds, or earlier for a negative number, rounded to the microsecond.
    package func advanced(bySeconds seconds: Double) -> Timestamp {
        Timestamp(microseconds: self.microseconds + Int64((seconds * 1e6).rounded()))
    }

    /// Whole days since 1970-01-01, rounding towards the past.
    package var day: Int64 { Self.floorDivide(self.microseconds, 86_400_000_000) }
    /// Whole hours since 1970-01-01T00:00Z, rounding towards the past.
    package var hoursSince1970: Int64 { Self.floorDivide(self.microseconds, 3_600_000_000) }
    /// Hour of the day in UTC, 0 to 23.
    package var hour: Int { Int(self.hoursSince1970 - self.day * 24) }
    /// Day of the week in UTC, Monday 0 to Sunday 6.
    package var weekday: Int { Int(((self.day + 3) % 7 + 7) % 7) }

    private static func floorDivide(_ value: Int64, _ divisor: Int64) -> Int64 {
        let quotient = value / divisor
        return value % divisor < 0 ? quotient - 1 : quotient
    }
}

extension Timestamp: CustomStringConvertible {
    /// ISO 8601 in UTC, with microseconds only where there are any: `2020-11-11T01:34:34.979495Z`.
    package var description: String {
        let (year, month, dayOfMonth) = Self.civil(fromDay: self.day)
        let inDay = self.microseconds - self.day * 86_400_000_000
        let seconds = inDay / 1_000_000
        let fraction = inDay % 1_000_000
        func two(_ value: Int64) -> String { value < 10 ? "0\(value)" : "\(value)" }
        let years = String(year)
        let date = "\(String(repeating: "0", count: max(0, 4 - years.count)))\(years)-\(two(month))-\(two(dayOfMonth))"
        let time = "\(two(seconds / 3600)):\(two(seconds / 60 % 60)):\(two(seconds % 60))"
        let digits = String(fraction)
        let tail = fraction == 0 ? "" : "." + String(repeating: "0", count: 6 - digits.count) + digits
        return "\(date)T\(time)\(tail)Z"
    }

    /// Reads ISO 8601 dates and times: `2020-11-11`, `2020-11-11 01:34:34.979`, `…T01:34Z`, `…+02:00`; a time without
    /// a zone is UTC. A plain number is taken as seconds since 1970. Anything else gives `nil`.
    package init?(parsing text: some StringProtocol) {
        if let seconds = Double(text), seconds.isFinite, abs(seconds) < 9e12 {
            self.init(secondsSince1970: seconds)
            return
        }
        var reader = DigitReader(bytes: Array(text.utf8))
        guard let year = reader.number(digits: 4), reader.skip("-"), let month = reader.number(digits: 2),
            reader.skip("-"), let day = reader.number(digits: 2), (1...12).contains(month),
            day >= 1, day <= Self.daysIn(month: month, year: year)
        else { return nil }
        var microseconds = Self.day(year: year, month: month, dayOfMonth: day) * 86_400_000_000
        if !reader.isAtEnd {
            guard reader.skip("T") || reader.skip(" "), let clock = reader.clock() else { return nil }
            microseconds += clock
        }
        guard reader.isAtEnd else { return nil }
        self.init(microseconds: microseconds)
    }

    /// Days since 1970 of a date in the proleptic Gregorian calendar.
    /// - SeeAlso: H. Hinnant, "chrono-Compatible Low-Level Date Algorithms", days_from_civil.
    private static func day(year: Int64, month: Int64, dayOfMonth: Int64) -> Int64 {
        let shifted = month <= 2 ? year - 1 : year
        let era = Self.floorDivide(shifted, 400)
        let yearOfEra = shifted - era * 400
        let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + dayOfMonth - 1
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    }

    private static func civil(fromDay day: Int64) -> (year: Int64, month: Int64, dayOfMonth: Int64) {
        let shifted = day + 719_468
        let era = Self.floorDivide(shifted, 146_097)
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        return (
            yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
        )
    }

    private static func daysIn(month: Int64, year: Int64) -> Int64 {
        switch month {
        case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }
}

extension Timestamp: Codable {
    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let text = try container.decode(String.self)
        guard let timestamp = Timestamp(parsing: text) else {
            throw DecodingError.dataCorruptedError(
                in: container,
                debugDescription: "'\(text)' is not an ISO 8601 time such as 2026-01-31T12:00:00Z"
            )
        }
        self = timestamp
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(self.description)
    }
}

/// Reads fixed-width digits and separators from the front of a text.
private struct DigitReader {
    let bytes: [UInt8]
    var position = 0

    var isAtEnd: Bool { self.position == self.bytes.count }

    mutating func number(digits: Int) -> Int64? {
        guard self.position + digits <= self.bytes.count else { return nil }
        var value: Int64 = 0
        for byte in self.bytes[self.position..<self.position + digits] {
            guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) else { return nil }
            value = value * 10 + Int64(byte - UInt8(ascii: "0"))
        }
        self.position += digits
        return value
    }

    mutating func skip(_ character: Unicode.Scalar) -> Bool {
        guard self.position < self.bytes.count, self.bytes[self.position] == UInt8(ascii: character) else {
            return false
        }
        self.position += 1
        return true
    }

    /// `hh:mm[:ss[.ffffff]][Z|±hh[:]mm]` as microseconds since midnight UTC.
    mutating func clock() -> Int64? {
        guard let hour = self.number(digits: 2), hour < 24, self.skip(":"), let minute = self.number(digits: 2),
            minute < 60
        else { return nil }
        var microseconds = (hour * 60 + minute) * 60_000_000
        if self.skip(":") {
            guard let second = self.number(digits: 2), second <= 60 else { return nil }
            microseconds += second * 1_000_000
            if self.skip(".") {
                guard let fraction = self.fraction() else { return nil }
                microseconds += fraction
            }
        }
        if self.skip("Z") { return microseconds }
        for (sign, direction) in [("+", -1), ("-", 1)] as [(Unicode.Scalar, Int64)] where self.skip(sign) {
            guard let hours = self.number(digits: 2) else { return nil }
            _ = self.skip(":")
            guard let minutes = self.number(digits: 2) else { return nil }
            microseconds += direction * (hours * 60 + minutes) * 60_000_000
        }
        return microseconds
    }

    /// One or more digits after the point, cut to microseconds.
    private mutating func fraction() -> Int64? {
        var value: Int64 = 0
        var scale: Int64 = 100_000
        let start = self.position
        while let digit = self.number(digits: 1) {
            value += digit * scale
            scale /= 10
        }
        return self.position > start ? value : nil
    }
}
