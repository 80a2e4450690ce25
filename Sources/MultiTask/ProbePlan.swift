internal import RealModule

/// Which arm to measure next for a new task, when a few measurements may be made before choosing.
package enum ProbePlan {
    /// The next arm to measure.
    ///
    /// First the arm that was best for the known tasks, then the one that tells most about all others, then the one
    /// with the greatest expected improvement.
    ///
    /// - Parameters:
    ///   - arms: All arms that may be measured.
    ///   - observations: What has been measured so far.
    /// - Returns: Index into `arms`, never one observed already; the lowest of equals; `nil` when all are observed.
    package static func next(
        _ prior: MultiTaskPrior,
        arms: [QueriedArm],
        observations: [ArmObservation]
    ) -> Int? {
        let observed = Set(observations.map(\.arm))
        let open = arms.indices.filter { !observed.contains(arms[$0]) }
        guard observations.count > 0 else {
            return Self.index(of: open) { -(prior.robustScore(of: arms[$0].index) ?? .infinity) }
        }
        let posterior = MultiTaskPosterior(prior, observations: observations, arms: arms)
        if observations.count == 1 {
            let gains = posterior.informationGains
            return Self.index(of: open) { gains[$0] }
        }
        let best = observations.map(\.logValue).reduce(.infinity, min)
        let improvements = posterior.expectedImprovements(over: best)
        return Self.index(of: open) { improvements[$0] }
    }

    private static func index(of open: [Int], greatest score: (Int) -> Double) -> Int? {
        var best: (index: Int, score: Double)?
        for index in open {
            let value = score(index)
            if best.map({ value > $0.score }) ?? true { best = (index, value) }
        }
        return best?.index
    }
}
