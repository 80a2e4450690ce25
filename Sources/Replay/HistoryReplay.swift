package import Domains
package import Engine
package import Placement
internal import RunMapping
package import Training

/// Learns from one part of a run history, decides the workloads of another, and tells what that was worth.
///
/// A pure function of the plan, the domain, the tables and the learner: it reads no clock and no file, and gives the
/// same answer, byte for byte, for the same input and seed. Exploration is off. Decisions that are not online are made
/// as of a microsecond after the last training run ended, with the statistics of the training runs; what was measured
/// in the test judges them and never reaches them, but for the outcomes that probes reveal.
package struct HistoryReplay: Sendable {
    private let plan: ReplayPlan
    private let domain: Domain
    private let learner: (any ModelLearner)?
    private let explain: @Sendable (Decision, ServingSnapshot) -> [String]

    /// - Parameters:
    ///   - learner: Not asked when the rules decide, and may then be `nil`.
    ///   - explain: Says why a decision was made, given the snapshot it was made from; asked when the plan is verbose.
    package init(
        _ plan: ReplayPlan,
        domain: Domain,
        learner: (any ModelLearner)?,
        explain: @escaping @Sendable (Decision, ServingSnapshot) -> [String] = { _, _ in [] }
    ) {
        self.plan = plan
        self.domain = domain
        self.learner = learner
        self.explain = explain
    }

    /// - Parameter progress: Called with what is being done now, in words for a person, and the share done so far, 0 to
    ///   1.
    /// - Throws: ``ReplayError``; a `RunMappingError` for files that are not as the domain says; what the engine and the
    ///   learner throw; `CancellationError` when the task is cancelled, noticed between decisions.
    package func run(
        _ files: ReplayFiles,
        progress: (String, Double) -> Void = { _, _ in }
    ) throws -> ReplayAnswer {
        guard let objective = self.plan.objective ?? self.domain.objective.fixed else {
            throw ReplayError.objectiveByWorkload(domain: self.domain.name)
        }
        let strategy = self.plan.strategy ?? self.domain.policy.strategy
        try self.check(files, strategy: strategy)
        progress("reading the run history", 0)
        let histories = try self.histories(files)
        let folds = try self.folds(histories)
        let contests = try self.contests(folds, training: histories.training, objective: objective)
        let decider = Decider(
            domain: self.domain,
            objective: objective,
            strategy: strategy,
            seed: self.plan.seed
        )
        var record = ReplayRecord()
        record.skipped = contests.flatMap(\.skipped)
        for (index, fold) in contests.enumerated() {
            try Task.checkCancellation()
            try self.decide(fold, decider, into: &record) { step, share in
                let place = fold.fold.leftOut.map { "without \($0): " } ?? ""
                progress(place + step, (Double(index) + share) / Double(contests.count))
            }
        }
        progress("done", 1)
        return ReplayAnswer(
            record,
            plan: self.plan,
            domain: self.domain,
            objective: objective,
            policy: decider.policy,
            training: histories.training,
            test: histories.test
        )
    }

    // MARK: The runs

    private func check(_ files: ReplayFiles, strategy: Policy.Strategy) throws(ReplayError) {
        guard !files.training.isEmpty else { throw .noTrainingFiles }
        if self.plan.leaveOut == nil, files.test.isEmpty { throw .noTestFiles }
        if self.plan.leaveOut != nil, !files.test.isEmpty { throw .testFilesWithLeaveOut }
        var names: Set<String> = []
        for file in files.training + files.test where !names.insert(file.name).inserted {
            throw .repeatedFile(file.name)
        }
        guard strategy != .rules else {
            if case .apart(_, let probes) = self.plan.course, probes > 0 { throw .probesNeedModel }
            return
        }
        if self.learner == nil { throw .noLearner(strategy: strategy) }
    }

    private func histories(_ files: ReplayFiles) throws -> (training: ReplayHistory, test: ReplayHistory?) {
        guard let mapping = self.domain.history else { throw ReplayError.noHistorySection(domain: self.domain.name) }
        let training = try ReplayHistory(
            files.training,
            role: .training,
            mapping: mapping,
            sides: files.sides,
            badRows: files.badRows
        )
        guard !files.test.isEmpty else { return (training, nil) }
        let test = try ReplayHistory(
            files.test,
            role: .test,
            mapping: mapping,
            sides: files.sides,
            badRows: files.badRows,
            after: training.runs
        )
        return (training, test)
    }

    private func folds(_ histories: (training: ReplayHistory, test: ReplayHistory?)) throws -> [Fold] {
        if let column = self.plan.leaveOut { return try Fold.leavingOut(column, of: histories.training) }
        return [Fold(leftOut: nil, training: histories.training.runs, test: histories.test?.runs ?? [])]
    }

    private func contests(
        _ folds: [Fold],
        training: ReplayHistory,
        objective: Objective
    ) throws -> [FoldContests] {
        let groups = try self.groups(of: training)
        let contests = try folds.map { fold in
            try FoldContests(fold, domain: self.domain, objective: objective) { groups[$0] ?? $0.description }
        }
        let largest = contests.map(\.largestChoice).max() ?? 0
        guard largest > 0 else {
            throw ReplayError.nothingToDecide(workloads: contests.reduce(0) { $0 + $1.skipped.count })
        }
        if case .apart(_, let probes) = self.plan.course, probes >= largest {
            throw ReplayError.tooManyProbes(probes, targets: largest)
        }
        return contests
    }

    /// The value of the folds' column for each workload; without folds a workload is its own group.
    private func groups(of training: ReplayHistory) throws -> [Workload.Key: String] {
        guard let column = self.plan.leaveOut else { return [:] }
        let texts = try training.texts(ofColumn: column)
        return Dictionary(zip(training.runs.map(\.workload.key), texts)) { first, _ in first }
    }

    // MARK: The decisions

    /// Share of a fold's progress that learning takes.
    private static let learningShare = 0.7

    private func decide(
        _ contests: FoldContests,
        _ decider: Decider,
        into record: inout ReplayRecord,
        progress: (String, Double) -> Void
    ) throws {
        guard !contests.workloads.isEmpty else { return }
        let learner = decider.policy.strategy == .rules ? nil : self.learner
        let model = try learner?.learn(from: contests.fold.training) { step, share in
            progress("learning: \(step)", Self.learningShare * share)
        }
        if let model { record.models.append(model.modelID) }
        let knowledge = Knowledge(training: contests.fold.training, model: model)
        let details = self.plan.isVerbose ? DetailMaker(explain: self.explain) : nil
        func deciding(_ step: String, _ share: Double) {
            progress(step, Self.learningShare + (1 - Self.learningShare) * share)
        }
        switch self.plan.course {
        case .apart(let menu, let probes):
            let probing = Probing(decider: decider, limit: probes)
            try ApartCourse(probing: probing, menu: menu, details: details).run(
                contests,
                knowing: knowledge,
                into: &record
            ) { deciding("deciding", $0) }
        case .online:
            try OnlineCourse(decider: decider, learner: learner, details: details).run(
                contests,
                knowing: knowledge,
                into: &record,
                progress: deciding
            )
        }
    }
}
