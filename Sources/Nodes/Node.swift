package import Placement

/// A process that runs tasks, as it tells of itself.
package struct Node: Sendable, Hashable {
    /// Names a node in its fleet.
    package typealias ID = Identifier<Node>

    /// What a node is good for. No kind of node uses an accelerator yet: one of kind ``gpu`` computes on its CPU, and
    /// says so among its ``Node/emulated`` traits.
    package enum Kind: String, Sendable, Hashable, Codable, CaseIterable {
        case edge, cloud, gpu
    }

    /// Unique in the fleet: a node that tells of the same id takes the place of the one before.
    package let id: ID
    /// What it is good for.
    package let kind: Kind
    /// Where it takes tasks, such as `http://127.0.0.1:8001`; no path, no slash at the end.
    package let address: String
    /// Names of the task types that it runs, in ascending order.
    package let taskTypes: [String]
    /// Tasks that it runs at once, at least 1.
    package let slots: Int
    /// Tasks that may wait for a slot, 0 or more.
    package let queueLimit: Int
    /// What it pretends to be.
    package let profile: NodeProfile

    package init(
        id: ID,
        kind: Kind,
        address: String,
        taskTypes: [String],
        slots: Int,
        queueLimit: Int,
        profile: NodeProfile
    ) {
        self.id = id
        self.kind = kind
        self.address = address
        self.taskTypes = taskTypes.sorted()
        self.slots = slots
        self.queueLimit = queueLimit
        self.profile = profile
    }

    /// Tasks that it can have, slots and queue together.
    package var places: Int { self.slots + self.queueLimit }

    /// Percent of its places that are taken: 0 when idle, 100 when the next task is refused.
    package func load(taken: Int) -> Double { min(100, max(0, 100 * Double(taken) / Double(max(1, self.places)))) }

    /// What of this node is pretended, in the order of ``EmulatedTrait``; empty when nothing is.
    package var emulated: [EmulatedTrait] {
        EmulatedTrait.allCases.filter { trait in
            switch trait {
            case .accelerator: self.kind == .gpu
            case .distance: self.profile.distanceMilliseconds != nil
            case .speed: self.profile.slowdown != nil
            case .price: self.profile.pricePerHour != nil
            }
        }
    }
}

/// Something of a node that is pretended and not measured, so that every answer can say so.
package enum EmulatedTrait: String, Sendable, Hashable, Codable, CaseIterable {
    /// The node is of kind `gpu`, and computes on its CPU.
    case accelerator
    /// Answers are delayed as if they came from far away.
    case distance
    /// Work is paced by further computing.
    case speed
    /// Nobody bills the price.
    case price
}

extension Node {
    /// How many slots a node may have.
    package static let slotCounts = 1...1_024
    /// What ``queueLimit`` may be.
    package static let queueLimits = 0...100_000

    /// Whether a text can be a node's id: 1 to 64 bytes of ``isNameByte(_:)``.
    package static func isName(_ text: String) -> Bool {
        (1...64).contains(text.utf8.count) && text.utf8.allSatisfy(Self.isNameByte)
    }

    /// Bytes that an id may have, so that it can stand in a path, a label and a file's name.
    package static func isNameByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "-"):
            true
        default: false
        }
    }
}
