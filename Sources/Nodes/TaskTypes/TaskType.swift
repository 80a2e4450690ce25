package import Placement

/// A task type as it is declared: what it is called, what its payload may hold, and whether it may run twice.
///
/// The declaration is all that a dispatcher, a page or a generator of workloads needs to know; the work itself is a
/// handler on the nodes.
package struct TaskType: Sendable, Hashable {
    /// Small letters, digits and underscores.
    package let name: String
    /// For people.
    package let title: String
    /// One sentence: what it computes.
    package let summary: String
    /// Whether running it twice does no harm, so that it may run again elsewhere when its node is lost.
    package let isIdempotent: Bool
    /// The most bytes of JSON that a payload may have.
    package let payloadBytes: Int
    /// The payload's fields, in the order in which a form shows them.
    package let fields: [PayloadField]
    /// A payload to try, which ``check(_:)`` accepts.
    package let example: Value

    package init(
        name: String,
        title: String,
        summary: String,
        isIdempotent: Bool,
        payloadBytes: Int,
        fields: [PayloadField],
        example: Value
    ) {
        self.name = name
        self.title = title
        self.summary = summary
        self.isIdempotent = isIdempotent
        self.payloadBytes = payloadBytes
        self.fields = fields
        self.example = example
    }

    /// Every task type there is; which of them a node runs, it says itself.
    package static let all: [TaskType] = [
        .fraudDetection, .imageClassification, .dailyReport, .mlTraining, .sensorAlert, .command,
    ]

    /// The declaration of a name; `nil` where there is none.
    package static func named(_ name: String) -> TaskType? { self.all.first { $0.name == name } }
}
