package import Placement

/// Why there is nothing to replay; a file that cannot be read as the domain says is a `RunMappingError`.
package enum ReplayError: Error, Hashable {
    // The plan.
    case menuTooSmall(Int)
    case repeatsWithoutMenu
    case tooFewRepeats(Int)
    case negativeProbes(Int)
    /// More probes than any workload has targets to leave unmeasured.
    case tooManyProbes(Int, targets: Int)
    case probesNeedModel
    /// An option that says nothing about arrivals in time order.
    case notOnline(option: String)
    /// The strategy asks a model, and the caller brought nothing that learns one.
    case noLearner(strategy: Policy.Strategy)

    // The files.
    case noHistorySection(domain: String)
    /// Every workload has an objective of its own, and one is needed to add up by.
    case objectiveByWorkload(domain: String)
    case noTrainingFiles
    case noTestFiles
    case testFilesWithLeaveOut
    /// The same file twice, so that what is tested would have been learned.
    case repeatedFile(String)
    case noRuns(role: FileCounts.Role, rows: Int, filtered: Int, unmatched: Int, unmeasured: Int)

    // What is in them.
    case unknownColumn(String, nearest: String?)
    /// A fold over outcomes would tell them.
    case measuredColumn(String)
    case oneValueOnly(column: String, value: String)
    /// Every workload has fewer than two measured targets.
    case nothingToDecide(workloads: Int)
}

extension ReplayError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .menuTooSmall(let size): "--menu \(size): a choice needs at least 2 targets"
        case .repeatsWithoutMenu: "--repeat says how many menus are drawn; give --menu N too"
        case .tooFewRepeats(let repeats): "--repeat \(repeats): at least 1"
        case .negativeProbes(let probes): "--probes \(probes): 0 or more"
        case .tooManyProbes(let probes, let targets):
            "--probes \(probes): no workload has more than \(targets) targets, so nothing would be left to "
                + "decide; give at most \(targets - 1)"
        case .probesNeedModel: "--probes are chosen by the model; use --strategy model or hybrid"
        case .notOnline(let option): "\(option) does not work with --online, which decides test rows in time order"
        case .noLearner(let strategy):
            "the strategy '\(strategy.rawValue)' needs a learned model, and there is nothing to learn it with; use "
                + "--strategy rules"
        case .noHistorySection(let domain):
            "the domain '\(domain)' has no history section, so no run history can be read"
        case .objectiveByWorkload(let domain):
            "the domain '\(domain)' has an objective for each workload; name one for all with --objective"
        case .noTrainingFiles: "no training file; give --train FILE"
        case .noTestFiles: "no test file; give --test FILE, or --leave-out COLUMN to fold over the training files"
        case .testFilesWithLeaveOut: "--leave-out folds over the training files; omit --test"
        case .repeatedFile(let name): "'\(name)' is given twice; what is tested must not have been learned"
        case .noRuns(let role, let rows, let filtered, let unmatched, let unmeasured):
            "no run in the \(role.rawValue) files: of \(rows) rows \(filtered) were filtered, \(unmatched) had no "
                + "match in a side table, \(unmeasured) had no measured outcome"
        case .unknownColumn(let name, let nearest):
            "no column '\(name)' in the training files" + (nearest.map { "; did you mean '\($0)'?" } ?? "")
        case .measuredColumn(let name):
            "the column '\(name)' is measured, so holding out its values would reveal outcomes; choose another"
        case .oneValueOnly(let column, let value):
            "every training run has \(column) = \(value), so nothing is left to learn from without it"
        case .nothingToDecide(let workloads):
            "none of the \(workloads) workloads was measured on two targets or more, so there is no choice"
        }
    }
}
