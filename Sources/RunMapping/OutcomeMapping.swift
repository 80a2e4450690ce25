internal import Declarations
package import Placement

/// How the outcome of a run is made from its row.
package struct OutcomeMapping: Sendable {
    /// A unit of time.
    enum TimeUnit: String, CaseIterable, Sendable {
        case microseconds = "us"
        case milliseconds = "ms"
        case seconds = "s"
        case minutes = "min"
        case hours = "h"

        func seconds(_ amount: Double) -> Double {
            switch self {
            case .microseconds: amount / 1e6
            case .milliseconds: amount / 1e3
            case .seconds: amount
            case .minutes: amount * 60
            case .hours: amount * 3600
            }
        }
    }

    let time: DeclaredExpression
    let timeUnit: TimeUnit
    let cost: DeclaredExpression
    /// What the column of costs is in.
    package let currency: Currency
    /// `nil` when every measured run succeeded.
    let success: DeclaredExpression?

    init(_ declaration: Declaration) throws(DeclarationError) {
        let fields = try declaration.fields(allowed: ["time", "cost", "success"])
        let time = try fields.required("time").fields(allowed: ["value", "unit"])
        self.time = try DeclaredExpression(try time.required("value"))
        self.timeUnit = try time.required("unit").choice(TimeUnit.self)
        let cost = try fields.required("cost").fields(allowed: ["value", "currency"])
        self.cost = try DeclaredExpression(try cost.required("value"))
        let code = try cost.required("currency")
        guard let currency = Currency(try code.text()) else {
            throw code.invalid(expected: "a currency code of three capital letters such as USD")
        }
        self.currency = currency
        self.success = if let success = fields[optional: "success"] { try DeclaredExpression(success) } else { nil }
    }
}
