import Catalog
import Declarations
import Foundation
import Placement
import Testing

@Suite struct DiscountTests {
    let listed: BillingBasis
    let aws = Discount.Scope(provider: Provider.ID("aws"), family: "m7i", region: "us-east-1")
    let day = Timestamp(parsing: "2026-06-01")

    init() throws {
        self.listed = try BillingBasis(perHour: Money(nanos: 1_000_000_000, currency: .usd), rounding: .second)
    }

    private func discounts(_ yaml: String) throws -> [Discount] {
        try Discount.list(Declaration(yaml: "discounts:\n" + yaml, file: "d.yaml"))
    }

    @Test func `20 % off an hour for 1 USD leaves 0.80`() throws {
        let discount = try #require(
            try self.discounts("  - {name: deal, provider: aws, percent: 20}").first
        )
        #expect(try self.listed.applying(discount).cost(of: usage(wall: 3600)).nanos == 800_000_000)
    }

    @Test func `a committed share discounts only its part, and a paid reservation is free`() throws {
        // 40 % off half of the use: 1 − 0.4 × 0.5 = 0.80.
        let terms = try self.discounts(
            "  - {name: a, provider: aws, percent: 40, share: 50}\n  - {name: b, provider: gcp, percent: 100}"
        )
        #expect(try self.listed.applying(terms[0]).cost(of: usage(wall: 3600)).nanos == 800_000_000)
        #expect(try self.listed.applying(terms[1]).cost(of: usage(wall: 3600)).nanos == 0)
    }

    @Test func `a fixed price replaces one meter and must be in the same currency`() throws {
        let terms = try self.discounts(
            """
              - {name: own, provider: aws, fixed: {meter: wallTime, price: 0.5, per: hour, currency: USD}}
              - {name: eur, provider: aws, region: eu, fixed: {meter: wallTime, price: 0.5, per: hour, currency: EUR}}
            """
        )
        #expect(try self.listed.applying(terms[0]).cost(of: usage(wall: 7200)).nanos == 1_000_000_000)
        #expect(throws: BillingError.otherCurrency(found: .eur, expected: .usd)) {
            try self.listed.applying(terms[1])
        }
    }

    @Test func `the narrowest discount that holds on the day is the one that counts`() throws {
        let day = try #require(self.day)
        let terms = try self.discounts(
            """
              - {name: wide, provider: aws, percent: 10}
              - {name: region, provider: aws, region: us-east-1, percent: 20}
              - {name: family, provider: aws, family: m7i, percent: 30}
              - {name: both, provider: aws, family: m7i, region: us-east-1, percent: 40, from: 2026-06-01, until: 2026-06-02}
              - {name: late, provider: aws, family: m7i, region: us-east-1, percent: 50, from: 2026-06-01, until: 2026-06-02}
              - {name: elsewhere, provider: gcp, percent: 90}
            """
        )
        func name(_ scope: Discount.Scope, _ time: Timestamp) -> String? {
            Discount.applicable(to: scope, at: time, among: terms)?.id.description
        }
        #expect(name(self.aws, day) == "both")
        #expect(name(self.aws, day.advanced(bySeconds: 86_400)) == "family")
        #expect(name(self.aws, day.advanced(bySeconds: -1)) == "family")
        #expect(name(.init(provider: Provider.ID("aws"), family: nil, region: "us-east-1"), day) == "region")
        #expect(name(.init(provider: Provider.ID("aws"), family: "c7i", region: "eu"), day) == "wide")
        #expect(name(.init(provider: Provider.ID("azure"), family: nil, region: nil), day) == nil)
    }

    @Test func `a price row keeps what was used, what was listed and why, and computes the same bill after storage`()
        throws
    {
        let day = try #require(self.day)
        let terms = try self.discounts("  - {name: deal, provider: aws, percent: 20}")
        let rate = try #require(
            ExchangeRate(from: .eur, to: .usd, rate: "1.10", date: day, source: "ECB reference rate")
        )
        let origin = Origin(source: "price list", date: day, dated: .stated, reading: .vendor)
        let row = try PriceRow(
            target: Target.ID("aws/m7i/us-east-1/onDemand"),
            listed: self.listed,
            scope: self.aws,
            discounts: terms,
            conversion: Conversion(listed: Money(nanos: 909_090_909, currency: .eur), rate: rate),
            origins: [origin],
            takenAt: day
        )
        #expect(row.listed == self.listed)
        #expect(row.discount == terms[0])
        let stored = try JSONDecoder().decode(PriceRow.self, from: JSONEncoder().encode(row))
        #expect(stored == row)
        #expect(try stored.basis.cost(of: usage(wall: 3600)).nanos == 800_000_000)
        let undiscounted = try PriceRow(
            target: row.target,
            listed: self.listed,
            scope: self.aws,
            discounts: [],
            conversion: nil,
            origins: [origin],
            takenAt: day
        )
        #expect(undiscounted.listed == nil)
        #expect(undiscounted.basis == self.listed)
    }

    @Test(arguments: [
        ("  - {name: a, provider: aws}", "either percent or fixed"),
        ("  - {name: a, provider: aws, percent: 101}", "a number from 0 to 100"),
        ("  - {name: a, provider: aws, percent: .nan}", "a number from 0 to 100"),
        ("  - {name: a, provider: aws, percnt: 10}", "did you mean 'percent'?"),
        ("  - {name: a, provider: aws, percent: 1, from: 2026-02-01, until: 2026-01-01}", "a date after 2026-02-01"),
        ("  - {name: a, provider: aws, percent: 1, from: soon}", "a date such as"),
        ("  - {name: a, provider: aws, percent: 1}\n  - {name: a, provider: gcp, percent: 1}", "not used before"),
        (
            "  - {name: a, provider: aws, share: 5, fixed: {meter: start, price: 1, per: one, currency: USD}}",
            "no share"
        ),
        ("  - {name: a, provider: aws, fixed: {meter: start, price: 1, per: hour, currency: USD}}", "one or million"),
        (
            "  - {name: a, provider: aws, fixed: {meter: start, price: -1, per: one, currency: USD}}",
            "price of 0 or more"
        ),
        ("  - {name: a, provider: aws, fixed: {meter: start, price: 1, per: one, currency: XXY}}", "ISO 4217"),
    ])
    func `a wrong discount says what is allowed`(yaml: String, expected: String) throws {
        #expect { try self.discounts(yaml) } throws: { "\($0)".contains(expected) && "\($0)".hasPrefix("d.yaml:") }
    }

    @Test func `an exchange rate converts to the nearest nano-unit and refuses what it cannot`() throws {
        let day = try #require(self.day)
        let rate = try #require(ExchangeRate(from: .eur, to: .usd, rate: "1.0825", date: day, source: "ECB"))
        #expect(
            rate.convert(Money(nanos: 1_000_000_001, currency: .eur)) == Money(nanos: 1_082_500_001, currency: .usd)
        )
        #expect(rate.convert(Money(nanos: -1, currency: .eur)) == Money(nanos: -1, currency: .usd))
        #expect(rate.convert(Money(nanos: 1, currency: .usd)) == nil)
        #expect(rate.convert(Money(nanos: .max, currency: .eur)) == nil)
        #expect(ExchangeRate(from: .eur, to: .usd, rate: "0", date: day, source: "ECB") == nil)
        #expect(ExchangeRate(from: .eur, to: .usd, rate: "-1", date: day, source: "ECB") == nil)
    }
}
