/// What a good decision makes small: a product of powers of cost and time.
///
/// The *value* of a target is cost^a × time^b, both expected until the first success: a target that fails half of the
/// time costs and takes twice as much. Spelled `cost`, `time`, `cost*time`, or with other powers `cost^0.7*time^0.3`.
package struct Objective: RawRepresentable, Sendable, Hashable, Codable, CaseIterable, CodingKeyRepresentable {
    /// The power a, from 0.
    package let costExponent: Double
    /// The power b, from 0.
    package let timeExponent: Double

    /// cost¹ × time⁰.
    package static let cost = Objective(proved: 1, 0)
    /// cost⁰ × time¹.
    package static let time = Objective(proved: 0, 1)
    /// cost¹ × time¹.
    package static let costTime = Objective(proved: 1, 1)

    /// Those that have a name; the others are spelled with their powers.
    package static let allCases = [Self.cost, .time, .costTime]

    /// The largest power.
    package static let largestExponent = 100.0

    private init(proved costExponent: Double, _ timeExponent: Double) {
        self.costExponent = costExponent
        self.timeExponent = timeExponent
    }

    /// By the powers; types with a raw value are else compared by that, which is spelled out anew each time.
    package static func == (left: Self, right: Self) -> Bool {
        left.costExponent == right.costExponent && left.timeExponent == right.timeExponent
    }

    package func hash(into hasher: inout Hasher) {
        hasher.combine(self.costExponent)
        hasher.combine(self.timeExponent)
    }

    /// - Returns: `nil` unless both powers lie between 0 and ``largestExponent`` and one is above 0.
    package init?(costExponent: Double, timeExponent: Double) {
        let allowed = 0...Self.largestExponent
        guard allowed.contains(costExponent), allowed.contains(timeExponent), costExponent + timeExponent > 0 else {
            return nil
        }
        self.init(proved: costExponent, timeExponent)
    }

    package init?(rawValue: String) {
        var exponents = ["cost": 0.0, "time": 0.0]
        for factor in rawValue.split(separator: "*", omittingEmptySubsequences: false) {
            let parts = factor.split(separator: "^", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
            guard exponents[parts[0]] == 0, let exponent = parts.count == 1 ? 1 : Double(parts[1]), exponent > 0 else {
                return nil
            }
            exponents[parts[0]] = exponent
        }
        self.init(costExponent: exponents["cost"] ?? 0, timeExponent: exponents["time"] ?? 0)
    }

    package var rawValue: String {
        func factor(_ name: String, _ exponent: Double) -> String? {
            exponent == 0 ? nil : exponent == 1 ? name : "\(name)^\(Value.spelling(of: exponent))"
        }
        return [factor("cost", self.costExponent), factor("time", self.timeExponent)].compactMap(\.self)
            .joined(separator: "*")
    }
}
