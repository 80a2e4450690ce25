internal import JSON
internal import Nodes
internal import Placement
internal import TaskDispatch

/// What `JSONDecoder` reads again as the same types; written by hand, since every task is written three times.
extension JSONWriter {
    mutating func wishes(_ wishes: TaskWishes) {
        self.beginObject()
        self.key("costSensitivity")
        self.wholeNumber(Int64(wishes.costSensitivity))
        self.key("latency")
        self.wholeNumber(Int64(wishes.latency))
        self.key("priority")
        self.wholeNumber(Int64(wishes.priority))
        self.key("requiresGPU")
        self.flag(wishes.requiresGPU)
        self.endObject()
    }

    mutating func placement(_ placement: KindChoice) {
        self.beginObject()
        self.member("confidence", number: placement.confidence)
        self.member("decision", text: placement.decision?.description)
        self.member("kind", text: placement.kind.rawValue)
        if let prediction = placement.predicted {
            self.key("predicted")
            self.prediction(prediction)
        }
        self.endObject()
    }

    private mutating func prediction(_ prediction: Prediction) {
        self.beginObject()
        self.key("cost")
        self.estimate(prediction.cost)
        self.member("logValue", number: prediction.logValue)
        self.member("logValueDeviation", number: prediction.logValueDeviation)
        self.member("selectionProbability", number: prediction.selectionProbability)
        self.member("situation", text: prediction.situation.rawValue)
        self.member("successProbability", number: prediction.successProbability)
        self.key("timeSeconds")
        self.estimate(prediction.timeSeconds)
        self.endObject()
    }

    private mutating func estimate(_ estimate: Estimate) {
        self.beginObject()
        self.member("lower", number: estimate.lower)
        self.member("upper", number: estimate.upper)
        self.member("value", number: estimate.value)
        self.endObject()
    }

    mutating func figures(_ end: TaskEnd) {
        self.beginObject()
        if let cost = end.cost {
            self.key("cost")
            self.beginObject()
            self.member("currency", text: cost.currency.code)
            self.key("nanos")
            self.wholeNumber(cost.nanos)
            self.endObject()
        }
        if !end.emulated.isEmpty {
            self.key("emulated")
            self.texts(end.emulated.map(\.rawValue))
        }
        self.member("error", text: end.error)
        self.member("executionSeconds", number: end.executionSeconds)
        self.member("queuedSeconds", number: end.queuedSeconds)
        self.endObject()
    }

    private mutating func member(_ key: StaticString, number: Double?) {
        guard let number else { return }
        self.key(key)
        self.number(number)
    }

    private mutating func member(_ key: StaticString, text: String?) {
        guard let text else { return }
        self.key(key)
        self.text(text)
    }
}
