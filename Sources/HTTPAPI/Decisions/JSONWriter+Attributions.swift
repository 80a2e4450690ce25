internal import Engine
internal import JSON
internal import Placement

/// What predictions are made of, as the API spells it.
extension JSONWriter {
    /// `contributions` and `baselines`, within an object that the caller begins and ends.
    mutating func members(of attributions: [Attribution]) {
        self.key("contributions")
        self.beginList()
        for attribution in attributions {
            for part in attribution.parts {
                self.separate()
                self.part(part, of: attribution)
            }
        }
        self.endList()
        self.key("baselines")
        self.list(attributions) { attribution, writer in
            writer.beginObject()
            writer.key("quantity")
            writer.text(attribution.quantity.rawValue)
            writer.key("target")
            writer.text(attribution.target.description)
            writer.key("value")
            writer.optional(number: attribution.baseline)
            writer.endObject()
        }
    }

    private mutating func part(_ part: Attribution.Part, of attribution: Attribution) {
        self.beginObject()
        self.key("quantity")
        self.text(attribution.quantity.rawValue)
        self.key("target")
        self.text(attribution.target.description)
        self.key("feature")
        self.text(part.feature)
        self.key("value")
        self.value(part.value)
        self.key("contribution")
        self.optional(number: part.amount)
        self.endObject()
    }
}
