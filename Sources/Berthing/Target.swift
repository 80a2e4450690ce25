internal import Placement

/// A place where a workload can run, such as a provider, an instance type or a machine.
public struct Target: Sendable, Hashable {
    /// Tells it from the other targets.
    public let id: String
    /// As the domain's features, rules and requirements name them, without `target.` in front.
    public let attributes: [String: AttributeValue]

    /// A target by its attributes.
    public init(id: String, attributes: [String: AttributeValue]) {
        self.id = id
        self.attributes = attributes
    }

    init(_ target: Placement.Target) {
        self.init(id: target.id.description, attributes: target.attributes.mapValues(AttributeValue.init))
    }

    var placed: Placement.Target {
        Placement.Target(id: .init(self.id), attributes: self.attributes.mapValues(\.value))
    }
}
