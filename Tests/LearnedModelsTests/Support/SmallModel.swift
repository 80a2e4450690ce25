import BerthTesting
import Domains
import Engine
import Features
import Foundation
import LearnedModels
import MultiTask
import Placement
import RealModule

/// A learned model of the small domain whose trees are stumps, so that every prediction can be computed by hand.
///
/// The trees expect 100 s on up to four cores and 40 s on more.
struct SmallModel {
    /// Columns of the program: cores, size, kind, hour, past_time.
    static let columns = 5
    static let slow = Double.log(100)
    static let fast = Double.log(40)

    var domain: Domain
    var time: [ModelArtifact.Member]
    var cost = ModelArtifact.CostSource.hourlyPrice
    var specialists: [String: ModelArtifact.Specialist] = [:]
    var success: String?
    var selection: ModelArtifact.Selection?
    var workloads: [String: ModelArtifact.WorkloadFacts] = [:]
    var runs: [Run] = []
    var spread = ModelArtifact.Spread(level: 1, own: 0.25, run: 0)
    var errors: [Situation: ErrorTable] = [:]
    var grid: ModelArtifact.Grid?
    var program: FrozenProgram

    init(domain: Domain? = nil) throws {
        let domain = try domain ?? Small.domain()
        self.domain = domain
        self.time = [Self.member(left: Self.slow, right: Self.fast)]
        let kinds = ["batch", "query"].map { Small.workload(kind: $0) }
        self.program = try FrozenProgram(
            domain.program,
            examples: kinds.map { (workload: $0, target: Small.targets[0]) }
        )
    }

    static func member(
        column: Int = 0,
        threshold: Double = 4,
        left: Double,
        right: Double,
        quantity: String? = nil
    ) -> ModelArtifact.Member {
        let stump = Stump(column: column, threshold: threshold, left: left, right: right)
        return ModelArtifact.Member(modelText: Stump.model([stump], columns: Self.columns), quantity: quantity)
    }

    var artifact: ModelArtifact {
        let domain = self.domain
        let cells = CellTable(self.runs, failures: domain.failures) { domain.hourlyPrice(of: $0) }
        return ModelArtifact(
            name: "small",
            version: "v1.0.0",
            program: self.program,
            time: self.time,
            cost: self.cost,
            specialists: self.specialists,
            success: self.success,
            selection: self.selection,
            targets: Small.targets,
            workloads: self.workloads,
            cells: cells.stored,
            spread: self.spread,
            errors: self.errors,
            grid: self.grid
        )
    }

    /// As it is stored.
    func bytes() throws -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        return Array(try encoder.encode(self.artifact))
    }

    func loaded() throws -> LearnedModel { try LearnedModel(self.artifact, domain: self.domain) }

    static func facts(timeLevel: Double, costLevel: Double, runs: Int, kind: String = "batch")
        -> ModelArtifact.WorkloadFacts
    {
        ModelArtifact.WorkloadFacts(
            family: kind,
            stratum: kind,
            timeLevel: timeLevel,
            costLevel: costLevel,
            runs: runs
        )
    }

    /// Four known workloads on all targets: c is the best in time for each of them, by far.
    func withGrid(leads: Bool = true) throws -> SmallModel {
        var model = self
        for (index, factor) in [1.0, 2, 5, 11].enumerated() {
            let kind = index % 2 == 0 ? "batch" : "query"
            let workload = Small.workload("known-\(index)", kind: kind)
            for (target, seconds) in [90.0, 30, 9, 60].enumerated() {
                model.runs.append(
                    Small.run("\(index)-\(target)", of: workload, on: target, seconds: seconds * factor, minute: index)
                )
            }
            model.workloads["known-\(index)"] = Self.facts(timeLevel: 0, costLevel: 0, runs: 4, kind: kind)
        }
        let cells = CellTable(model.runs, failures: self.domain.failures)
        var kernels: [Objective: ArmKernel] = [:]
        for objective in Objective.allCases {
            let grid = try TargetGrid(
                cells: cells,
                workloads: cells.workloads,
                targets: Small.targets,
                families: { $0.description },
                strata: { _ in "" },
                objective: objective,
                likeness: self.domain.likeness,
                kernel: nil
            )
            kernels[objective] = grid?.kernel
        }
        model.grid = ModelArtifact.Grid(kernels: kernels, leads: leads)
        return model
    }
}

extension LearnedModel {
    func predict(
        _ workload: Workload = Small.workload(),
        on targets: [Target] = Small.targets,
        objective: Objective = .time,
        history: any HistorySource = RunStatistics()
    ) throws -> [PredictedTarget] {
        try self.predictions(
            for: workload,
            on: targets,
            objective: objective,
            at: Small.moment,
            history: history
        )
    }
}
