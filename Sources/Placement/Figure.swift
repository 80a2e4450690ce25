/// Numbers as people read them: three significant digits, without an exponent where that is short.
package enum Figure {
    /// Three significant digits: `0.00123`, `12.3`, `12300`; with an exponent from 10⁹ on and below 10⁻⁵. What is not
    /// finite is spelled as Swift does.
    package static func short(_ value: Double) -> String {
        guard value.isFinite, value != 0 else { return value == 0 ? "0" : "\(value)" }
        var magnitude = 0
        var scaled = abs(value)
        while scaled >= 9.995, magnitude < 400 {
            scaled /= 10
            magnitude += 1
        }
        while scaled < 0.9995, magnitude > -400 {
            scaled *= 10
            magnitude -= 1
        }
        let hundredths = Int((scaled * 100).rounded())
        let sign = value < 0 ? "-" : ""
        if magnitude < -5 || magnitude > 8 {
            return sign + Self.decimal(digits: hundredths, decimals: 2) + "e\(magnitude)"
        }
        if magnitude >= 2 {
            return sign + String(hundredths) + String(repeating: "0", count: magnitude - 2)
        }
        return sign + Self.decimal(digits: hundredths, decimals: 2 - magnitude)
    }

    /// `digits` × 10^−`decimals` without trailing zeros.
    private static func decimal(digits: Int, decimals: Int) -> String {
        var text = String(digits)
        if text.count <= decimals { text = String(repeating: "0", count: decimals + 1 - text.count) + text }
        let point = text.index(text.endIndex, offsetBy: -decimals)
        var fraction = text[point...]
        while fraction.last == "0" { fraction.removeLast() }
        return text[..<point] + (fraction.isEmpty ? "" : "." + fraction)
    }

    /// `0.873` as `87 %`; beyond a billion percent as `short` spells it.
    package static func percent(_ share: Double) -> String {
        let percent = (share * 100).rounded()
        guard percent.isFinite else { return "unknown" }
        return (abs(percent) < 1e9 ? "\(Int(percent))" : Self.short(percent)) + " %"
    }
}
