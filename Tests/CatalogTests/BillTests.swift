import Catalog
import Placement
import Testing

/// A run with nothing but the named quantities.
func usage(
    wall: Double = 0,
    active: Usage.ActiveCPU = .unknown,
    vcpus: Double = 0,
    memory: Double = 0,
    disk: Double = 0,
    egress: Double = 0,
    startUp: Double = 0,
    retries: Double = 0
) throws(BillingError) -> Usage {
    try Usage(
        wallSeconds: wall,
        activeCPU: active,
        vcpus: vcpus,
        memoryGiB: memory,
        diskGB: disk,
        egressBytes: egress,
        startUpSeconds: startUp,
        expectedRetries: retries
    )
}

func price(_ text: String, _ per: UnitPrice.Quantity) throws -> UnitPrice {
    try #require(UnitPrice(parsing: text, per: per))
}

func basis(
    _ charges: [(Meter, String, UnitPrice.Quantity, TimeRounding)],
    startUp: BillingBasis.StartUp = .free,
    includedEgressBytes: Int64 = 0,
    currency: Currency = .usd
) throws -> BillingBasis {
    try BillingBasis(
        currency: currency,
        charges: charges.map { .init(meter: $0.0, price: try price($0.1, $0.2), rounding: $0.3) },
        startUp: startUp,
        includedEgressBytes: includedEgressBytes
    )
}

/// Bills worked out by hand.
@Suite struct BillTests {
    let lambda: BillingBasis

    init() throws {
        self.lambda = try basis(
            [
                (.memoryTime, "0.0000166667", .second, .millisecond), (.start, "0.20", .million, .millisecond),
                (.egress, "0.09", .one, .millisecond),
            ],
            startUp: .billed
        )
    }

    @Test func `a Lambda bill counts whole milliseconds of memory, the start and the invocation`() throws {
        // 120.4 ms + 100 ms start = 220.4 ms → 221 ms; × 0.5 GiB × 0.0000166667 = 0.00000184167035
        // + 0.0000002 for the invocation = 0.00000204167035 → 2,042 nanos.
        let bill = try self.lambda.cost(of: usage(wall: 0.1204, memory: 0.5, startUp: 0.1))
        #expect(bill == Money(nanos: 2_042, currency: .usd))
    }

    @Test func `101 ms are billed as 200 ms where the step is 100 ms`() throws {
        // 0.2 s × 2 vCPU × 0.000024 = 0.0000096
        let basis = try basis([(.vcpuTime, "0.000024", .second, .tenthOfSecond)])
        #expect(try basis.cost(of: usage(wall: 0.101, vcpus: 2)).nanos == 9_600)
        // A step that is filled exactly stays: 0.1 s × 2 × 0.000024.
        #expect(try basis.cost(of: usage(wall: 0.1, vcpus: 2)).nanos == 4_800)
        #expect(try basis.cost(of: usage(wall: 0, vcpus: 2)).nanos == 0)
    }

    @Test func `a run of ten seconds pays for a minute where that is the minimum`() throws {
        // 60 s of 3.60 an hour = 0.06; 61.2 s → 62 s = 0.062
        let basis = try BillingBasis(
            perHour: #require(Money(parsing: "3.60", currency: .usd)),
            rounding: .secondAfterMinute
        )
        #expect(try basis.cost(of: usage(wall: 10)).nanos == 60_000_000)
        #expect(try basis.cost(of: usage(wall: 61.2)).nanos == 62_000_000)
        // The start of an instance is billed: 10 s + 60 s.
        #expect(try basis.cost(of: usage(wall: 10, startUp: 60)).nanos == 70_000_000)
        // Per started hour: 2 hours.
        let hourly = try BillingBasis(
            perHour: #require(Money(parsing: "3.60", currency: .usd)),
            rounding: .hour
        )
        #expect(try hourly.cost(of: usage(wall: 3601)).nanos == 7_200_000_000)
    }

