internal import Domains
internal import Features
internal import LearnedModels
internal import MultiTask
internal import Placement
internal import RealModule
internal import Statistics

/// Measures how wrong predictions are for known pairs, for targets and for workloads that they have not learnt from.
struct HeldOutJudge {
    let table: TrainingTable
    let domain: Domain
    let settings: TrainingSettings
    let training: EnsembleTraining

    /// The share of a pair's runs, the newest, that judge the older ones.
    private static let newestShare = 0.3
    private static let leastRunsOfKnownPair = 4

    // MARK: Known pairs

    /// The newest runs of each pair against the cell of the older ones.
    func knownPairs() throws -> HeldOutErrors {
        var errors = HeldOutErrors(tolerance: self.domain.tolerance)
        guard self.domain.repeats == .pooled else { return errors }
        var generator = SeededGenerator(seed: self.settings.seed, stream: "known pairs")
        for (workload, runs) in self.byWorkload(Array(self.table.runs.indices)) {
            let objective = try self.domain.objective(of: workload)
            var pairs: [HeldOutErrors.PairPrediction] = []
            for (target, rows) in self.byTarget(runs) where rows.count >= Self.leastRunsOfKnownPair {
                let split = rows.count - max(1, Int(Double(rows.count) * Self.newestShare))
                let newest = rows[split...].map { self.table.runs[$0] }
                guard let known = self.cell(rows[..<split]), let actual = self.cell(rows[split...]) else { continue }
                pairs.append(
                    HeldOutErrors.PairPrediction(
                        target: target,
                        runs: newest,
                        logTime: known.logTime,
                        logCost: known.logCost,
                        logValue: known.logValue(objective),
                        actual: actual
                    )
                )
            }
            errors.add(pairs, of: workload.key, pursuing: objective, generator: &generator)
        }
        return errors
    }

    // MARK: New targets and new workloads

    /// Trees that have not seen a part of the targets, judged on those. `nil` with too few targets to take some out.
    func newTargets(progress: (Double) -> Void) throws -> HeldOutErrors? {
        let targets = Set(self.table.runs.map(\.target.id.description))
        guard targets.count >= 3, self.domain.repeats == .pooled else { return nil }
        return try self.judge(
            parts: self.parts(of: targets, stream: "targets"),
            label: { self.table.runs[$0].target.id.description },
            knowsWorkload: true,
            progress: progress
        )
    }

    /// Trees that have not seen a part of the families of workloads, judged on those; and the grid of the others.
    ///
    /// - Parameter grid: The grid's kernel and the objective that it was learnt for.
    func newWorkloads(
        grid: (kernel: ArmKernel, objective: Objective)?,
        progress: (Double) -> Void
    ) throws -> (trees: HeldOutErrors, grid: HeldOutErrors?)? {
        let families = Set(self.table.families)
        guard families.count >= 2 else { return nil }
        let parts = self.parts(of: families, stream: "families")
        let trees = try self.judge(
            parts: parts,
            label: { self.table.families[$0] },
            knowsWorkload: false,
            progress: progress
        )
        return (trees, try grid.map { try self.judgeGrid(parts: parts, kernel: $0.kernel, objective: $0.objective) })
    }

    /// Splits labels into parts of about equal count, the same for the same seed.
    private func parts(of labels: Set<String>, stream: String) -> [String: Int] {
        var generator = SeededGenerator(seed: self.settings.seed, stream: stream)
        var shuffled = labels.sorted()
        generator.shuffle(&shuffled)
        let count = min(self.settings.folds, labels.count)
        return Dictionary(uniqueKeysWithValues: shuffled.enumerated().map { ($0.element, $0.offset % count) })
    }

