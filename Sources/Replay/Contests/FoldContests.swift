internal import Domains
internal import Placement

/// A fold made ready: what is to be decided, and what the simple policies decide.
struct FoldContests: Sendable {
    let fold: Fold
    let policies: SimplePolicies
    /// What was measured of each test workload on the targets that meet the domain's requirements; those with fewer
    /// than two are not there.
    let workloads: [WorkloadTruth]
    /// Keys of those that are not there.
    let skipped: [String]
    /// Keys of the workloads with training runs.
    private let seen: Set<Workload.Key>

    /// - Parameter group: Which training workloads the inner choice of a simple policy leaves out together.
    init(_ fold: Fold, domain: Domain, objective: Objective, group: (Workload.Key) -> String) throws {
        let training = WorkloadTruth.all(of: domain.judging(fold.training), objective: objective)
        let policies = try SimplePolicies(domain, training: training, group: group)
        var workloads: [WorkloadTruth] = []
        var skipped: [String] = []
        for truth in WorkloadTruth.all(of: domain.judging(fold.test), objective: objective) {
            let targets = try policies.feasible(for: truth.workload, among: truth.targets)
            if targets.count > 1 {
                workloads.append(WorkloadTruth(workload: truth.workload, targets: targets))
            } else {
                skipped.append(truth.workload.key.description)
            }
        }
        self.fold = fold
        self.policies = policies
        self.workloads = workloads
        self.skipped = skipped
        self.seen = Set(training.map(\.workload.key))
    }

    func isSeen(_ workload: Workload) -> Bool { self.seen.contains(workload.key) }

    var largestChoice: Int { self.workloads.map(\.targets.count).max() ?? 0 }
}

extension Domain {
    /// The runs whose time and cost say what the work takes: the successful ones where failures are retried, since a
    /// run that broke off early took little and did nothing; all where failures are counted.
    fileprivate func judging(_ runs: [Run]) -> [Run] {
        self.failures == .counted ? runs : runs.filter(\.outcome.succeeded)
    }
}
