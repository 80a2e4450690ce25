internal import Domains
package import Engine
internal import Expressions
internal import Features
internal import Forest
package import Placement
internal import RealModule

extension LearnedModel: AttributingPredictor {
    package func attributions(
        of decision: Decision,
        to candidates: [Int]
    ) throws(PredictionError) -> [Attribution] {
        guard decision.model == self.modelID, decision.programHash == self.programHash else {
            throw .damagedModel("the decision was made by another model")
        }
        let predicted = decision.candidates.compactMap { candidate in
            candidate.prediction.map {
                PredictedTarget(target: candidate.target, features: candidate.features, prediction: $0)
            }
        }
        let width = self.artifact.program.columnFeatures.count
        guard predicted.allSatisfy({ $0.features.values.count == width }) else {
            throw .damagedModel("the record's features are not those that the program makes")
        }
        var attributions: [Attribution] = []
        for index in candidates {
            let candidate = decision.candidates[index]
            guard let place = predicted.firstIndex(where: { $0.target.id == candidate.target.id }) else { continue }
            attributions += try self.attributions(to: place, among: predicted, workload: decision.workload)
        }
        return attributions
    }

    private func attributions(
        to place: Int,
        among predicted: [PredictedTarget],
        workload: Workload
    ) throws(PredictionError) -> [Attribution] {
        let own = predicted[place]
        let context = Context(
            own: own,
            targets: predicted.map(\.target),
            place: place,
            workload: workload,
            program: self.artifact.program,
            hourlyPrice: self.domain.hourlyPrice?.text
        )
        let trees = self.trees(for: workload)
        let time = try context.terms(of: trees.time)
        var cost = Terms()
        if self.artifact.cost.needsPrice || trees.cost == nil {
            // The price of an hour × the time.
            cost.add(time)
            cost.baseline -= Double.log(3600)
            if let price = self.domain.hourlyPrice { try context.add(price, sign: 1, to: &cost) }
        }
        if let ensemble = trees.cost { cost.add(try context.terms(of: ensemble)) }
        var attributions = [
            context.attribution(.time, time, predicted: Double.log(own.prediction.timeSeconds.value)),
            context.attribution(.cost, cost, predicted: Double.log(own.prediction.cost.value)),
        ]
        if let success = self.success {
            let probability = own.prediction.successProbability
            let terms = try context.terms(of: success)
            attributions.append(
                context.attribution(.success, terms, predicted: Double.log(probability / (1 - probability)))
            )
        }
        return attributions
    }

    /// Amounts that sum to what the trees say of one quantity.
    private struct Terms {
        var baseline = 0.0
        /// By the feature's place in the program.
        var features: [Int: Double] = [:]
        /// By the text of an expression that the quantity is proportional to.
        var expressions: [String: (value: Value, amount: Double)] = [:]

        mutating func add(_ other: Terms) {
            self.baseline += other.baseline
            self.features.merge(other.features, uniquingKeysWith: +)
            self.expressions.merge(other.expressions) { ($0.value, $0.amount + $1.amount) }
        }

        var sum: Double {
            self.baseline + self.features.sorted { $0.key < $1.key }.reduce(0) { $0 + $1.value }
                + self.expressions.sorted { $0.key < $1.key }.reduce(0) { $0 + $1.value.amount }
        }
    }

    /// One candidate of a decision.
    private struct Context {
        let own: PredictedTarget
        /// All that have a prediction.
        let targets: [Target]
        let place: Int
        let workload: Workload
        let program: FrozenProgram
        /// The expression's text.
        let hourlyPrice: String?

        func terms(of ensemble: TreeEnsemble) throws(PredictionError) -> Terms {
            var terms = Terms()
            let share = 1 / Double(ensemble.members.count)
            for member in ensemble.members {
                try self.add(member.forest, share: share, to: &terms)
                // The forest learnt the logarithm of the output × the quantity.
                if let quantity = member.quantity { try self.add(quantity, sign: -share, to: &terms) }
            }
            return terms
        }

        func terms(of forest: Forest) throws(PredictionError) -> Terms {
            var terms = Terms()
            try self.add(forest, share: 1, to: &terms)
            return terms
        }

        private func add(_ forest: Forest, share: Double, to terms: inout Terms) throws(PredictionError) {
            let shares: [Double]
            do {
                shares = try forest.contributions(rows: self.own.features.values, count: 1)
            } catch {
                throw .damagedModel("\(error)")
            }
            // A random forest's contributions sum over its trees, and its output is their mean.
            let share = forest.averagesIterations ? share / Double(forest.iterationCount) : share
            let columns = self.program.columnFeatures
            for (column, feature) in columns.enumerated() {
                terms.features[feature, default: 0] += share * shares[column]
            }
            terms.baseline += share * shares[columns.count]
        }

        /// Adds a factor of the quantity, against its mean over the candidates.
        func add(_ expression: Expression, sign: Double, to terms: inout Terms) throws(PredictionError) {
            var logarithms: [Double] = []
            for target in self.targets {
                logarithms.append(
                    try TreeEnsemble.logQuantity(expression, workload: self.workload, target: target)
                )
            }
            let mean = logarithms.reduce(0, +) / Double(logarithms.count)
            let amount = sign * (logarithms[self.place] - mean)
            let before = terms.expressions[expression.text]?.amount ?? 0
            terms.expressions[expression.text] = (self.value(of: expression), before + amount)
            terms.baseline += sign * mean
        }

        func attribution(_ quantity: PredictedQuantity, _ terms: Terms, predicted: Double) -> Attribution {
            var parts = terms.features.map { feature, amount in
                Attribution.Part(
                    feature: self.program.features[feature].name,
                    value: self.value(ofFeature: feature),
                    amount: amount
                )
            }
            parts += terms.expressions.map { text, term in
                Attribution.Part(
                    feature: text == self.hourlyPrice ? Attribution.hourlyPrice : text,
                    value: term.value,
                    amount: term.amount
                )
            }
            let rest = predicted - terms.sum
            // What is left where runs did not speak is rounding.
            if rest.isFinite, abs(rest) > 1e-9 {
                parts.append(Attribution.Part(feature: Attribution.runs, value: .missing, amount: rest))
            }
            return Attribution(
                quantity: quantity,
                target: self.own.target.id,
                baseline: terms.baseline,
                parts: parts.filter { $0.amount != 0 }.sorted {
                    (-abs($0.amount), $0.feature) < (-abs($1.amount), $1.feature)
                }
            )
        }

        // MARK: Values as people know them

        /// What the feature is made from, where that is one text, number or flag; else what the program made of it.
        private func value(ofFeature index: Int) -> Value {
            let feature = self.program.features[index]
            if case .expression(let expression) = feature.source, !feature.transform.hidesText {
                return self.value(of: expression)
            }
            guard let column = self.program.columnFeatures.firstIndex(of: index) else { return .missing }
            let number = self.own.features.values[column]
            return number.isFinite ? .number(number) : .missing
        }

        private func value(of expression: Expression) -> Value {
            let value = try? expression.evaluate { $0.attribute(workload: self.workload, target: self.own.target) }
            switch value {
            case .text, .flag: return value ?? .missing
            case .number(let number): return number.isFinite ? .number(number) : .missing
            case .list, .record, .missing, nil: return .missing
            }
        }
    }
}
