import Foundation
import Placement
import Testing

@testable import Catalog

@Suite struct BillingRefusalTests {
    @Test(arguments: [Double.nan, -1, .infinity, 1e30])
    func `a quantity that is no amount is refused with its field, its value and what is allowed`(value: Double) {
        let refusals: [(BillingError.Field, (Double) throws(BillingError) -> Usage)] = [
            (.wallSeconds, { (value) throws(BillingError) in try usage(wall: value) }),
            (.startUpSeconds, { (value) throws(BillingError) in try usage(startUp: value) }),
            (.vcpus, { (value) throws(BillingError) in try usage(vcpus: value) }),
            (.memoryGiB, { (value) throws(BillingError) in try usage(memory: value) }),
            (.diskGB, { (value) throws(BillingError) in try usage(disk: value) }),
            (.egressBytes, { (value) throws(BillingError) in try usage(egress: value) }),
            (.expectedRetries, { (value) throws(BillingError) in try usage(retries: value) }),
            (.activeCPUSeconds, { (value) throws(BillingError) in try usage(active: .seconds(value)) }),
            (.activeCPUShare, { (value) throws(BillingError) in try usage(active: .share(value)) }),
        ]
        for (field, attempt) in refusals {
            #expect {
                _ = try attempt(value)
            } throws: { error in
                guard case .refused(let found, let refused, let allowed)? = error as? BillingError else {
                    return false
                }
                return found == field && (refused == value || value.isNaN) && allowed.lowerBound == 0
            }
        }
    }

    @Test func `a refusal reads as a sentence`() {
        let refusal = BillingError.refused(field: .vcpus, value: -2, allowed: 0...1_000_000)
        #expect(refusal.description == "vcpus is -2; allowed: 0 to 1000000")
        #expect(
            BillingError.unknownQuantity(field: .activeCPUSeconds, meter: .activeCPUTime).description
                == "activeCPUSeconds is not known, and the provider bills activeCPUTime"
        )
        #expect(
            BillingError.otherCurrency(found: .eur, expected: .usd).description
                == "the price is in EUR, expected USD"
        )
    }

    @Test func `a bill that money cannot hold is an error`() throws {
        // 9 million an hour for 31 years and a million retries.
        let basis = try basis([(.wallTime, "9000000", .second, .second)])
        #expect(throws: BillingError.overflow(.usd)) {
            try basis.cost(of: usage(wall: 1e9, retries: 1e6))
        }
        #expect(throws: BillingError.overflow(.usd)) { try basis.cost(of: usage(wall: 1e9)) }
        #expect(throws: BillingError.overflow(.usd)) { try basis.breakdown(of: usage(wall: 1e9)) }
        // Every quantity at its limit at once: the product itself does not fit 128 bits.
        let everything = try costlyBasis()
        #expect(throws: BillingError.overflow(.usd)) {
            try everything.cost(
                of: usage(wall: 1e9, vcpus: 1e6, memory: 1e9, disk: 1e9, egress: 1e18, startUp: 1e9, retries: 1e6)
            )
        }
        #expect(throws: BillingError.overflow(.usd)) {
            try BillingBasis(perHour: Money(nanos: .max, currency: .usd), rounding: .second)
        }
    }

    private func costlyBasis() throws -> BillingBasis {
        try basis(
            [
                (.vcpuTime, "9000000", .second, .second), (.memoryTime, "9000000", .second, .second),
                (.diskTime, "9000000", .second, .second), (.egress, "9000000", .one, .second),
            ],
            startUp: .billed
        )
    }

    @Test func `the largest bill that fits is exact`() throws {
        // 9,200,000 an hour for 1000 hours = 9.2 thousand million, just under the limit of 9.223…
        let basis = try BillingBasis(
            perHour: Money(nanos: 9_200_000_000_000_000, currency: .usd),
            rounding: .second
        )
        #expect(try basis.cost(of: usage(wall: 3_600_000)).nanos == 9_200_000_000_000_000_000)
        // The full-width path: half of it twice.
        #expect(try basis.cost(of: usage(wall: 1_800_000, retries: 1)).nanos == 9_200_000_000_000_000_000)
    }

    @Test func `a basis without charges, with a meter twice or with a wrong unit is refused`() throws {
        #expect(throws: BillingError.noCharges) { try basis([]) }
        #expect(throws: BillingError.repeatedMeter(.start)) {
            try basis([(.start, "1", .one, .second), (.start, "2", .million, .second)])
        }
        #expect(
            throws: BillingError.wrongUnit(meter: .memoryTime, per: .million, allowed: [.second, .hour])
        ) { try basis([(.memoryTime, "1", .million, .second)]) }
        #expect(throws: BillingError.self) {
            try basis([(.start, "1", .one, .second)], includedEgressBytes: -1)
        }
        #expect(BillingError.noCharges.description.contains("at least one"))
        #expect(BillingError.repeatedMeter(.start).description == "start is charged twice")
        #expect(
            BillingError.wrongUnit(meter: .start, per: .hour, allowed: [.one, .million]).description
                == "start cannot be priced per hour; allowed: per one or million"
        )
        #expect(BillingError.overflow(.eur).description.hasSuffix("million EUR"))
    }

    @Test func `stored bases are checked again when they are read`() throws {
        let stored = try JSONEncoder().encode(
            basis([(.vcpuTime, "0.000014", .second, .secondAfterMinute)], startUp: .billed)
        )
        let read = try JSONDecoder().decode(BillingBasis.self, from: stored)
        #expect(read.charges[0].price.amount == "0.000014")
        #expect(read.charges[0].rounding == .secondAfterMinute)
        let text = try #require(String(data: stored, encoding: .utf8))
        for (found, wrong) in [
            ("0.000014", "-1"), ("\"granularityMicroseconds\":1000000", "\"granularityMicroseconds\":0"),
            ("second\"", "million\""), ("USD", "usd"),
        ] {
            let damaged = Data(text.replacing(found, with: wrong).utf8)
            #expect(damaged != stored)
            #expect(throws: DecodingError.self) { try JSONDecoder().decode(BillingBasis.self, from: damaged) }
        }
        #expect(throws: DecodingError.self) { try JSONDecoder().decode(BasisPoints.self, from: Data("10001".utf8)) }
    }

    @Test(arguments: [
        ("0.0000166667", 12, 16_666_700 as Int64?), ("1e-12", 12, 1), ("2.5e3", 0, 2500), (".5", 0, 1),
        ("0.4", 0, 0), ("0.05", 0, 0), ("0.9999999999995", 12, 1_000_000_000_000), ("12.", 2, 1200), ("", 2, nil),
        (".", 2, nil), ("-1", 2, nil), ("1,5", 2, nil), ("1.2.3", 2, nil), ("nan", 2, nil), ("0x10", 2, nil),
        ("1e", 2, nil), ("1e999", 2, nil), ("9223372036854775808", 0, nil), ("99999999999", 9, nil), ("1e30", 0, nil),
        ("0e300", 9, 0), ("1e-300", 9, 0), (" 1", 2, nil),
    ])
    func `decimal text is read exactly or not at all`(text: String, decimals: Int, expected: Int64?) {
        #expect(DecimalText.parse(text, decimals: decimals) == expected)
    }

    @Test func `amounts are spelled without trailing zeros`() {
        #expect(Money(nanos: 50_400_000, currency: .usd).spelling == "0.0504 USD")
        #expect(Money(nanos: -1, currency: .eur).spelling == "-0.000000001 EUR")
        #expect(Money(nanos: 3_000_000_000, currency: .usd).spelling == "3 USD")
    }
}
