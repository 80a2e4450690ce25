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
package struct TaskProgress: Sendable, Hashable, Codable {
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

extension TaskEvent: Codable {
    private enum Key: String, CodingKey { case event, share, message, figures, report }
    private enum Word: String, Codable { case started, progress, finished }

    package init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: Key.self)
        switch try fields.decode(Word.self, forKey: .event) {
        case .started: self = .started
        case .progress:
            self = .progress(
                TaskProgress(
                    share: try fields.decode(Double.self, forKey: .share),
                    message: try fields.decode(String.self, forKey: .message),
                    figures: try fields.decodeIfPresent([String: Double].self, forKey: .figures) ?? [:]
                )
            )
        case .finished: self = .finished(try fields.decode(TaskReport.self, forKey: .report))
        }
    }

    package func encode(to encoder: any Encoder) throws {
        var fields = encoder.container(keyedBy: Key.self)
        switch self {
        case .started: try fields.encode(Word.started, forKey: .event)
        case .progress(let progress):
            try fields.encode(Word.progress, forKey: .event)
            try fields.encode(progress.share, forKey: .share)
            try fields.encode(progress.message, forKey: .message)
            if !progress.figures.isEmpty { try fields.encode(progress.figures, forKey: .figures) }
        case .finished(let report):
            try fields.encode(Word.finished, forKey: .event)
            try fields.encode(report, forKey: .report)
        }
    }
}
