internal import Statistics

/// The random draws of one attempt, made before it so that expected values can use the same ones everywhere.
struct Chance: Sendable {
    /// Standard normal.
    let startUp: Double
    /// Standard normal.
    let work: Double
    /// Uniform; below the failure rate the attempt fails for the provider's own reasons.
    let failure: Double
    /// Uniform; how far a failing attempt gets.
    let progress: Double

    init(using generator: inout SeededGenerator) {
        self.startUp = generator.normal()
        self.work = generator.normal()
        self.failure = generator.uniform()
        self.progress = generator.uniform()
    }

    init(startUp: Double, work: Double, failure: Double, progress: Double) {
        self.startUp = startUp
        self.work = work
        self.failure = failure
        self.progress = progress
    }

    /// The mirror image: what was above the median is as far below it. The mean over both varies less.
    var mirrored: Chance {
        Chance(startUp: -self.startUp, work: -self.work, failure: 1 - self.failure, progress: 1 - self.progress)
    }

    /// The same with the provider's own failure decided.
    func failing(_ fails: Bool) -> Chance {
        Chance(startUp: self.startUp, work: self.work, failure: fails ? -1 : 2, progress: self.progress)
    }
}
