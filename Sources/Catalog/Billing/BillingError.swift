package import Placement

/// Why a bill cannot be computed.
package enum BillingError: Error, Hashable {
    /// The quantity of a usage at fault.
    package enum Field: String, Sendable, Hashable {
        case wallSeconds, startUpSeconds, activeCPUSeconds, activeCPUShare, vcpus, memoryGiB, diskGB, egressBytes
        case expectedRetries
    }

    /// A quantity is not a number or outside of what is allowed.
    case refused(field: Field, value: Double, allowed: ClosedRange<Double>)
    /// The provider bills a meter of which the usage says nothing.
    case unknownQuantity(field: Field, meter: Meter)
    /// A charge's price is for a unit that its meter does not have.
    case wrongUnit(meter: Meter, per: UnitPrice.Quantity, allowed: [UnitPrice.Quantity])
    /// The same meter is charged twice.
    case repeatedMeter(Meter)
    /// A basis without charges would make everything free by accident.
    case noCharges
    /// The bill, or a price on the way to it, is larger than an amount of money can be.
    case overflow(Currency)
    /// Amounts of two currencies met.
    case otherCurrency(found: Currency, expected: Currency)
}

extension BillingError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .refused(let field, let value, let allowed):
            "\(field.rawValue) is \(Value.spelling(of: value)); allowed: "
                + "\(Value.spelling(of: allowed.lowerBound)) to \(Value.spelling(of: allowed.upperBound))"
        case .unknownQuantity(let field, let meter):
            "\(field.rawValue) is not known, and the provider bills \(meter.rawValue)"
        case .wrongUnit(let meter, let per, let allowed):
            "\(meter.rawValue) cannot be priced per \(per.rawValue); allowed: per "
                + allowed.map(\.rawValue).joined(separator: " or ")
        case .repeatedMeter(let meter): "\(meter.rawValue) is charged twice"
        case .noCharges: "a billing basis needs at least one charge"
        case .overflow(let currency): "the amount is larger than 9.2 thousand million \(currency)"
        case .otherCurrency(let found, let expected): "the price is in \(found), expected \(expected)"
        }
    }
}