    private func judge(
        parts: [String: Int],
        label: (Int) -> String,
        knowsWorkload: Bool,
        progress: (Double) -> Void
    ) throws -> HeldOutErrors {
        var errors = HeldOutErrors(tolerance: self.domain.tolerance)
        var generator = SeededGenerator(seed: self.settings.seed, stream: knowsWorkload ? "menus" : "new menus")
        let count = (parts.values.max() ?? 0) + 1
        for part in 0..<count {
            progress(Double(part) / Double(count))
            let held = self.table.runs.indices.filter { parts[label($0)] == part }
            let kept = self.table.runs.indices.filter { parts[label($0)] != part }
            guard kept.count >= ModelTrainer.leastRuns else { continue }
            let trees = try self.training.outputs(rows: kept, withSpecialists: knowsWorkload)
            let predictions = try self.training.predictions(
                trees,
                rows: held,
                unseen: self.unseen(knowsWorkload: knowsWorkload)
            )
            for (workload, rows) in self.byWorkload(held) {
                let objective = try self.domain.objective(of: workload)
                let pairs = self.byTarget(rows).compactMap { target, rows in
                    self.cell(rows[...]).map { actual in
                        let times = Summaries.mean(rows.map { predictions[$0]?.time ?? .nan })
                        let costs = Summaries.mean(rows.map { predictions[$0]?.cost ?? .nan })
                        return HeldOutErrors.PairPrediction(
                            target: target,
                            runs: rows.map { self.table.runs[$0] },
                            logTime: times,
                            logCost: costs,
                            logValue: objective.costExponent * costs + objective.timeExponent * times,
                            actual: actual
                        )
                    }
                }
                errors.add(pairs, of: workload.key, pursuing: objective, generator: &generator)
            }
        }
        return errors
    }

    /// The robust order of the other families' grid, as the model uses it for a workload that it has never seen.
    private func judgeGrid(
        parts: [String: Int],
        kernel: ArmKernel,
        objective: Objective
    ) throws -> HeldOutErrors {
        var errors = HeldOutErrors(tolerance: self.domain.tolerance)
        var generator = SeededGenerator(seed: self.settings.seed, stream: "grid menus")
        for part in 0...(parts.values.max() ?? 0) {
            let held = self.table.runs.indices.filter { parts[self.table.families[$0]] == part }
            let kept = self.table.runs.indices.filter { parts[self.table.families[$0]] != part }
            let known = try KnownGrid(kept.map { self.table.runs[$0] }, domain: self.domain)
            guard let grid = try known.grid(kernel: kernel, objective: objective) else { continue }
            for (workload, rows) in self.byWorkload(held) {
                let prior = grid.prior(stratum: self.domain.stratum(of: workload))
                let pairs = try self.byTarget(rows).compactMap { target, rows -> HeldOutErrors.PairPrediction? in
                    let queried = try grid.queried(self.table.runs[rows[0]].target)
                    guard let actual = self.cell(rows[...]), let score = prior.robustScore(of: queried.index) else {
                        return nil
                    }
                    return HeldOutErrors.PairPrediction(
                        target: target,
                        runs: [],
                        logTime: 0,
                        logCost: 0,
                        logValue: Double.log(score),
                        actual: actual
                    )
                }
                errors.add(pairs, of: workload.key, pursuing: objective, generator: &generator)
            }
        }
        return errors
    }

    // MARK: Rows

    private func cell(_ rows: ArraySlice<Int>) -> Cell? {
        Cell(
            rows.map { self.table.runs[$0] },
            failures: self.domain.failures,
            hourlyPrice: { self.domain.hourlyPrice(of: $0) }
        )
    }

    /// Rows that tell of one workload, with the workload as the first of them describes it.
    private func byWorkload(_ rows: [Int]) -> [(Workload, [Int])] {
        Dictionary(grouping: rows) { self.table.repetitions[$0] }.sorted { $0.key < $1.key }.map { _, rows in
            (self.table.runs[rows[0]].workload, rows)
        }
    }

    /// What a decision does not know of the held-out rows. Where runs of a workload stand apart, each is a new case of a
    /// workload whose history is known.
    private func unseen(knowsWorkload: Bool) -> Set<HistoryScope> {
        switch self.domain.repeats {
        case .pooled: knowsWorkload ? [.pair] : [.workload, .pair]
        case .apart: []
        }
    }

    private func byTarget(_ rows: [Int]) -> [(Target.ID, [Int])] {
        Dictionary(grouping: rows) { self.table.runs[$0].target.id }.sorted { $0.key < $1.key }
    }
}
