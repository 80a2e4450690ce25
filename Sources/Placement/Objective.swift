/// What a good decision makes small.
///
/// The *value* of a target is cost^a × time^b, both expected until the first success: a target that fails half of the
/// time costs and takes twice as much.
package enum Objective: String, Sendable, Hashable, Codable, CaseIterable, CodingKeyRepresentable {
    case cost
    case time
    case costTime = "cost*time"

    /// The power a.
    package var costExponent: Double { self == .time ? 0 : 1 }
    /// The power b.
    package var timeExponent: Double { self == .cost ? 0 : 1 }
}
