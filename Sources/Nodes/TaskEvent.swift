/// One line of a node's answer to a ``TaskOrder``: newline-delimited JSON, ``finished(_:)`` always last.
///
///     {"event":"started"}
///     {"event":"progress","figures":{"loss":0.41},"message":"epoch 1 of 20","share":0.05}
///     {"event":"finished","report":{…}}
package enum TaskEvent: Sendable, Hashable {
    /// The task has left the queue.
    case started
    case progress(TaskProgress)
    case finished(TaskReport)
}

/// How far a task has come.
package struct TaskProgress: Sendable, Hashable {
    /// 0 to 1, never falling.
    package let share: Double
    /// For people.
    package let message: String
    /// For charts, such as `loss` and `accuracy`; all finite.
    package let figures: [String: Double]

    package init(share: Double, message: String, figures: [String: Double] = [:]) {
        self.share = share
        self.message = message
        self.figures = figures
    }
}