    @Test func `active CPU time leaves waiting unpaid`() throws {
        // 30 s wall on 2 vCPU and 4 GiB, of which cores work for 6 s:
        // 6 s × 0.128 / 3600 = 0.000213333…; 4 GiB × 60 s minimum × 0.0212 / 3600 = 0.001413333…; start 0.0000006
        // = 0.001627266666… → 1,627,267 nanos.
        let vercel = try basis([
            (.activeCPUTime, "0.128", .hour, .millisecond),
            (
                .memoryTime, "0.0212", .hour,
                #require(TimeRounding(granularityMicroseconds: 1_000, minimumMicroseconds: 60_000_000))
            ),
            (.start, "0.60", .million, .millisecond),
        ])
        let seconds = try usage(wall: 30, active: .seconds(6), vcpus: 2, memory: 4)
        #expect(try vercel.cost(of: seconds).nanos == 1_627_267)
        // The same as a share of the reserved 60 core seconds.
        #expect(try vercel.cost(of: usage(wall: 30, active: .share(0.1), vcpus: 2, memory: 4)).nanos == 1_627_267)
        #expect(throws: BillingError.unknownQuantity(field: .activeCPUSeconds, meter: .activeCPUTime)) {
            try vercel.cost(of: usage(wall: 30, vcpus: 2, memory: 4))
        }
    }

    @Test func `egress is paid per gigabyte beyond what is included`() throws {
        // 2.5 GB − 1 GB included = 1.5 GB × 0.09 = 0.135
        let basis = try basis([(.egress, "0.09", .one, .second)], includedEgressBytes: 1_000_000_000)
        #expect(try basis.cost(of: usage(egress: 2.5e9)).nanos == 135_000_000)
        #expect(try basis.cost(of: usage(egress: 0.9e9)).nanos == 0)
    }

    @Test func `disk is paid per gigabyte second`() throws {
        // 10 GB × 100 s × 0.00000007 = 0.00007
        let basis = try basis([(.diskTime, "0.00000007", .second, .second)])
        #expect(try basis.cost(of: usage(wall: 100, disk: 10)).nanos == 70_000)
    }

    @Test func `the vendor's own worked example of E2B comes out`() throws {
        // 2 × 0.0504 + 0.5 × 0.0162 = 0.1089 for an hour of 2 vCPU and 0.5 GiB.
        let e2b = try basis([
            (.vcpuTime, "0.000014", .second, .second), (.memoryTime, "0.0000045", .second, .second),
        ])
        #expect(try e2b.cost(of: usage(wall: 3600, vcpus: 2, memory: 0.5)).nanos == 108_900_000)
    }

    @Test func `expected retries pay for the run again, in one rounding`() throws {
        // One run costs 0.4 nanos; alone it rounds to 0, three further ones make 1.6 → 2.
        let basis = try basis([(.start, "0.0000000004", .one, .second)])
        #expect(try basis.cost(of: usage()).nanos == 0)
        #expect(try basis.cost(of: usage(retries: 3)).nanos == 2)
        // 0.06 × 1.25
        let hourly = try BillingBasis(perHour: Money(nanos: 3_600_000_000, currency: .usd), rounding: .second)
        #expect(try hourly.cost(of: usage(wall: 60, retries: 0.25)).nanos == 75_000_000)
    }

    @Test func `halves round up`() throws {
        let basis = try basis([(.start, "0.0000000005", .one, .second)])
        #expect(try basis.cost(of: usage()).nanos == 1)
    }

    @Test func `the breakdown says what was counted and adds up`() throws {
        let breakdown = try self.lambda.breakdown(
            of: usage(wall: 0.1204, memory: 0.5, egress: 1e9, startUp: 0.1, retries: 0.5)
        )
        #expect(breakdown.lines.map(\.meter) == [.memoryTime, .start, .egress])
        #expect(breakdown.lines.map(\.quantity) == [0.1105, 1, 1])
        #expect(breakdown.lines.map(\.cost.nanos) == [1_842, 200, 90_000_000])
        #expect(breakdown.oneRun.nanos == 90_002_042)
        // 0.09000204167035 × 1.5 = 0.135003062505525
        #expect(breakdown.total.nanos == 135_003_063)
        #expect(breakdown.retries.nanos == 45_001_021)
        #expect(breakdown.lines[0].price.description == "0.0000166667 per second")
        #expect(breakdown.lines[2].price.description == "0.09")
    }
}
