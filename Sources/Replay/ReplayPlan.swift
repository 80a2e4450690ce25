package import Placement

/// What a replay is to do: the flags of `berth replay`, checked against one another.
package struct ReplayPlan: Sendable, Hashable {
    /// Small choices drawn from all measured targets of a workload.
    package struct Menu: Sendable, Hashable, Codable {
        /// Targets on a menu, at least 2; fewer where a workload has no more.
        package let size: Int
        /// Menus drawn for each workload, at least 1.
        package let repeats: Int
    }

    /// How decisions meet outcomes.
    package enum Course: Sendable, Hashable {
        /// Every workload is decided once (once a menu), after up to `probes` trial runs; nothing is learned from one
        /// workload for the next.
        case apart(menu: Menu?, probes: Int)
        /// Every test row is an arrival; outcomes are learned from as they come in.
        case online
    }

    /// The domain's when `nil`.
    package let objective: Objective?
    /// The domain's when `nil`.
    package let strategy: Policy.Strategy?
    /// The column of the training files over whose values is folded; `nil` when there are test files.
    package let leaveOut: String?
    /// How decisions meet outcomes.
    package let course: Course
    /// Of menus, exploration and training.
    package let seed: UInt64
    /// Whether the answer holds every decision.
    package let isVerbose: Bool

    /// Menus drawn for each workload when the plan does not say.
    package static let defaultRepeats = 1

    /// - Parameters:
    ///   - menu: Targets on a menu; `nil` decides among all.
    ///   - repeats: Menus for each workload; only with `menu`.
    ///   - probes: Trial runs of each workload before its decision, 0 for none.
    package init(
        objective: Objective? = nil,
        strategy: Policy.Strategy? = nil,
        leaveOut: String? = nil,
        menu: Int? = nil,
        repeats: Int? = nil,
        probes: Int = 0,
        online: Bool = false,
        seed: UInt64,
        verbose: Bool = false
    ) throws(ReplayError) {
        if let menu, menu < 2 { throw .menuTooSmall(menu) }
        if let repeats {
            guard menu != nil else { throw .repeatsWithoutMenu }
            guard repeats >= 1 else { throw .tooFewRepeats(repeats) }
        }
        guard probes >= 0 else { throw .negativeProbes(probes) }
        if probes > 0, strategy == .rules { throw .probesNeedModel }
        if online {
            if leaveOut != nil { throw .notOnline(option: "--leave-out") }
            if menu != nil { throw .notOnline(option: "--menu") }
            if probes > 0 { throw .notOnline(option: "--probes") }
        }
        self.objective = objective
        self.strategy = strategy
        self.leaveOut = leaveOut
        let menu = menu.map { Menu(size: $0, repeats: repeats ?? Self.defaultRepeats) }
        self.course = online ? .online : .apart(menu: menu, probes: probes)
        self.seed = seed
        self.isVerbose = verbose
    }
}
