internal import Domains
internal import Expressions
internal import Features
package import Placement

/// The best targets for a workload, in order: what a decision would choose from, without choosing.
package struct Ranking: Sendable {
    package let workload: Workload
    package let objective: Objective
    /// Name and version of the model that ordered the targets; `nil` where the rules did.
    package let model: String?
    /// How many targets there are, and how many of them are feasible.
    package let targets: Int
    package let feasible: Int
    /// Who is not feasible, by reason.
    package let exclusions: [ExclusionCount]
    /// The best first.
    package let ranked: [RankedTarget]
}

package struct RankedTarget: Sendable, Hashable {
    package let target: Target
    /// `nil` without a model.
    package let prediction: Prediction?
}

extension Engine {
    /// Orders the feasible targets by predicted value or, where no model answers, as the rules would choose one after
    /// the other. Nothing is explored, recorded or counted.
    ///
    /// - Parameters:
    ///   - limit: Targets that are given, at the most; at least 1.
    ///   - offset: Of the best ones that are left out; not negative.
    ///   - state: Of deciding, which stays as it is: a model that is paused is not asked.
    /// - Throws: ``EngineError`` for a request that cannot be judged.
    package static func rank(
        _ request: DecisionRequest,
        limit: Int,
        offset: Int = 0,
        with snapshot: ServingSnapshot,
        state: EngineState
    ) throws(EngineError) -> Ranking {
        precondition(limit >= 1 && offset >= 0, "a part of a ranking has targets and begins within it")
        do {
            switch snapshot.prepared {
            case .all(let placement):
                try Self.check(request.constraints, placement: placement)
                let deliberation = try Self.answered(request, with: snapshot, among: placement, state)
                let order = try deliberation.order(offset + limit)
                return deliberation.ranking(
                    request,
                    of: order.dropFirst(offset),
                    targets: placement.targets.count,
                    feasible: deliberation.feasible.count,
                    exclusions: deliberation.exclusionCounts()
                )
            case .shortlisting(let table, _):
                let shortlist = try Self.shortlist(offset + limit, request, with: snapshot, among: table, state.breaker)
                let rows = Array(shortlist.rows.dropFirst(offset))
                let placement = snapshot.placement(of: rows, of: table)
                let deliberation = try Self.answered(request, with: snapshot, among: placement, state)
                return deliberation.ranking(
                    request,
                    of: shortlist.feasible == 0 ? [] : Array(placement.targets.indices),
                    targets: table.table.count,
                    feasible: shortlist.feasible,
                    exclusions: deliberation.exclusionCounts(with: shortlist.exclusions)
                )
            }
        } catch let error as EngineError {
            throw error
        } catch {
            throw .unusableAttribute("\(error)")
        }
    }

    /// What is feasible, and what the models say of it.
    private static func answered(
        _ request: DecisionRequest,
        with snapshot: ServingSnapshot,
        among placement: PreparedPlacement,
        _ state: EngineState
    ) throws -> Deliberation {
        var deliberation = try Self.deliberation(request, with: snapshot, among: placement, state)
        var breaker = state.breaker
        try Self.ask(
            deliberation.question(snapshot.history),
            of: placement.lineup,
            in: &deliberation,
            breaker: &breaker
        )
        return deliberation
    }
}

extension Deliberation {
    /// The feasible targets, the best first.
    fileprivate func order(_ count: Int) throws(ExpressionError) -> [Int] {
        var remaining = self.feasible
        if case .predicted = self.answer.content {
            let values = self.predicted.map { $0?.prediction.logValue ?? .infinity }
            let rules = self.placement.rules
            return Array(
                remaining.sorted {
                    values[$0] == values[$1] ? rules.isBefore($0, $1) : values[$0] < values[$1]
                }.prefix(count)
            )
        }
        var order: [Int] = []
        while order.count < count, let next = try self.placement.rules.choose(among: remaining, self.values) {
            order.append(next.index)
            remaining.removeAll { $0 == next.index }
        }
        return order
    }

    /// - Parameter others: Of targets that are not among the placement's.
    fileprivate func exclusionCounts(with others: [ExclusionCount] = []) -> [ExclusionCount] {
        var counts = ExclusionCounts()
        for other in others { counts.add(other.constraint, other.count) }
        for exclusion in self.exclusions.compactMap(\.self) { counts.add(exclusion.constraint) }
        return counts.all
    }

    /// - Parameter indices: Of targets, the best first.
    fileprivate func ranking(
        _ request: DecisionRequest,
        of indices: some Sequence<Int>,
        targets: Int,
        feasible: Int,
        exclusions: [ExclusionCount]
    ) -> Ranking {
        Ranking(
            workload: request.workload,
            objective: self.objective,
            model: self.answer.predictor?.modelID,
            targets: targets,
            feasible: feasible,
            exclusions: exclusions,
            ranked: indices.map {
                RankedTarget(target: self.placement.targets[$0], prediction: self.predicted[$0]?.prediction)
            }
        )
    }
}
