package import Domains
package import Engine
package import Expressions
internal import Features
internal import Forest
internal import MultiTask
package import Placement
internal import RealModule

/// A domain's learned model: trees on features, what is known of each workload on each target, and the grid of known
/// workloads by known targets.
///
/// A pair with runs is predicted from them. Otherwise the trees predict, corrected by how wrong they were on the
/// workload's other runs; and where the grid chose better in training, it ranks the targets.
package struct LearnedModel: Sendable {
    /// What training found; everything else here follows from it and the domain.
    package let artifact: ModelArtifact
    package let modelID: String
    package let programHash: String
    let domain: Domain
    /// For workloads without trees of their own.
    let general: OutputTrees
    let specialists: [Workload.Key: OutputTrees]
    let success: Forest?
    let selection: Forest?
    let selectionInput: SelectionInput?
    let grids: [Placement.Objective: TargetGrid]
    var cells: CellTable
    var facts: [Workload.Key: Facts]

    /// Trees for time and cost.
    struct OutputTrees: Sendable {
        let time: TreeEnsemble
        /// What ``ModelArtifact/cost`` says; `nil` where cost is hourly price × time.
        let cost: TreeEnsemble?
    }

    func trees(for workload: Workload) -> OutputTrees { self.specialists[workload.key] ?? self.general }

    /// Every expression that the model computes with, its features aside: the hourly price and the ensembles'
    /// quantities.
    var quantities: [Expression] {
        let ensembles = ([self.general] + self.specialists.values).flatMap { [$0.time, $0.cost].compactMap(\.self) }
        return [self.domain.hourlyPrice].compactMap(\.self) + ensembles.flatMap { $0.members.compactMap(\.quantity) }
    }

    /// What is known of a workload besides its cells.
    struct Facts: Sendable {
        var runs: Int
        var timeLevel: Double
        var costLevel: Double
        let stratum: String
    }

    /// Puts a stored model to work.
    ///
    /// - Throws: ``PredictionError/damagedModel(_:)`` when a part cannot be read or the parts do not fit together.
    package init(_ artifact: ModelArtifact, domain: Domain) throws(PredictionError) {
        let width = artifact.program.columnNames.count
        func forest(_ text: String, _ use: String) throws(PredictionError) -> Forest {
            let forest: Forest
            do { forest = try Forest(parsing: text) } catch { throw .damagedModel("\(use): \(error)") }
            guard forest.featureCount == width else {
                throw .damagedModel("\(use): \(forest.featureCount) features, the program makes \(width)")
            }
            guard forest.outputCount == 1 else {
                throw .damagedModel("\(use): \(forest.outputCount) outputs; 1 is allowed")
            }
            return forest
        }
        func ensemble(_ members: [ModelArtifact.Member], _ use: String) throws(PredictionError) -> TreeEnsemble {
            guard !members.isEmpty else { throw .damagedModel("\(use): no forest") }
            var loaded: [TreeEnsemble.Member] = []
            for member in members {
                loaded.append(
                    TreeEnsemble.Member(
                        forest: try forest(member.modelText, use),
                        quantity: try member.quantity.map { text throws(PredictionError) in try Self.quantity(text) }
                    )
                )
            }
            return TreeEnsemble(loaded)
        }
        self.artifact = artifact
        self.domain = domain
        self.modelID = "\(artifact.name)@\(artifact.version)"
        do {
            self.programHash = try artifact.program.hash()
        } catch {
            throw .damagedModel("feature program: \(error)")
        }
        let cost: TreeEnsemble?
        switch artifact.cost {
        case .hourlyPrice: cost = nil
        case .correction(let members), .trees(let members): cost = try ensemble(members, "cost")
        }
        if domain.hourlyPrice == nil, artifact.cost.needsPrice {
            throw .damagedModel("cost: the domain declares no hourlyPrice, from which it is computed")
        }
        self.general = OutputTrees(time: try ensemble(artifact.time, "time"), cost: cost)
        var specialists: [Workload.Key: OutputTrees] = [:]
        for (key, specialist) in artifact.specialists {
            specialists[Workload.Key(key)] = OutputTrees(
                time: try ensemble(specialist.time, "time of \(key)"),
                cost: try specialist.cost.map { members throws(PredictionError) in
                    try ensemble(members, "cost of \(key)")
                }
            )
        }
        self.specialists = specialists
        self.success = try artifact.success.map { text throws(PredictionError) in try forest(text, "success") }
        self.selection = try artifact.selection.map { selection throws(PredictionError) in
            try Self.classifier(selection, program: artifact.program)
        }
        self.selectionInput = artifact.selection.map { selection in
            SelectionInput(program: artifact.program, classes: selection.targets)
        }
        self.cells = CellTable(
            stored: artifact.cells,
            failures: domain.failures,
            hourlyPrice: { domain.hourlyPrice(of: $0) }
        )
        self.facts = Dictionary(
            uniqueKeysWithValues: artifact.workloads.map { key, facts in
                (
                    Workload.Key(key),
                    Facts(
                        runs: facts.runs,
                        timeLevel: facts.timeLevel,
                        costLevel: facts.costLevel,
                        stratum: facts.stratum
                    )
                )
            }
        )
        self.grids = try Self.grids(artifact, cells: self.cells, likeness: domain.likeness)
    }

    private static func quantity(_ text: String) throws(PredictionError) -> Expression {
        do { return try Expression(text) } catch { throw .damagedModel("quantity: \(error)") }
    }

    private static func classifier(
        _ selection: ModelArtifact.Selection,
        program: FrozenProgram
    ) throws(PredictionError) -> Forest {
        let forest: Forest
        do { forest = try Forest(parsing: selection.modelText) } catch { throw .damagedModel("selection: \(error)") }
        guard forest.outputCount == selection.targets.count else {
            throw .damagedModel("selection: \(forest.outputCount) classes for \(selection.targets.count) targets")
        }
        let width = SelectionInput(program: program, classes: selection.targets).names.count
        guard forest.featureCount == width else {
            throw .damagedModel("selection: \(forest.featureCount) features, the program makes \(width)")
        }
        return forest
    }

    private static func grids(
        _ artifact: ModelArtifact,
        cells: CellTable,
        likeness: Likeness
    ) throws(PredictionError) -> [Placement.Objective: TargetGrid] {
        var grids: [Placement.Objective: TargetGrid] = [:]
        let workloads = cells.workloads
        for (objective, kernel) in artifact.grid?.kernels ?? [:] {
            grids[objective] = try TargetGrid(
                cells: cells,
                workloads: workloads,
                targets: artifact.targets,
                families: { artifact.workloads[$0.description]?.family ?? $0.description },
                strata: { artifact.workloads[$0.description]?.stratum ?? "" },
                objective: objective,
                likeness: likeness,
                kernel: kernel
            )
        }
        return grids
    }
}

extension Domain {
    /// The price of an hour as it was for a run; 1 where the domain declares none or it is unknown.
    package func hourlyPrice(of run: Run) -> Double {
        let price = try? self.hourlyPrice?.number { $0.attribute(workload: run.workload, target: run.target) }
        return price.map { $0 > 0 ? $0 : 1 } ?? 1
    }

    /// The stratum of a workload, spelled from its attributes.
    package func stratum(of workload: Workload) -> String {
        self.strata.map { workload.attributes[$0]?.text ?? "" }.joined(separator: "/")
    }

    /// The family of a workload; what its runs have in common where the domain declares none.
    package func family(of workload: Workload) throws(ExpressionError) -> String {
        guard let family = self.family else { return self.repetition(of: workload) }
        let nowhere = Target(id: Target.ID(""), attributes: [:])
        return try family.evaluate { $0.attribute(workload: workload, target: nowhere) }.text
            ?? self.repetition(of: workload)
    }
}
