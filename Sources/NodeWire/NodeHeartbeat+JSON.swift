package import JSON
package import Nodes
internal import Placement
package import Problems

/// A node tells of itself: `POST /api/v1/nodes`. Fields that are not known are passed over, since a node may be newer
/// than its orchestrator.
extension NodeHeartbeat {
    /// - Throws: ``JSONFault``, ``FieldFault``.
    package init(json bytes: [UInt8]) throws {
        let message = try JSONObject(try JSONScanner.value(of: bytes), allowed: nil)
        self.init(
            node: try Node(try message.object("node", allowed: nil)),
            reading: try NodeReading(try message.object("reading", allowed: nil))
        )
    }

    /// The body of the request.
    package var json: [UInt8] {
        var writer = JSONWriter(reserving: 512)
        writer.beginObject()
        writer.key("node")
        writer.node(self.node)
        writer.key("reading")
        writer.reading(self.reading)
        writer.endObject()
        return writer.bytes
    }
}

extension Node {
    private static var names: String { "1 to 64 of A-Z a-z 0-9 . _ -" }
    private static var mostTaskTypes: Int { 64 }

    /// The bounds keep one message from a stranger small.
    package init(_ object: JSONObject) throws(FieldFault) {
        let id = try object.text("id")
        guard Self.isName(id) else { throw object.invalid("id", expected: Self.names) }
        let kind = try object.word("kind", of: Kind.self)
        let slots = try object.wholeNumber("slots", Self.slotCounts)
        let queueLimit = try object.wholeNumber("queueLimit", Self.queueLimits)
        guard let taskTypes = try object.optionalTexts("taskTypes") else {
            throw object.missing("taskTypes", expected: "a list")
        }
        guard taskTypes.count <= Self.mostTaskTypes, taskTypes.allSatisfy(Self.isName) else {
            throw FieldFault(
                object.name("taskTypes"),
                .invalid(
                    found: .words("\(taskTypes.count) names"),
                    expected: "at most \(Self.mostTaskTypes) names, each \(Self.names)"
                )
            )
        }
        let address = try object.text("address")
        guard address.hasPrefix("http://"), (8...256).contains(address.utf8.count) else {
            throw object.invalid("address", expected: "an address such as http://127.0.0.1:8001")
        }
        self.init(
            id: ID(id),
            kind: kind,
            address: address,
            taskTypes: taskTypes,
            slots: slots,
            queueLimit: queueLimit,
            profile: try object.optionalObject("profile", allowed: nil).map(NodeProfile.init) ?? .measured
        )
    }
}

extension NodeProfile {
    init(_ object: JSONObject) throws(FieldFault) {
        self.init(
            distanceMilliseconds: try object.optionalNumber("distanceMilliseconds", Self.distances, unit: "ms"),
            slowdown: try object.optionalNumber("slowdown", Self.slowdowns),
            pricePerHour: try object.optionalNumber("pricePerHourUSD", Self.hourlyPricesUSD, unit: "USD")
                .flatMap { Money($0, currency: .usd) }
        )
    }
}

extension NodeReading {
    private static var counts: ClosedRange<Int> { 0...1_000_000 }

    /// Reads a node's load: counts from 0 to a million, shares from 0 to 1 that may be missing.
    package init(_ object: JSONObject) throws(FieldFault) {
        self.init(
            running: try object.wholeNumber("running", Self.counts),
            queued: try object.wholeNumber("queued", Self.counts),
            cpuShare: try object.optionalNumber("cpuShare", 0...1),
            memoryShare: try object.optionalNumber("memoryShare", 0...1),
            isDraining: try object.flag("isDraining"),
            at: try object.moment("at")
        )
    }
}

extension JSONWriter {
    /// An object, which `Node` reads back.
    package mutating func node(_ node: Node) {
        self.beginObject()
        self.key("address")
        self.text(node.address)
        self.key("id")
        self.text(node.id.description)
        self.key("kind")
        self.text(node.kind.rawValue)
        self.key("profile")
        self.profile(node.profile)
        self.key("queueLimit")
        self.wholeNumber(Int64(node.queueLimit))
        self.key("slots")
        self.wholeNumber(Int64(node.slots))
        self.key("taskTypes")
        self.texts(node.taskTypes)
        self.endObject()
    }

    private mutating func profile(_ profile: NodeProfile) {
        self.beginObject()
        if let milliseconds = profile.distanceMilliseconds {
            self.key("distanceMilliseconds")
            self.number(milliseconds)
        }
        // For readers; what is read back follows from the other fields.
        self.key("isEmulated")
        self.flag(profile.isEmulated)
        if let price = profile.pricePerHour {
            self.key("pricePerHourUSD")
            self.number(price.units)
        }
        if let slowdown = profile.slowdown {
            self.key("slowdown")
            self.number(slowdown)
        }
        self.endObject()
    }

    /// An object, which `NodeReading` reads back.
    package mutating func reading(_ reading: NodeReading) {
        self.beginObject()
        self.key("at")
        self.text(reading.at.description)
        if let share = reading.cpuShare {
            self.key("cpuShare")
            self.number(share)
        }
        self.key("isDraining")
        self.flag(reading.isDraining)
        if let share = reading.memoryShare {
            self.key("memoryShare")
            self.number(share)
        }
        self.key("queued")
        self.wholeNumber(Int64(reading.queued))
        self.key("running")
        self.wholeNumber(Int64(reading.running))
        self.endObject()
    }
}
