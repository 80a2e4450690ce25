package import Expressions
package import Placement

/// A feature program made ready for the targets of many decisions: what follows from a target alone is computed, and
/// what follows from both is computed as far as it can be.
///
/// It gives the same vectors and errors as ``FrozenProgram/matrix(workload:targets:at:history:)``, which is made of it.
package struct PreparedProgram: Sendable {
    private let plan: FeaturePlan
    private let targets: [Target]
    private let rows: [TargetRow]

    /// What is known of one target before there is a workload.
    private struct TargetRow {
        /// Every column; NaN where it is not known yet.
        var values: [Double]
        /// The first feature that cannot be made of the target's attributes.
        var failure: Failure?
        var open: [OpenStep] = []
    }

    /// A feature that still needs the workload.
    private struct OpenStep {
        let step: FeaturePlan.Step
        let bound: BoundExpression
    }

    private struct Failure: Error {
        let feature: Int
        let error: ExpressionError
    }

    /// - Parameter folding: See ``Expressions/Expression/bound(folding:_:)``.
    package init(_ program: FrozenProgram, targets: [Target], folding: Bool = true) {
        let plan = program.plan
        self.plan = plan
        self.targets = targets
        self.rows = targets.map { Self.row(of: $0, plan: plan, folding: folding) }
    }

    private static func row(of target: Target, plan: FeaturePlan, folding: Bool) -> TargetRow {
        var row = TargetRow(values: [Double](repeating: .nan, count: plan.width))
        for step in plan.ofTarget {
            do throws(ExpressionError) {
                step.write(
                    try step.expression.evaluate { $0.attribute(workload: .none, target: target) },
                    to: &row.values,
                    at: 0
                )
            } catch {
                row.failure = Failure(feature: step.feature, error: error)
                break
            }
        }
        var slots = plan.slots
        for step in plan.ofBoth {
            let bound = step.expression.bound(to: target, &slots, folding: folding)
            if let value = bound.constant {
                step.write(value, to: &row.values, at: 0)
            } else {
                row.open.append(OpenStep(step: step, bound: bound))
            }
        }
        return row
    }

    /// The places that ``matrix(workload:values:targets:at:history:)`` reads the workload's values from; a caller may
    /// add places after them.
    package var slots: WorkloadSlots { self.plan.slots }

    /// Columns of a vector.
    package var width: Int { self.plan.width }

    /// The vectors of one workload on some of the targets, as known just before `moment`.
    ///
    /// - Parameters:
    ///   - values: Of the workload, by ``slots``.
    ///   - chosen: Indices of targets.
    /// - Throws: ``ExpressionError`` when an attribute is of a kind that its feature cannot take: of the first feature
    ///   of the first target that has one.
    /// - Returns: Row-major, one row a chosen target.
    package func matrix(
        workload: Workload,
        values: [Value],
        targets chosen: [Int],
        at moment: Timestamp,
        history: any HistorySource
    ) throws(ExpressionError) -> [Double] {
        guard let first = chosen.first else { return [] }
        var shared = [Double](repeating: .nan, count: self.plan.width)
        let failure = self.writeShared(
            to: &shared,
            workload: workload,
            values: values,
            target: self.targets[first],
            at: moment,
            history: history
        )
        var cells: [Double] = []
        cells.reserveCapacity(chosen.count * self.plan.width)
        for (position, index) in chosen.enumerated() {
            cells.append(contentsOf: self.rows[index].values)
            let start = position * self.plan.width
            for column in self.plan.sharedColumns { cells[start + column] = shared[column] }
            let own = self.writeOpen(of: index, to: &cells, at: start, values: values)
            // The features that are the same for every target are made with the first one.
            if position == 0 && failure != nil || self.rows[index].failure != nil || own != nil {
                let failures = [position == 0 ? failure : nil, self.rows[index].failure, own].compactMap(\.self)
                if let first = failures.min(by: { $0.feature < $1.feature }) { throw first.error }
            }
        }
        self.writeHistories(to: &cells, workload: workload, targets: chosen, at: moment, history: history)
        return cells
    }

    // MARK: What every target shares

    /// The columns that are the same for every target, made with the first one; NaN elsewhere.
    func shared(
        workload: Workload,
        values: [Value],
        at moment: Timestamp,
        history: any HistorySource
    ) throws(ExpressionError) -> [Double] {
        var row = [Double](repeating: .nan, count: self.plan.width)
        let failure = self.writeShared(
            to: &row,
            workload: workload,
            values: values,
            target: self.targets[0],
            at: moment,
            history: history
        )
        if let failure { throw failure.error }
        return row
    }

    private func writeShared(
        to row: inout [Double],
        workload: Workload,
        values: [Value],
        target: Target,
        at moment: Timestamp,
        history: any HistorySource
    ) -> Failure? {
        var failure: Failure?
        for (step, bound) in self.plan.ofWorkload {
            do throws(ExpressionError) {
                step.write(try bound.evaluate(values), to: &row, at: 0)
            } catch {
                failure = Failure(feature: step.feature, error: error)
                break
            }
        }
        for group in self.plan.code {
            do throws(ExpressionError) {
                let analysis = try group.analysis(workload: workload, target: target)
                for column in group.columns {
                    row[column.column] = analysis.map { column.transform.count(of: $0) } ?? .nan
                }
            } catch {
                let feature = group.columns[0].feature
                if feature < failure?.feature ?? .max { failure = Failure(feature: feature, error: error) }
            }
        }
        for column in self.plan.clock { row[column.column] = column.transform.reading(of: moment) }
        for group in self.plan.workloadHistories {
            let summary = group.summary(history, workload: workload.key, target: target.id, before: moment)
            for column in group.columns { row[column.column] = column.transform.statistic(of: summary) }
        }
        return failure
    }

    // MARK: What one target has

    private func writeOpen(of index: Int, to cells: inout [Double], at start: Int, values: [Value]) -> Failure? {
        for open in self.rows[index].open {
            do throws(ExpressionError) {
                open.step.write(try open.bound.evaluate(values), to: &cells, at: start)
            } catch {
                return Failure(feature: open.step.feature, error: error)
            }
        }
        return nil
    }

    private func writeHistories(
        to cells: inout [Double],
        workload: Workload,
        targets chosen: [Int],
        at moment: Timestamp,
        history: any HistorySource
    ) {
        guard !self.plan.targetHistories.isEmpty else { return }
        let targets = chosen.map { self.targets[$0].id }
        for group in self.plan.targetHistories {
            let summaries = history.summaries(
                group.scope,
                workload: workload.key,
                targets: targets,
                windowSeconds: group.windowSeconds,
                before: moment
            )
            for (position, summary) in summaries.enumerated() {
                let start = position * self.plan.width
                for column in group.columns { cells[start + column.column] = column.transform.statistic(of: summary) }
            }
        }
    }
}

