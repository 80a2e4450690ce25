internal import Expressions
internal import Placement

/// How a frozen program's columns are made: which features follow from the workload, the target or both, and which
/// share a source that is to be read once.
///
/// Made once for a program and shared by all copies of it.
final class FeaturePlan: Sendable {
    /// A feature that is made of an expression; a class, so that a loop over steps counts one reference each.
    final class Step: Sendable {
        /// Position in the program.
        let feature: Int
        /// The first of its columns.
        let column: Int
        let transform: FeatureTransform
        let vocabulary: [String]
        let expression: Expression

        init(feature: Int, column: Int, transform: FeatureTransform, vocabulary: [String], expression: Expression) {
            self.feature = feature
            self.column = column
            self.transform = transform
            self.vocabulary = vocabulary
            self.expression = expression
        }
    }

    /// The features that are made of one program's text.
    struct CodeGroup: Sendable {
        let source: Expression
        let language: Expression?
        var columns: [Column]
    }

    /// The features that look at one history.
    struct HistoryGroup: Sendable {
        let scope: HistoryScope
        let windowSeconds: Double?
        var columns: [Column]
    }

    struct Column: Sendable {
        let feature: Int
        let column: Int
        let transform: FeatureTransform
    }

    let width: Int
    /// Of every expression below.
    let slots: WorkloadSlots
    /// The same for every target.
    let ofWorkload: [(step: Step, bound: BoundExpression)]
    let code: [CodeGroup]
    let clock: [Column]
    let workloadHistories: [HistoryGroup]
    /// The same for every workload.
    let ofTarget: [Step]
    let ofBoth: [Step]
    let targetHistories: [HistoryGroup]
    /// The columns that are the same for every target.
    let sharedColumns: [Int]

    init(features: [FeatureDeclaration], vocabularies: [[String]]) {
        var assembly = Assembly()
        for (index, feature) in features.enumerated() { assembly.add(feature, index, vocabulary: vocabularies[index]) }
        self.width = assembly.width
        self.slots = assembly.slots
        self.ofWorkload = assembly.ofWorkload
        self.code = assembly.code
        self.clock = assembly.clock
        self.workloadHistories = assembly.histories.filter { $0.scope == .workload }
        self.targetHistories = assembly.histories.filter { $0.scope != .workload }
        self.ofTarget = assembly.ofTarget
        self.ofBoth = assembly.ofBoth
        self.sharedColumns = assembly.sharedColumns.sorted()
    }
}

private struct Assembly {
    var width = 0
    var slots = WorkloadSlots()
    var ofWorkload: [(step: FeaturePlan.Step, bound: BoundExpression)] = []
    var code: [FeaturePlan.CodeGroup] = []
    var clock: [FeaturePlan.Column] = []
    var histories: [FeaturePlan.HistoryGroup] = []
    var ofTarget: [FeaturePlan.Step] = []
    var ofBoth: [FeaturePlan.Step] = []
    var sharedColumns: [Int] = []

    mutating func add(_ feature: FeatureDeclaration, _ index: Int, vocabulary: [String]) {
        let column = FeaturePlan.Column(feature: index, column: self.width, transform: feature.transform)
        switch feature.source {
        case .expression(let expression):
            self.add(
                FeaturePlan.Step(
                    feature: index,
                    column: self.width,
                    transform: feature.transform,
                    vocabulary: vocabulary,
                    expression: expression
                )
            )
        case .code(let source, let language):
            let known = self.code.firstIndex { $0.source == source && $0.language == language }
            let group = known ?? self.code.count
            if known == nil { self.code.append(.init(source: source, language: language, columns: [])) }
            self.code[group].columns.append(column)
            self.sharedColumns.append(self.width)
        case .clock:
            self.clock.append(column)
            self.sharedColumns.append(self.width)
        case .history(let scope, let window):
            let known = self.histories.firstIndex { $0.scope == scope && $0.windowSeconds == window }
            let group = known ?? self.histories.count
            if known == nil { self.histories.append(.init(scope: scope, windowSeconds: window, columns: [])) }
            self.histories[group].columns.append(column)
            if scope == .workload { self.sharedColumns.append(self.width) }
        }
        self.width += feature.transform == .oneHot ? vocabulary.count : 1
    }

    private mutating func add(_ step: FeaturePlan.Step) {
        let names = step.expression.names
        for name in names where name.path.count > 1 && name.path[0] == "workload" { _ = self.slots.slot(of: name) }
        if names.allSatisfy({ $0.path[0] == "workload" }) {
            let nowhere = Target(id: Target.ID(""), attributes: [:])
            self.sharedColumns += step.column..<step.column + (step.transform == .oneHot ? step.vocabulary.count : 1)
            self.ofWorkload.append((step, step.expression.bound(to: nowhere, &self.slots)))
        } else if names.allSatisfy({ $0.path[0] != "workload" }) {
            self.ofTarget.append(step)
        } else {
            self.ofBoth.append(step)
        }
    }
}
