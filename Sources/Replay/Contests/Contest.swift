internal import Placement
internal import RealModule
internal import Statistics

/// One choice to be made, and what each simple policy makes of it.
struct Contest: Sendable {
    let workload: Workload
    /// At least two, in the order of their names.
    let candidates: [TargetTruth]
    let best: Int
    /// Index of the candidate that each simple policy chooses.
    let simple: BySimplePolicy<Int>

    init(_ workload: Workload, candidates: [TargetTruth], policies: SimplePolicies) throws {
        self.workload = workload
        self.candidates = candidates
        self.best = candidates.best
        var simple = BySimplePolicy<Int>()
        for policy in SimplePolicy.allCases {
            simple[policy] = try policies.choose(policy, for: workload, among: candidates)
        }
        self.simple = simple
    }

    func verdict(on index: Int) -> Verdict {
        Verdict(value: self.candidates[index].value, best: self.candidates[self.best].value)
    }

    /// What a uniformly drawn candidate comes to on average.
    var random: RandomVerdict { RandomVerdict(self.candidates.indices.map(self.verdict)) }

    /// The contests of one workload: over all candidates, or over menus drawn from them.
    ///
    /// - Parameter stream: Names the draws, so that one workload's do not depend on how many another's took.
    static func all(
        _ workload: Workload,
        candidates: [TargetTruth],
        menu: ReplayPlan.Menu?,
        seed: UInt64,
        stream: String,
        policies: SimplePolicies
    ) throws -> [Contest] {
        guard let menu, menu.size < candidates.count else {
            let contest = try Contest(workload, candidates: candidates, policies: policies)
            return Array(repeating: contest, count: menu?.repeats ?? 1)
        }
        var generator = SeededGenerator(seed: seed, stream: "menu/\(stream)")
        let indices = Array(candidates.indices)
        return try (0..<menu.repeats).map { _ in
            let drawn = generator.sample(indices, count: menu.size).sorted()
            return try Contest(workload, candidates: drawn.map { candidates[$0] }, policies: policies)
        }
    }
}

/// A choice and the best one, by what was measured.
struct Verdict: Sendable, Hashable {
    let value: Double
    let best: Double

    /// Chosen ÷ best, 1 or more.
    var normalized: Double { self.value / self.best }
    var isExact: Bool { self.value == self.best }
}

/// The expectation of a uniform choice, without a draw.
struct RandomVerdict: Sendable, Hashable {
    let value: Double
    let normalized: Double
    /// Of the natural logarithm of `normalized`.
    let logNormalized: Double
    let exactShare: Double
}

extension RandomVerdict {
    init(_ verdicts: [Verdict]) {
        self.init(
            value: Summaries.mean(verdicts.map(\.value)),
            normalized: Summaries.mean(verdicts.map(\.normalized)),
            logNormalized: Summaries.mean(verdicts.map { Double.log($0.normalized) }),
            exactShare: Double(verdicts.count(where: \.isExact)) / Double(verdicts.count)
        )
    }
}
