import Placement
import Testing

@Suite struct TimestampTests {
    @Test(arguments: [
        ("1970-01-01", 0, "1970-01-01T00:00:00Z"),
        ("0500-03-04", -46_383_321_600_000_000, "0500-03-04T00:00:00Z"),
        ("2020-11-11 01:34:34.979495", 1_605_058_474_979_495, "2020-11-11T01:34:34.979495Z"),
        ("2024-02-29T23:59:60Z", 1_709_251_200_000_000, "2024-03-01T00:00:00Z"),
        ("2018-01-05 17:28:14+02:00", 1_515_166_094_000_000, "2018-01-05T15:28:14Z"),
        ("1969-12-31T23:59:59.5Z", -500_000, "1969-12-31T23:59:59.500000Z"),
        ("1605058474.5", 1_605_058_474_500_000, "2020-11-11T01:34:34.500000Z"),
    ])
    func `reads ISO 8601 and seconds, and spells them in UTC`(text: String, microseconds: Int64, spelled: String) {
        let timestamp = Timestamp(parsing: text)
        #expect(timestamp?.microseconds == microseconds)
        #expect(timestamp?.description == spelled)
    }

    @Test(arguments: [
        "", "yesterday", "2020-13-01", "2023-02-29", "2020-01-01T25:00", "2020-01-01T10:00Zx", "2020-1-1",
    ])
    func `refuses what is no time`(text: String) {
        #expect(Timestamp(parsing: text) == nil)
    }

    @Test func `knows hour and weekday in UTC, before 1970 too`() {
        let wednesday = Timestamp(parsing: "2020-11-11T01:34:34Z")
        #expect(wednesday?.weekday == 2)
        #expect(wednesday?.hour == 1)
        let beforeEpoch = Timestamp(parsing: "1969-12-31T23:00:00Z")
        #expect(beforeEpoch?.weekday == 2)
        #expect(beforeEpoch?.hour == 23)
    }
}
