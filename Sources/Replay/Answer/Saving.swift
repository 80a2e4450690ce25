/// What is saved against the simple policies, in percent; negative where they do better, absent where one could not
/// choose.
///
/// 100 · (1 − Σ ours ÷ Σ theirs), over the decisions in which the policy could choose.
package struct Saving: Sendable, Hashable, Codable {
    /// Against a target drawn from the candidates, in expectation.
    package let random: Double?
    /// Against the target that was best over the training workloads.
    package let bestFixed: Double?
    /// Against the least hourly price.
    package let cheapestHourly: Double?
    /// Against the domain's rules.
    package let rules: Double?
    /// Against the simple policy that did best on the training workloads.
    package let bestSimple: Double?

    /// - Parameters:
    ///   - measure: What is summed: chosen ÷ best, so that every decision weighs the same, or the plain value.
    ///   - randomMeasure: The same of a uniform choice's expectation.
    init(
        _ decisions: [JudgedDecision],
        measure: (Verdict) -> Double,
        randomMeasure: (RandomVerdict) -> Double
    ) {
        func percent(_ pairs: [(ours: Double, theirs: Double)]) -> Double? {
            let theirs = pairs.reduce(0) { $0 + $1.theirs }
            return theirs > 0 ? 100 * (1 - pairs.reduce(0) { $0 + $1.ours } / theirs) : nil
        }
        func against(_ policy: SimplePolicy) -> Double? {
            percent(
                decisions.compactMap { decision in
                    decision.simple[policy].map { (measure(decision.verdict), measure($0)) }
                }
            )
        }
        self.random = percent(decisions.map { (measure($0.verdict), randomMeasure($0.random)) })
        self.bestFixed = against(.bestFixed)
        self.cheapestHourly = against(.cheapestHourly)
        self.rules = against(.rules)
        self.bestSimple = against(.bestSimple)
    }
}
