package import Placement

/// The arithmetic of a bill.
///
/// Every quantity is a whole number of a small unit (microseconds, ten-thousandths of a virtual CPU, MiB, MB, bytes)
/// and every price a whole number of 10⁻¹² of the currency, so each charge is a fraction whose denominator divides
/// `denominator`. The charges are summed as numerators over it in 128 bits, exactly; the sum is rounded **once**, to
/// the nearest nano-unit, halves up. Nothing allocates, and what does not fit is an error, never a trap.
extension BillingBasis {
    /// 2²⁰ · 3² · 5¹²: the least common multiple of what the meters divide by, per hour included.
    private static let denominator: UInt128 = 2_304_000_000_000_000
    private static let picosInNano: UInt128 = 1000
    private static let millionths: UInt128 = 1_000_000

    /// What the usage costs in all, retries included.
    ///
    /// - Throws: `BillingError.unknownQuantity` when active CPU time is billed and not known, `.overflow` for a bill
    ///   that money cannot hold.
    package func cost(of usage: Usage) throws(BillingError) -> Money {
        var total: UInt128 = 0
        for charge in self.charges {
            let (sum, overflow) = total.addingReportingOverflow(try self.numerator(of: charge, for: usage))
            guard !overflow else { throw BillingError.overflow(self.currency) }
            total = sum
        }
        return try self.money(total, attemptsMillionths: usage.attemptsMillionths)
    }

    /// The same bill line by line, for explanations.
    ///
    /// The lines are for one run and rounded one by one, so that their sum may differ from `oneRun` by half a
    /// nano-unit per line.
    package func breakdown(of usage: Usage) throws(BillingError) -> CostBreakdown {
        var lines: [CostBreakdown.Line] = []
        var total: UInt128 = 0
        for charge in self.charges {
            let numerator = try self.numerator(of: charge, for: usage)
            let (sum, overflow) = total.addingReportingOverflow(numerator)
            guard !overflow else { throw BillingError.overflow(self.currency) }
            total = sum
            lines.append(
                CostBreakdown.Line(
                    meter: charge.meter,
                    quantity: try self.billedQuantity(of: charge.meter, charge.rounding, usage),
                    price: charge.price,
                    cost: try self.money(numerator, attemptsMillionths: 1_000_000)
                )
            )
        }
        return CostBreakdown(
            lines: lines,
            oneRun: try self.money(total, attemptsMillionths: 1_000_000),
            total: try self.money(total, attemptsMillionths: usage.attemptsMillionths)
        )
    }

    private func numerator(of charge: Charge, for usage: Usage) throws(BillingError) -> UInt128 {
        let counted = try self.counted(charge.meter, charge.rounding, usage)
        let hours: UInt128 = charge.price.per == .hour ? 3600 : 1
        let millions: UInt128 = charge.price.per == .million ? 1_000_000 : 1
        let scale = Self.denominator / (counted.unitsInOne * hours * millions)
        let (priced, tooMuch) = counted.units.multipliedReportingOverflow(by: UInt128(charge.price.picos))
        let (numerator, overflow) = priced.multipliedReportingOverflow(by: scale)
        guard !tooMuch, !overflow else { throw BillingError.overflow(self.currency) }
        return numerator
    }

    /// How much of a meter is billed: whole small units, and how many of them make one unit of the price.
    private func counted(
        _ meter: Meter,
        _ rounding: TimeRounding,
        _ usage: Usage
    ) throws(BillingError) -> (units: UInt128, unitsInOne: UInt128) {
        switch meter {
        case .wallTime: return (self.billedTime(usage, rounding), 1_000_000)
        case .vcpuTime:
            return (self.billedTime(usage, rounding) * UInt128(usage.vcpuTenThousandths), 10_000_000_000)
        case .memoryTime: return (self.billedTime(usage, rounding) * UInt128(usage.memoryMiB), 1_024_000_000)
        case .diskTime: return (self.billedTime(usage, rounding) * UInt128(usage.diskMB), 1_000_000_000)
        case .activeCPUTime:
            guard let active = usage.activeMicroseconds else {
                throw BillingError.unknownQuantity(field: .activeCPUSeconds, meter: meter)
            }
            return (UInt128(rounding.billed(active)), 1_000_000)
        case .start: return (1, 1)
        case .egress: return (UInt128(max(0, usage.egressBytes - self.includedEgressBytes)), 1_000_000_000)
        }
    }

    private func billedTime(_ usage: Usage, _ rounding: TimeRounding) -> UInt128 {
        let startUp = self.startUp == .billed ? usage.startUpMicroseconds : 0
        return UInt128(rounding.billed(usage.wallMicroseconds + startUp))
    }

    private func billedQuantity(
        of meter: Meter,
        _ rounding: TimeRounding,
        _ usage: Usage
    ) throws(BillingError) -> Double {
        let counted = try self.counted(meter, rounding, usage)
        return Double(counted.units) / Double(counted.unitsInOne)
    }

    /// Rounds a numerator over `denominator`, times the attempts, to money.
    private func money(_ numerator: UInt128, attemptsMillionths: Int64) throws(BillingError) -> Money {
        let nanos: UInt128
        if attemptsMillionths == 1_000_000 {
            let divisor = Self.denominator * Self.picosInNano
            let (sum, overflow) = numerator.addingReportingOverflow(divisor / 2)
            guard !overflow else { throw BillingError.overflow(self.currency) }
            nanos = sum / divisor
        } else {
            let divisor = Self.denominator * Self.picosInNano * Self.millionths
            var (high, low) = numerator.multipliedFullWidth(by: UInt128(attemptsMillionths))
            let (sum, carried) = low.addingReportingOverflow(divisor / 2)
            low = sum
            if carried { high += 1 }
            guard high < divisor else { throw BillingError.overflow(self.currency) }
            nanos = high == 0 ? low / divisor : divisor.dividingFullWidth((high, low)).quotient
        }
        guard let whole = Int64(exactly: nanos) else { throw BillingError.overflow(self.currency) }
        return Money(nanos: whole, currency: self.currency)
    }
}
