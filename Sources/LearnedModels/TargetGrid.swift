package import Domains
package import Engine
internal import Expressions
internal import Features
package import MultiTask
package import Placement
internal import RealModule

/// The known workloads by the known targets as a grid of values, one prior for each stratum of workloads.
package struct TargetGrid: Sendable {
    /// More targets than this are left to the trees: the kernel's cost grows with their cube.
    package static let targetLimit = 200
    /// The workloads with the most cells make the rows, at most this many.
    private static let rowLimit = 400

    private let positions: [Target.ID: Int]
    private let likeness: Likeness
    private let all: MultiTaskPrior
    private let byStratum: [String: MultiTaskPrior]

    /// One row a workload that ran on at least two of the targets; `nil` with fewer than two such rows or too many
    /// targets.
    package static func grid(
        cells: CellTable,
        workloads: [Workload.Key],
        targets: [Target],
        families: (Workload.Key) -> String,
        objective: Objective,
        likeness: Likeness
    ) throws(PredictionError) -> TaskGrid? {
        guard targets.count >= 2, targets.count <= Self.targetLimit else { return nil }
        var arms: [Arm] = []
        for target in targets { arms.append(try Self.arm(of: target, likeness: likeness)) }
        var rows: [(family: String, values: [Double], count: Int)] = []
        for workload in workloads {
            let known = cells.cells(of: workload)
            // Most workloads of some domains ran once: they are passed over without a look at every target.
            guard known.count >= 2 else { continue }
            let values = targets.map { known[$0.id]?.logValue(objective) ?? .nan }
            let count = values.count { !$0.isNaN }
            if count >= 2 { rows.append((families(workload), values, count)) }
        }
        if rows.count > Self.rowLimit {
            let kept = rows.indices.sorted { (-rows[$0].count, $0) < (-rows[$1].count, $1) }.prefix(Self.rowLimit)
            rows = kept.sorted().map { rows[$0] }
        }
        guard rows.count >= 2 else { return nil }
        return TaskGrid(arms: arms, rows: rows.map(\.values), groups: rows.map(\.family))
    }

    /// - Parameters:
    ///   - kernel: As learnt from all rows; learnt now when `nil`.
    package init?(
        cells: CellTable,
        workloads: [Workload.Key],
        targets: [Target],
        families: (Workload.Key) -> String,
        strata: (Workload.Key) -> String,
        objective: Objective,
        likeness: Likeness,
        kernel: ArmKernel?
    ) throws(PredictionError) {
        func grid(_ workloads: [Workload.Key]) throws(PredictionError) -> TaskGrid? {
            try Self.grid(
                cells: cells,
                workloads: workloads,
                targets: targets,
                families: families,
                objective: objective,
                likeness: likeness
            )
        }
        guard let whole = try grid(workloads) else { return nil }
        if let kernel, !kernel.suits(whole) {
            throw .damagedModel("grid: its kernel is for other target attributes than the domain's likeness")
        }
        let all = kernel.map { MultiTaskPrior(whole, kernel: $0) } ?? MultiTaskPrior(whole)
        var byStratum: [String: MultiTaskPrior] = [:]
        let members = Dictionary(grouping: workloads, by: strata)
        if members.count > 1 {
            for (stratum, workloads) in members {
                guard let part = try grid(workloads) else { continue }
                byStratum[stratum] = MultiTaskPrior(part, kernel: all.kernelParameters)
            }
        }
        self.positions = Dictionary(uniqueKeysWithValues: targets.enumerated().map { ($0.element.id, $0.offset) })
        self.likeness = likeness
        self.all = all
        self.byStratum = byStratum
    }

    /// The kernel over targets that all strata share.
    package var kernel: ArmKernel { self.all.kernelParameters }

    /// What to expect of a workload of this stratum.
    package func prior(stratum: String) -> MultiTaskPrior { self.byStratum[stratum] ?? self.all }

    /// A target as the grid knows it, or with its likeness where it is a new one.
    ///
    /// - Throws: `unusableAttribute` where an expression of the likeness cannot be evaluated.
    package func queried(_ target: Target) throws(PredictionError) -> QueriedArm {
        QueriedArm(index: self.positions[target.id], arm: try Self.arm(of: target, likeness: self.likeness))
    }

    private static func arm(of target: Target, likeness: Likeness) throws(PredictionError) -> Arm {
        let nothing = Workload(key: Workload.Key(""), attributes: [:])
        do {
            var numbers: [Double] = []
            for expression in likeness.numbers {
                let value = try expression.number { $0.attribute(workload: nothing, target: target) }
                numbers.append(value.map { $0 > 0 ? Double.log($0) : .nan } ?? .nan)
            }
            var categories: [String] = []
            for expression in likeness.categories {
                categories.append(
                    try expression.evaluate { $0.attribute(workload: nothing, target: target) }.text ?? ""
                )
            }
            return Arm(numbers: numbers, categories: categories)
        } catch {
            throw .unusableAttribute("\(error)")
        }
    }
}
