extension BoostingParameters {
    /// Checks every value by itself and against the others; data is not needed.
    ///
    /// - Throws: All faults together.
    package func validate() throws(BoostingParameterError) {
        var faults = self.objectiveFaults
        faults += self.methodFaults
        faults += BoostingKnob.all.filter { !$0.isAllowed(in: self) }.map { knob in
            Fault(field: knob.key, value: knob.value(in: self).description, allowed: knob.allowed)
        }
        faults += self.samplingFaults
        faults += self.evaluationFaults
        faults += self.extraFaults
        guard faults.isEmpty else { throw BoostingParameterError(faults: faults) }
    }

    private typealias Fault = BoostingParameterError.Fault

    private var objectiveFaults: [Fault] {
        switch self.objective {
        case .l2, .l1, .mape, .poisson, .gamma, .binary, .crossEntropy, .lambdarank: []
        case .huber(let delta):
            Self.faults("objective.delta", delta, NumberRange(from: .excluding(0), to: .none))
        case .quantile(let level):
            Self.faults("objective.level", level, NumberRange(from: .excluding(0), to: .excluding(1)))
        case .tweedie(let power):
            Self.faults("objective.variancePower", power, NumberRange(from: .including(1), to: .excluding(2)))
        case .multiclass(let classes), .multiclassOneVersusAll(let classes):
            Self.faults("objective.classes", classes, 2...10_000)
        }
    }

    private var methodFaults: [Fault] {
        switch self.method {
        case .gradient, .randomForest: []
        case .dart(let dropRate, let maximumDropped, let skipProbability):
            Self.faults("method.dropRate", dropRate, Self.probabilities)
                + Self.faults("method.maximumDropped", maximumDropped, 0...100_000)
                + Self.faults("method.skipProbability", skipProbability, Self.probabilities)
        }
    }

    private var samplingFaults: [Fault] {
        switch self.method {
        case .gradient: []
        case .randomForest:
            self.drawsSamples
                ? []
                : [
                    Fault(
                        field: "baggingFraction",
                        value: "\(self.baggingFraction) every \(self.baggingFrequency) rounds",
                        allowed: "for a random forest below 1 with a baggingFrequency of at least 1, "
                            + "or a featureFraction below 1"
                    )
                ]
        case .dart:
            self.earlyStoppingRounds == 0
                ? []
                : [
                    Fault(
                        field: "earlyStoppingRounds",
                        value: "\(self.earlyStoppingRounds)",
                        allowed: "0 with dart, because later rounds change earlier trees"
                    )
                ]
        }
    }

    /// Whether rounds see different rows or features.
    package var drawsSamples: Bool {
        self.featureFraction < 1 || (self.baggingFraction < 1 && self.baggingFrequency > 0)
    }

    private var evaluationFaults: [Fault] {
        var faults: [Fault] = []
        if Set(self.metrics).count != self.metrics.count {
            let names = self.metrics.map(\.rawValue).joined(separator: ", ")
            faults.append(Fault(field: "metrics", value: names, allowed: "each metric once"))
        }
        let positions = self.rankingPositions
        let isAscending = zip(positions, positions.dropFirst()).allSatisfy { $0 < $1 }
        if positions.isEmpty || !isAscending || positions.contains(where: { $0 < 1 }) {
            let text = positions.map(String.init).joined(separator: ", ")
            faults.append(Fault(field: "rankingPositions", value: text, allowed: "ascending numbers from 1"))
        }
        return faults
    }

    /// Keys and values go into one text `key=value key=value`, so neither may break out of its place.
    private var extraFaults: [Fault] {
        self.extra.sorted { $0.key < $1.key }.compactMap { key, value in
            let isPlain = { (text: String) in
                !text.isEmpty && !text.contains { $0.isWhitespace || $0 == "=" || $0 == "\0" }
            }
            guard isPlain(key), isPlain(value) else {
                let allowed = "a name and a value, both non-empty, without white space and \"=\""
                return Fault(field: "extra.\(key)", value: "\"\(value)\"", allowed: allowed)
            }
            return nil
        }
    }

    private static let probabilities = NumberRange(from: .including(0), to: .including(1))

    private static func faults(_ field: String, _ value: Double, _ range: NumberRange) -> [Fault] {
        range.contains(value) ? [] : [Fault(field: field, value: "\(value)", allowed: range.description)]
    }

    private static func faults(_ field: String, _ value: Int, _ range: ClosedRange<Int>) -> [Fault] {
        guard !range.contains(value) else { return [] }
        let allowed = "whole numbers from \(range.lowerBound) to \(range.upperBound)"
        return [Fault(field: field, value: "\(value)", allowed: allowed)]
    }
}
