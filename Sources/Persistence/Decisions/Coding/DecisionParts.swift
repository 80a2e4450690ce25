internal import Placement

// What stands in a decision beside its numbers. The order of cases is the format: new ones go to the end.

private enum ExclusionTag: UInt8 {
    case notAllowed, ruledOut, requirement, tooCostly, tooSlow, unavailable
}

private enum BasisTag: UInt8 {
    case rules, model, exploration, lowConfidence, modelUnavailable
}

extension ByteWriter {
    mutating func constraints(_ constraints: Constraints) {
        self.bits([
            constraints.maxCost != nil, constraints.maxTimeSeconds != nil, !constraints.only.isEmpty,
            !constraints.except.isEmpty,
        ])
        for limit in [constraints.maxCost, constraints.maxTimeSeconds] { if let limit { self.number(limit) } }
        for choices in [constraints.only, constraints.except] where !choices.isEmpty { self.choices(choices) }
    }

    private mutating func choices(_ choices: [String: Set<String>]) {
        self.list(choices.sorted { $0.key < $1.key }) { writer, choice in
            writer.text(choice.key)
            writer.list(choice.value.sorted()) { $0.text($1) }
        }
    }

    mutating func exclusion(_ exclusion: Exclusion) {
        switch exclusion {
        case .notAllowed(let attribute, let value, let allowed):
            self.byte(ExclusionTag.notAllowed.rawValue)
            self.text(attribute)
            self.text(value)
            self.list(allowed) { $0.text($1) }
        case .ruledOut(let attribute, let value):
            self.byte(ExclusionTag.ruledOut.rawValue)
            self.text(attribute)
            self.text(value)
        case .requirement(let name, let condition):
            self.byte(ExclusionTag.requirement.rawValue)
            self.text(name)
            self.text(condition)
        case .tooCostly(let predicted, let limit):
            self.byte(ExclusionTag.tooCostly.rawValue)
            self.longNumber(predicted)
            self.number(limit)
        case .tooSlow(let predicted, let limit):
            self.byte(ExclusionTag.tooSlow.rawValue)
            self.longNumber(predicted)
            self.number(limit)
        case .unavailable(let reason):
            self.byte(ExclusionTag.unavailable.rawValue)
            self.text(reason)
        }
    }

    mutating func basis(_ basis: Decision.Basis) {
        switch basis {
        case .rules(let rule):
            self.byte(BasisTag.rules.rawValue)
            self.text(rule)
        case .model: self.byte(BasisTag.model.rawValue)
        case .exploration: self.byte(BasisTag.exploration.rawValue)
        case .lowConfidence(let rule):
            self.byte(BasisTag.lowConfidence.rawValue)
            self.text(rule)
        case .modelUnavailable(let reason, let rule):
            self.byte(BasisTag.modelUnavailable.rawValue)
            self.text(reason)
            self.text(rule)
        }
    }

    mutating func shadowAnswer(_ answer: ShadowAnswer.Content) {
        switch answer {
        case .predicted(let predictions):
            self.flag(true)
            self.count(predictions.count)
            self.bits(predictions.map { $0 != nil })
            for case let prediction? in predictions { self.prediction(prediction) }
        case .failed(let reason):
            self.flag(false)
            self.text(reason)
        }
    }

    mutating func prediction(_ prediction: Prediction) {
        for estimate in [prediction.timeSeconds, prediction.cost] {
            self.longNumber(estimate.value)
            self.longNumber(estimate.lower)
            self.longNumber(estimate.upper)
        }
        self.number(prediction.successProbability)
        self.longNumber(prediction.logValue)
        self.longNumber(prediction.logValueDeviation)
        self.byte(UInt8(Situation.allCases.firstIndex(of: prediction.situation) ?? 0))
        self.optional(prediction.selectionProbability) { $0.longNumber($1) }
    }
}

extension ByteReader {
    mutating func constraints() throws(ByteFault) -> Constraints {
        let flags = try self.bits(4)
        return Constraints(
            maxCost: flags[0] ? try self.number() : nil,
            maxTimeSeconds: flags[1] ? try self.number() : nil,
            only: flags[2] ? try self.choices() : [:],
            except: flags[3] ? try self.choices() : [:]
        )
    }

    private mutating func choices() throws(ByteFault) -> [String: Set<String>] {
        let count = try self.count()
        var choices: [String: Set<String>] = [:]
        for _ in 0..<count {
            let attribute = try self.text()
            choices[attribute] = Set(try self.list { (reader) throws(ByteFault) in try reader.text() })
        }
        return choices
    }

    mutating func exclusion() throws(ByteFault) -> Exclusion {
        let byte = try self.byte()
        guard let tag = ExclusionTag(rawValue: byte) else { throw .unknownTag(byte, of: "an exclusion") }
        switch tag {
        case .notAllowed:
            return .notAllowed(
                attribute: try self.text(),
                value: try self.text(),
                allowed: try self.list { (reader) throws(ByteFault) in try reader.text() }
            )
        case .ruledOut: return .ruledOut(attribute: try self.text(), value: try self.text())
        case .requirement: return .requirement(name: try self.text(), condition: try self.text())
        case .tooCostly: return .tooCostly(predicted: try self.longNumber(), limit: try self.number())
        case .tooSlow: return .tooSlow(predictedSeconds: try self.longNumber(), limitSeconds: try self.number())
        case .unavailable: return .unavailable(reason: try self.text())
        }
    }

    mutating func basis() throws(ByteFault) -> Decision.Basis {
        let byte = try self.byte()
        guard let tag = BasisTag(rawValue: byte) else { throw .unknownTag(byte, of: "a basis") }
        switch tag {
        case .rules: return .rules(rule: try self.text())
        case .model: return .model
        case .exploration: return .exploration
        case .lowConfidence: return .lowConfidence(rule: try self.text())
        case .modelUnavailable: return .modelUnavailable(reason: try self.text(), rule: try self.text())
        }
    }

    mutating func shadowAnswer() throws(ByteFault) -> ShadowAnswer.Content {
        guard try self.flag() else { return .failed(reason: try self.text()) }
        // A candidate takes a bit at least.
        let count = try self.unsigned()
        guard count <= UInt64(self.remaining) * 8 else { throw .end }
        var predictions: [Prediction?] = []
        for isPredicted in try self.bits(Int(count)) { predictions.append(isPredicted ? try self.prediction() : nil) }
        return .predicted(predictions)
    }

    mutating func prediction() throws(ByteFault) -> Prediction {
        Prediction(
            timeSeconds: try self.estimate(),
            cost: try self.estimate(),
            successProbability: try self.number(),
            logValue: try self.longNumber(),
            logValueDeviation: try self.longNumber(),
            situation: try self.situation(),
            selectionProbability: try self.optional { (reader) throws(ByteFault) in try reader.longNumber() }
        )
    }

    private mutating func estimate() throws(ByteFault) -> Estimate {
        Estimate(value: try self.longNumber(), lower: try self.longNumber(), upper: try self.longNumber())
    }

    private mutating func situation() throws(ByteFault) -> Situation {
        let index = try self.byte()
        guard index < Situation.allCases.count else { throw .unknownTag(index, of: "a situation") }
        return Situation.allCases[Int(index)]
    }
}
