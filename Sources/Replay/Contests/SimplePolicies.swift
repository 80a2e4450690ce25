internal import Domains
internal import Engine
internal import Expressions
internal import Features
internal import Placement
internal import Statistics

/// The simple policies as one fold's training lets them choose.
struct SimplePolicies: Sendable {
    private let domain: Domain
    private let ranking: FixedRanking
    /// Which one `bestSimple` follows; `nil` when none could choose for every training workload.
    private(set) var picked: SimplePolicy?

    /// - Parameters:
    ///   - training: What was measured in the training runs.
    ///   - group: Which workloads are left out together when the best of the policies is picked.
    init(_ domain: Domain, training: [WorkloadTruth], group: (Workload.Key) -> String) throws {
        self.domain = domain
        self.ranking = FixedRanking(training)
        self.picked = try self.pick(training, group: group)
    }

    /// Index of the candidate that the policy chooses; `nil` when it cannot choose among these.
    func choose(_ policy: SimplePolicy, for workload: Workload, among candidates: [TargetTruth]) throws -> Int? {
        switch policy {
        case .bestFixed: return self.ranking.choose(among: candidates)
        case .cheapestHourly: return try self.cheapest(for: workload, among: candidates)
        case .rules: return try self.ruled(workload, among: candidates).chosen
        case .bestSimple:
            guard let picked = self.picked else { return nil }
            return try self.choose(picked, for: workload, among: candidates)
        }
    }

    /// The candidates that meet the domain's requirements.
    func feasible(for workload: Workload, among candidates: [TargetTruth]) throws -> [TargetTruth] {
        let decision = try self.ruled(workload, among: candidates)
        return zip(candidates, decision.candidates).filter { $1.exclusion == nil }.map(\.0)
    }

    /// The engine's own decision without a model. The moment plays no part in rules.
    private func ruled(_ workload: Workload, among candidates: [TargetTruth]) throws -> Decision {
        let snapshot = ServingSnapshot(
            domain: self.domain,
            targets: candidates.map(\.target),
            model: nil,
            policy: Policy(strategy: .rules, exploration: .off),
            history: RunStatistics()
        )
        var state = EngineState(seed: 0)
        let request = DecisionRequest(
            id: Decision.ID("rules"),
            at: Timestamp(microseconds: 0),
            workload: workload
        )
        return try Engine.decide(request, with: snapshot, state: &state)
    }

    private func cheapest(for workload: Workload, among candidates: [TargetTruth]) throws -> Int? {
        guard let hourlyPrice = self.domain.hourlyPrice else { return nil }
        var best: (index: Int, price: Double)?
        for (index, candidate) in candidates.enumerated() {
            let price = try hourlyPrice.number { $0.attribute(workload: workload, target: candidate.target) }
            guard let price else { continue }
            // Candidates come in the order of their names: the first of equals stays.
            if best.map({ price < $0.price }) ?? true { best = (index, price) }
        }
        return best?.index
    }

    /// The policy with the least mean of chosen ÷ best over the training workloads. For each group of them the fixed
    /// ranking is learned from the others only; the rest learn nothing.
    private func pick(_ training: [WorkloadTruth], group: (Workload.Key) -> String) throws -> SimplePolicy? {
        let groups = Self.groups(training, by: group)
        let whole = self
        var ratios = BySimplePolicy<[Double]>()
        for (name, members) in groups {
            let ranking = FixedRanking(groups.filter { $0.key != name }.flatMap(\.value))
            for truth in members where truth.targets.count > 1 {
                let candidates = try whole.feasible(for: truth.workload, among: truth.targets)
                guard candidates.count > 1 else { continue }
                for policy in [SimplePolicy.bestFixed, .cheapestHourly, .rules] {
                    let index =
                        policy == .bestFixed
                        ? ranking.choose(among: candidates)
                        : try whole.choose(policy, for: truth.workload, among: candidates)
                    ratios[policy] = (ratios[policy] ?? []) + (index.map { [candidates.normalized($0)] } ?? [])
                }
            }
        }
        let most = SimplePolicy.allCases.compactMap { ratios[$0]?.count }.max() ?? 0
        // One that often cannot choose is no policy to follow.
        return SimplePolicy.allCases.filter { most > 0 && ratios[$0]?.count == most }
            .min { Summaries.mean(ratios[$0] ?? []) < Summaries.mean(ratios[$1] ?? []) }
    }

    /// Groups to leave out one at a time, at most; more are put together by a hash of their names.
    private static let groupLimit = 24

    private static func groups(
        _ training: [WorkloadTruth],
        by group: (Workload.Key) -> String
    ) -> [(key: String, value: [WorkloadTruth])] {
        let groups = Dictionary(grouping: training) { group($0.workload.key) }
        let few =
            groups.count <= Self.groupLimit
            ? groups
            : Dictionary(grouping: training) {
                String(StableHash.of(group($0.workload.key)) % UInt64(Self.groupLimit))
            }
        return few.sorted { $0.key < $1.key }
    }
}
