internal import JSON
package import Nodes
internal import Placement
internal import Problems

/// What a node knows of a task: the answer of `GET /tasks/{id}` and `DELETE /tasks/{id}`.
package struct TaskStanding: Sendable, Hashable {
    /// Where the latest attempt is.
    package enum State: Sendable, Hashable {
        /// It waits behind so many others.
        case queued(ahead: Int)
        case running
        case finished(TaskReport)
    }

    /// Which task this is about.
    package let task: TaskOrder.ID
    /// Of the latest attempt.
    package let token: Int64
    /// Where the latest attempt is.
    package let state: State
    /// How far it has come; `nil` where it has not said so.
    package let progress: TaskProgress?

    package init(task: TaskOrder.ID, token: Int64, state: State, progress: TaskProgress?) {
        self.task = task
        self.token = token
        self.state = state
        self.progress = progress
    }

    private enum Word: String, CaseIterable { case queued, running, finished }

    /// - Throws: ``JSONFault``, ``FieldFault``.
    package init(json bytes: [UInt8]) throws {
        let answer = try JSONObject(try JSONScanner.value(of: bytes), allowed: nil)
        let state: State =
            switch try answer.word("status", of: Word.self) {
            case .queued: .queued(ahead: try answer.wholeNumber("ahead", 0...Int.max))
            case .running: .running
            case .finished: .finished(try TaskReport(try answer.object("report", allowed: nil)))
            }
        self.init(
            task: TaskOrder.ID(try answer.text("task")),
            token: try answer.wholeNumber("token", TaskOrder.tokens),
            state: state,
            progress: try answer.optionalObject("progress", allowed: nil).map(TaskProgress.init)
        )
    }

    /// The body of the answer.
    package var json: [UInt8] {
        var writer = JSONWriter(reserving: 512)
        writer.beginObject()
        if case .queued(let ahead) = self.state {
            writer.key("ahead")
            writer.wholeNumber(Int64(ahead))
        }
        if let progress = self.progress {
            writer.key("progress")
            writer.beginObject()
            writer.fields(of: progress)
            writer.endObject()
        }
        if case .finished(let report) = self.state {
            writer.key("report")
            writer.report(report)
        }
        writer.key("status")
        switch self.state {
        case .queued: writer.text(Word.queued.rawValue)
        case .running: writer.text(Word.running.rawValue)
        case .finished: writer.text(Word.finished.rawValue)
        }
        writer.key("task")
        writer.text(self.task.description)
        writer.key("token")
        writer.wholeNumber(self.token)
        writer.endObject()
        return writer.bytes
    }
}
