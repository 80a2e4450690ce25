import Foundation
import Placement
import Testing

@Suite struct MoneyTests {
    @Test(arguments: [
        (0.0, 0), (1, 1_000_000_000), (0.1, 100_000_000), (1e-9, 1), (0.4e-9, 0), (0.5e-9, 1), (1.5e-9, 2),
        (-2.4e-9, -2), (-0.5e-9, -1), (9e9, 9_000_000_000_000_000_000), (-9e9, -9_000_000_000_000_000_000),
    ])
    func `units become the nearest whole nano-unit, halves away from zero`(units: Double, nanos: Int64) {
        #expect(Money(units, currency: .usd)?.nanos == nanos)
    }

    @Test(arguments: [Double.nan, .infinity, -.infinity, 9.3e9, -9.3e9, 1e300])
    func `an amount that is not finite or out of range is none`(units: Double) {
        #expect(Money(units, currency: .usd) == nil)
    }

    @Test func `the same amount of another currency is another amount`() {
        let money = Money(nanos: 1_500_000_000, currency: .eur)
        #expect(money.units == 1.5)
        #expect(money != Money(nanos: 1_500_000_000, currency: .usd))
    }

    @Test(arguments: ["usd", "US", "USDT", "", "U5D", "ÜSD", "US "])
    func `a currency is three capital letters`(code: String) {
        #expect(Currency(code) == nil)
        #expect(throws: DecodingError.self) {
            try JSONDecoder().decode(Currency.self, from: Data("\"\(code)\"".utf8))
        }
    }

    @Test func `money survives JSON to the nano-unit`() throws {
        let money = Money(nanos: 9_007_199_254_740_993, currency: try #require(Currency("CHF")))
        let data = try JSONEncoder().encode(money)
        #expect(try JSONDecoder().decode(Money.self, from: data) == money)
        #expect("\(money.currency)" == "CHF")
    }
}
