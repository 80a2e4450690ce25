internal import Delivery
internal import JSON
internal import Placement
internal import Registry

/// Models as the API spells them.
extension JSONWriter {
    mutating func model(_ name: String, _ listings: [ModelDelivery.Listing]) {
        func version(_ role: ModelDelivery.Listing.Role) -> String? {
            listings.first { $0.role == role }?.version.id.version.description
        }
        self.beginObject()
        self.key("name")
        self.text(name)
        self.key("serving")
        self.optional(text: version(.serving))
        self.key("previous")
        self.optional(text: version(.previous))
        self.key("versions")
        self.list(listings) { $1.listing($0) }
        self.endObject()
    }

    private mutating func listing(_ listing: ModelDelivery.Listing) {
        let version = listing.version
        self.beginObject()
        self.key("version")
        self.text(version.id.version.description)
        self.key("role")
        self.optional(text: listing.role?.rawValue)
        self.key("parent")
        self.optional(text: version.parent?.description)
        self.key("createdAt")
        self.text(version.createdAt.description)
        self.key("trainingRuns")
        self.trainingRuns(version.trainingRuns)
        self.key("programHash")
        self.text(version.programHash)
        // A text, since readers of JSON keep 53 bits of a number.
        self.key("seed")
        self.text(String(version.seed))
        self.key("library")
        self.text(version.library)
        self.key("parameters")
        self.object(version.parameters.mapValues { .text($0) })
        self.key("metrics")
        self.object(version.metrics.mapValues { .number($0) })
        self.key("artifact")
        self.beginObject()
        self.key("sha256")
        self.text(version.artifact.sha256)
        self.key("bytes")
        self.wholeNumber(Int64(version.artifact.byteCount))
        self.endObject()
        self.key("notes")
        self.texts(version.notes)
        self.endObject()
    }

    private mutating func trainingRuns(_ runs: ModelVersion.TrainingRuns) {
        self.beginObject()
        self.key("from")
        self.text(runs.from.description)
        self.key("to")
        self.text(runs.to.description)
        self.key("count")
        self.wholeNumber(Int64(runs.count))
        self.endObject()
    }
}
