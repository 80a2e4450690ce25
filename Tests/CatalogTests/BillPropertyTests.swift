import Catalog
import Foundation
import Placement
import Testing

/// SplitMix64, so that a failing case can be replayed from its seed.
struct SeededGenerator: RandomNumberGenerator {
    var state: UInt64
    mutating func next() -> UInt64 {
        self.state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = self.state
        mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
        return mixed ^ (mixed >> 31)
    }
}

@Suite struct BillPropertyTests {
    static let seeds: [UInt64] = [1, 20_261_121, 0xdead_beef]

    /// Whole milliseconds, eighths of vCPU and whole MiB, which Decimal holds exactly.
    struct RandomRun {
        let milliseconds: Int
        let eighths: Int
        let mebibytes: Int
        let egressBytes: Int
        let activeMilliseconds: Int

        init(_ generator: inout SeededGenerator) {
            self.milliseconds = Int.random(in: 0...10_000_000, using: &generator)
            self.eighths = Int.random(in: 0...512, using: &generator)
            self.mebibytes = Int.random(in: 0...1_000_000, using: &generator)
            self.egressBytes = Int.random(in: 0...5_000_000_000, using: &generator)
            self.activeMilliseconds = Int.random(in: 0...10_000_000, using: &generator)
        }

        func usage(moreMilliseconds: Int = 0) throws -> Usage {
            try CatalogTests.usage(
                wall: Double(self.milliseconds + moreMilliseconds) / 1000,
                active: .seconds(Double(self.activeMilliseconds) / 1000),
                vcpus: Double(self.eighths) / 8,
                memory: Double(self.mebibytes) / 1024,
                egress: Double(self.egressBytes)
            )
        }
    }

    private static func randomBasis(_ generator: inout SeededGenerator) throws -> BillingBasis {
        var charges: [BillingBasis.Charge] = []
        for meter in Meter.allCases where Bool.random(using: &generator) || meter == .wallTime {
            let per = try #require(BillingBasis.units(of: meter).randomElement(using: &generator))
            let step = try #require([1_000, 10_000, 100_000, 1_000_000, 60_000_000].randomElement(using: &generator))
            charges.append(
                .init(
                    meter: meter,
                    price: try #require(UnitPrice(picos: .random(in: 0...2_000_000_000, using: &generator), per: per)),
                    rounding: try #require(
                        TimeRounding(
                            granularityMicroseconds: Int64(step),
                            minimumMicroseconds: Bool.random(using: &generator) ? 60_000_000 : 0
                        )
                    )
                )
            )
        }
        return try BillingBasis(
            currency: .usd,
            charges: charges,
            startUp: .free,
            includedEgressBytes: .random(in: 0...1_000_000_000, using: &generator)
        )
    }

    /// The same bill in `Decimal`, charge by charge over the common denominator of seconds, hours and units.
    private static func reference(_ basis: BillingBasis, _ run: RandomRun) -> Int64 {
        // Everything over 3600 × 8 × 1024 × 10⁹ so that no division happens before the end.
        var numerator = Decimal(0)
        for charge in basis.charges {
            func billed(_ milliseconds: Int) -> Decimal {
                let micros = max(Int64(milliseconds) * 1000, charge.rounding.minimumMicroseconds)
                let step = charge.rounding.granularityMicroseconds
                return Decimal((micros + step - 1) / step * step)
            }
            let wall = billed(run.milliseconds)
            let million = Decimal(1_000_000)
            let units: Decimal
            switch charge.meter {
            case .wallTime: units = wall / million
            case .activeCPUTime: units = billed(run.activeMilliseconds) / million
            case .vcpuTime: units = wall * Decimal(run.eighths) / 8 / million
            case .memoryTime: units = wall * Decimal(run.mebibytes) / 1024 / million
            case .diskTime: units = 0
            case .start: units = 1
            case .egress: units = Decimal(max(0, run.egressBytes - Int(basis.includedEgressBytes))) / 1_000_000_000
            }
            let perUnit: Decimal =
                switch charge.price.per {
                case .hour: 1
                case .second: 3600
                case .one: 3600
                case .million: 3600 / million
                }
            numerator += units * perUnit * Decimal(charge.price.picos)
        }
        var exact = numerator / 3600 / 1000
        var rounded = Decimal()
        NSDecimalRound(&rounded, &exact, 0, .plain)
        return NSDecimalNumber(decimal: rounded).int64Value
    }

    @Test(arguments: seeds)
    func `whole numbers give the same bill as decimals`(seed: UInt64) throws {
        var generator = SeededGenerator(state: seed)
        for _ in 0..<400 {
            let basis = try Self.randomBasis(&generator)
            let run = RandomRun(&generator)
            #expect(
                try basis.cost(of: run.usage()).nanos == Self.reference(basis, run),
                "seed \(seed), \(basis), \(run)"
            )
        }
    }

    @Test(arguments: seeds)
    func `more time never costs less, and no run costs less than its minimum`(seed: UInt64) throws {
        var generator = SeededGenerator(state: seed)
        for _ in 0..<400 {
            let basis = try Self.randomBasis(&generator)
            let run = RandomRun(&generator)
            let cost = try basis.cost(of: run.usage())
            let longer = try basis.cost(of: run.usage(moreMilliseconds: .random(in: 1...100_000, using: &generator)))
            #expect(longer.nanos >= cost.nanos)
            let wall = try #require(basis.charges.first { $0.meter == .wallTime })
            let minimum = try BillingBasis(currency: .usd, charges: [wall], startUp: .free, includedEgressBytes: 0)
            #expect(try cost.nanos >= minimum.cost(of: usage()).nanos)
            #expect(try cost.nanos <= basis.cost(of: retried(run)).nanos)
        }
    }

    private func retried(_ run: RandomRun) throws -> Usage {
        try usage(
            wall: Double(run.milliseconds) / 1000,
            active: .seconds(Double(run.activeMilliseconds) / 1000),
            vcpus: Double(run.eighths) / 8,
            memory: Double(run.mebibytes) / 1024,
            egress: Double(run.egressBytes),
            retries: 0.1
        )
    }

    @Test(arguments: seeds)
    func `the lines of a breakdown add up to the run within half a nano each`(seed: UInt64) throws {
        var generator = SeededGenerator(state: seed)
        for _ in 0..<200 {
            let basis = try Self.randomBasis(&generator)
            let breakdown = try basis.breakdown(of: RandomRun(&generator).usage())
            let sum = breakdown.lines.map(\.cost.nanos).reduce(0, +)
            #expect(abs(sum - breakdown.oneRun.nanos) <= Int64(breakdown.lines.count))
            #expect(breakdown.total == breakdown.oneRun)
        }
    }
}
