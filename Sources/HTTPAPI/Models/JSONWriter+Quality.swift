internal import Decisions
internal import Engine
internal import JSON
internal import Placement

/// What models are worth, as the API spells it.
extension JSONWriter {
    mutating func quality(_ quality: ModelQuality, of name: String) {
        self.beginObject()
        self.key("model")
        self.text(name)
        self.key("decisions")
        self.wholeNumber(Int64(quality.decisions))
        self.key("from")
        self.text(quality.from.description)
        self.key("until")
        self.text(quality.until.description)
        self.key("accuracy")
        self.list(quality.hours) { $1.hour($0) }
        self.key("calibration")
        self.list(quality.calibration) { $1.bin($0) }
        self.key("points")
        self.list(quality.points) { $1.point($0) }
        self.endObject()
    }

    private mutating func hour(_ hour: ModelQuality.Hour) {
        self.beginObject()
        self.key("at")
        self.text(hour.at.description)
        self.key("decisions")
        self.wholeNumber(Int64(hour.decisions))
        self.key("timeError")
        self.optional(number: hour.timeError)
        self.key("costError")
        self.optional(number: hour.costError)
        self.key("timeWithinInterval")
        self.optional(number: hour.timeWithinInterval)
        self.key("success")
        self.number(hour.success)
        self.key("successBrier")
        self.optional(number: hour.successBrier)
        self.endObject()
    }

    private mutating func bin(_ bin: ModelQuality.Bin) {
        self.beginObject()
        self.key("from")
        self.number(bin.from)
        self.key("until")
        self.number(bin.until)
        self.key("predicted")
        self.optional(number: bin.predicted)
        self.key("actual")
        self.number(bin.actual)
        self.key("count")
        self.wholeNumber(Int64(bin.count))
        self.endObject()
    }

    private mutating func point(_ point: ModelQuality.Point) {
        self.beginObject()
        self.key("decision")
        self.text(point.decision.description)
        self.key("target")
        self.text(point.target.description)
        self.key("predictedTime")
        self.optional(number: point.predictedTime)
        self.key("actualTime")
        self.optional(number: point.actualTime)
        self.key("predictedCost")
        self.optional(number: point.predictedCost)
        self.key("actualCost")
        self.number(point.actualCost)
        self.endObject()
    }

    /// - Parameter model: Name and version of the one that serves; `nil` without one.
    mutating func importances(_ importances: [QuantityImportance], of name: String, model: String?) {
        self.beginObject()
        self.key("model")
        self.text(name)
        self.key("version")
        self.optional(text: model.map { $0.hasPrefix("\(name)@") ? String($0.dropFirst(name.count + 1)) : $0 })
        self.key("quantities")
        self.list(importances) { importance, writer in
            writer.beginObject()
            writer.key("quantity")
            writer.text(importance.quantity.rawValue)
            writer.key("features")
            writer.list(importance.features) { feature, writer in
                writer.beginObject()
                writer.key("feature")
                writer.text(feature.name)
                writer.key("gain")
                writer.optional(number: feature.gain)
                writer.key("splits")
                writer.wholeNumber(Int64(feature.splits))
                writer.endObject()
            }
            writer.endObject()
        }
        self.endObject()
    }
}
