package import Placement

/// How a provider really bills a run: what it counts, at which price, in which steps, from when.
package struct BillingBasis: Sendable, Hashable {
    /// One line of the bill.
    package struct Charge: Sendable, Hashable, Codable {
        /// What is counted.
        package let meter: Meter
        /// The price of a unit of the meter, in the basis' currency.
        package let price: UnitPrice
        /// How the meter's time is rounded; of no effect on a meter that does not run with time.
        package let rounding: TimeRounding

        package init(meter: Meter, price: UnitPrice, rounding: TimeRounding) {
            self.meter = meter
            self.price = price
            self.rounding = rounding
        }
    }

    /// Whether the seconds before the work begins are on the bill. They never count as active CPU time, which
    /// nobody knows for a start.
    package enum StartUp: String, Sendable, Hashable, Codable, CaseIterable { case billed, free }

    /// Of every charge: one bill has one currency.
    package let currency: Currency
    /// In the order of the declaration, each meter once.
    package let charges: [Charge]
    /// Whether the seconds before the work begins are billed.
    package let startUp: StartUp
    /// Bytes that one run may send before egress costs anything, 0 or more. Monthly allowances of an account are
    /// not the run's and are left out.
    package let includedEgressBytes: Int64

    /// - Throws: `BillingError` for no charge at all, a meter that is charged twice and a unit that its meter does
    ///   not have.
    package init(
        currency: Currency,
        charges: [Charge],
        startUp: StartUp,
        includedEgressBytes: Int64
    ) throws(BillingError) {
        guard !charges.isEmpty else { throw BillingError.noCharges }
        guard includedEgressBytes >= 0 else {
            throw BillingError.refused(
                field: .egressBytes,
                value: Double(includedEgressBytes),
                allowed: 0...Usage.mostEgressBytes
            )
        }
        for (index, charge) in charges.enumerated() {
            let allowed = Self.units(of: charge.meter)
            guard allowed.contains(charge.price.per) else {
                throw BillingError.wrongUnit(meter: charge.meter, per: charge.price.per, allowed: allowed)
            }
            guard !charges[..<index].contains(where: { $0.meter == charge.meter }) else {
                throw BillingError.repeatedMeter(charge.meter)
            }
        }
        self.currency = currency
        self.charges = charges
        self.startUp = startUp
        self.includedEgressBytes = includedEgressBytes
    }

    /// The basis of an instance that costs `perHour` for as long as it exists, start included.
    ///
    /// - Throws: `BillingError.overflow` for a price above 9.2 million an hour, `.refused` for a negative one.
    package init(perHour: Money, rounding: TimeRounding) throws(BillingError) {
        let (picos, overflow) = perHour.nanos.multipliedReportingOverflow(by: 1000)
        guard !overflow, let price = UnitPrice(picos: picos, per: .hour) else {
            throw BillingError.overflow(perHour.currency)
        }
        try self.init(
            currency: perHour.currency,
            charges: [Charge(meter: .wallTime, price: price, rounding: rounding)],
            startUp: .billed,
            includedEgressBytes: 0
        )
    }

    /// The quantities that a meter may be priced in.
    package static func units(of meter: Meter) -> [UnitPrice.Quantity] {
        switch meter {
        case .wallTime, .activeCPUTime, .vcpuTime, .memoryTime, .diskTime: [.second, .hour]
        case .start: [.one, .million]
        case .egress: [.one]
        }
    }

    /// The same basis with some charges replaced.
    func replacing(_ replace: (Charge) throws(BillingError) -> Charge) throws(BillingError) -> BillingBasis {
        var charges: [Charge] = []
        for charge in self.charges { charges.append(try replace(charge)) }
        return try BillingBasis(
            currency: self.currency,
            charges: charges,
            startUp: self.startUp,
            includedEgressBytes: self.includedEgressBytes
        )
    }
}

extension BillingBasis: Codable {
    private enum CodingKeys: String, CodingKey { case currency, charges, startUp, includedEgressBytes }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        do {
            self = try BillingBasis(
                currency: try container.decode(Currency.self, forKey: .currency),
                charges: try container.decode([Charge].self, forKey: .charges),
                startUp: try container.decode(StartUp.self, forKey: .startUp),
                includedEgressBytes: try container.decode(Int64.self, forKey: .includedEgressBytes)
            )
        } catch let error as BillingError {
            throw DecodingError.dataCorruptedError(
                forKey: .charges,
                in: container,
                debugDescription: error.description
            )
        }
    }
}
