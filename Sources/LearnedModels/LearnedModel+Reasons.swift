internal import Domains
package import Engine
internal import Features
internal import Forest
package import Placement
internal import RealModule

extension LearnedModel {
    package func reasons(
        for workload: Workload,
        chosen: PredictedTarget,
        rival: PredictedTarget,
        objective: Placement.Objective
    ) -> [Reason] {
        let difference = chosen.prediction.logValue - rival.prediction.logValue
        let situations = [chosen.prediction.situation, rival.prediction.situation]
        if situations.allSatisfy({ $0 == .known }) {
            return self.measuredReasons(chosen: chosen, rival: rival, objective: objective)
        }
        if self.artifact.grid?.leads == true, self.grids[objective] != nil {
            let source =
                self.cells.knows(workload.key)
                ? "this workload's other runs and how known workloads fared" : "how known workloads fared on each"
            return [Reason(about: source, logEffect: difference)]
        }
        return self.treeReasons(for: workload, chosen: chosen, rival: rival, objective: objective)
    }

    private func measuredReasons(
        chosen: PredictedTarget,
        rival: PredictedTarget,
        objective: Placement.Objective
    ) -> [Reason] {
        let parts: [(String, Double, KeyPath<Prediction, Double>)] = [
            ("cost", objective.costExponent, \.cost.value), ("time", objective.timeExponent, \.timeSeconds.value),
        ]
        var reasons: [Reason] = []
        for (name, exponent, value) in parts where exponent > 0 {
            let ratio = chosen.prediction[keyPath: value] / rival.prediction[keyPath: value]
            reasons.append(Reason(about: "measured \(name)", logEffect: exponent * Double.log(ratio)))
        }
        if self.domain.failures == .retried {
            let exponents = objective.costExponent + objective.timeExponent
            let ratio = rival.prediction.successProbability / max(chosen.prediction.successProbability, 0.01)
            reasons.append(Reason(about: "success", logEffect: exponents * Double.log(max(ratio, 0.01))))
        }
        return Self.strongest(reasons)
    }

    /// Differences of the trees' attributions, feature by feature, and of the quantities that they work per.
    private func treeReasons(
        for workload: Workload,
        chosen: PredictedTarget,
        rival: PredictedTarget,
        objective: Placement.Objective
    ) -> [Reason] {
        let rows = chosen.features.values + rival.features.values
        let features = self.artifact.program.features
        let columns = self.artifact.program.columnFeatures
        var effects = [Double](repeating: 0, count: features.count)
        var priceEffect = 0.0
        func add(_ ensemble: TreeEnsemble, weight: Double) {
            guard weight > 0, let shares = try? ensemble.contributions(rows: rows, count: 2) else { return }
            for column in columns.indices {
                effects[columns[column]] += weight * (shares[0][column] - shares[1][column])
            }
            for member in ensemble.members {
                guard
                    let own = try? TreeEnsemble.logQuantity(
                        member.quantity,
                        workload: workload,
                        target: chosen.target
                    ),
                    let other = try? TreeEnsemble.logQuantity(
                        member.quantity,
                        workload: workload,
                        target: rival.target
                    )
                else { continue }
                priceEffect -= weight * (own - other) / Double(ensemble.members.count)
            }
        }
        let trees = self.trees(for: workload)
        let costFollowsTime = if case .trees = self.artifact.cost { false } else { true }
        add(trees.time, weight: objective.timeExponent + (costFollowsTime ? objective.costExponent : 0))
        if let cost = trees.cost { add(cost, weight: objective.costExponent) }
        if costFollowsTime, objective.costExponent > 0,
            let own = try? TreeEnsemble.logQuantity(
                self.domain.hourlyPrice,
                workload: workload,
                target: chosen.target
            ),
            let other = try? TreeEnsemble.logQuantity(
                self.domain.hourlyPrice,
                workload: workload,
                target: rival.target
            )
        {
            priceEffect += objective.costExponent * (own - other)
        }
        var reasons = zip(features, effects).map { Reason(about: $0.name, logEffect: $1) }
        if self.domain.hourlyPrice != nil { reasons.append(Reason(about: "price and size", logEffect: priceEffect)) }
        return Self.strongest(reasons)
    }

    private static func strongest(_ reasons: [Reason]) -> [Reason] {
        reasons.filter { abs($0.logEffect) >= 0.005 }.sorted {
            (-abs($0.logEffect), $0.about) < (-abs($1.logEffect), $1.about)
        }
    }
}
