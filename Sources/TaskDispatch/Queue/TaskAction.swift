/// What whoever owns the queue has to do about a task, after the queue has changed.
package enum TaskAction: Sendable, Hashable {
    /// It waits again. Tell of it, and write it down.
    case waitAgain(TaskRecord)
    /// It has ended, and carries its end. Write that down, then tell of it, and let the queue forget it by
    /// ``TaskQueue/written(_:)``; until then the queue shows the task as it stood before.
    case end(TaskRecord)

    /// The task that something is to be done about, as it is to stand afterwards.
    package var task: TaskRecord {
        switch self {
        case .waitAgain(let task), .end(let task): task
        }
    }
}
