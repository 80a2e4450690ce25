package import Nodes
package import Placement
package import Problems

/// The work of one task type.
///
/// Adding a task type is a ``TaskType`` in `Nodes`, a type that conforms to this in a folder of `ShippedTasks`, and its
/// line in `ShippedHandlers`.
package protocol TaskHandler: Sendable {
    /// The declaration of the type: what it is called, and what its payload may hold.
    var type: TaskType { get }

    /// Makes the work of one payload ready: cheap, and without a slot.
    ///
    /// - Throws: ``FieldFault`` for what the declaration cannot say, such as a picture that is none.
    func work(on payload: Payload) throws(FieldFault) -> TaskWork
}

/// Work that is ready to run in a slot, on a thread that it may hold.
///
/// Returns the result. Throws ``TaskFailure`` when the work itself fails, and what ``Supervision/check()`` throws when
/// it is stopped.
package typealias TaskWork = @Sendable (Supervision) async throws -> Value

/// The work of a task failed, through no fault of the node.
package struct TaskFailure: Error, Sendable, Hashable {
    /// For people.
    package let reason: String
    /// What there is to show all the same.
    package let result: Value

    package init(_ reason: String, result: Value = .missing) {
        self.reason = reason
        self.result = result
    }
}