extension FeaturePlan.Step {
    /// - Parameter start: Where the vector begins.
    func write(_ value: Value, to cells: inout [Double], at start: Int) {
        guard self.transform == .oneHot else {
            cells[start + self.column] = self.transform.number(of: value, vocabulary: self.vocabulary)
            return
        }
        let text = value.text
        for (index, category) in self.vocabulary.enumerated() {
            cells[start + self.column + index] = value.isMissing ? .nan : category == text ? 1 : 0
        }
    }
}

extension FeaturePlan.CodeGroup {
    /// `nil` where the source is no text.
    fileprivate func analysis(workload: Workload, target: Target) throws(ExpressionError) -> CodeAnalysis? {
        func value(_ expression: Expression) throws(ExpressionError) -> Value {
            try expression.evaluate { $0.attribute(workload: workload, target: target) }
        }
        guard case .text(let text) = try value(self.source) else { return nil }
        let language: String? = if let language = self.language { try value(language).text } else { nil }
        return CodeAnalysis(text, language: language)
    }
}

extension FeaturePlan.HistoryGroup {
    fileprivate func summary(
        _ history: any HistorySource,
        workload: Workload.Key,
        target: Target.ID,
        before moment: Timestamp
    ) -> RunSummary {
        history.summary(
            self.scope,
            workload: workload,
            target: target,
            windowSeconds: self.windowSeconds,
            before: moment
        )
    }
}

extension Workload {
    static let none = Workload(key: Workload.Key(""), attributes: [:])
}
