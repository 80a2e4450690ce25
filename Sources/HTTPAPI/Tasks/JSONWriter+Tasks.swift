internal import JSON
internal import Nodes
internal import Placement
internal import TaskDispatch

/// Tasks in the words of the orchestrators that people come from, and ours where those have none.
extension JSONWriter {
    /// - Parameters:
    ///   - explanation: Why it runs where it does, or why it waits.
    ///   - isWhole: With payload and result.
    mutating func task(_ task: TaskRecord, explanation: String?, isWhole: Bool) {
        let submission = task.submission
        self.beginObject()
        self.key("task_id")
        self.text(task.id.description)
        self.key("taskType")
        self.text(submission.type)
        self.wishes(submission.wishes)
        self.key("status")
        self.text(task.status.rawValue)
        self.placement(task)
        self.key("explanation")
        self.optional(text: explanation)
        self.figures(task)
        self.key("attempts")
        self.wholeNumber(task.attempts)
        self.key("losses")
        self.wholeNumber(Int64(task.losses))
        self.key("submittedAt")
        self.text(submission.at.description)
        self.key("endedAt")
        self.optional(moment: task.end?.at)
        self.key("timeoutSeconds")
        self.number(submission.timeoutSeconds)
        self.key("isIdempotent")
        self.flag(submission.isIdempotent)
        self.key("idempotencyKey")
        self.optional(text: submission.key)
        self.progress(task.progress)
        if isWhole {
            self.key("payload")
            self.value(submission.payload)
            self.key("result")
            self.value(task.end?.result ?? .missing)
        }
        self.endObject()
    }

    private mutating func wishes(_ wishes: TaskWishes) {
        self.key("priority")
        self.wholeNumber(Int64(wishes.priority))
        self.key("latency")
        self.wholeNumber(Int64(wishes.latency))
        self.key("requiresGPU")
        self.flag(wishes.requiresGPU)
        self.key("cost_sensitivity")
        self.wholeNumber(Int64(wishes.costSensitivity))
    }

    private mutating func placement(_ task: TaskRecord) {
        let placement = task.placement
        self.key("chosen_node")
        self.optional(text: placement?.kind.rawValue.uppercased())
        self.key("node")
        self.optional(text: task.node?.description)
        self.key("decisionId")
        self.optional(text: placement?.decision?.description)
        self.key("confidence")
        self.optional(number: placement?.confidence)
        self.key("predicted")
        guard let predicted = placement?.predicted else { return self.null() }
        self.beginObject()
        self.key("time")
        self.optional(number: predicted.timeSeconds.value)
        self.key("cost")
        self.optional(number: predicted.cost.value)
        self.key("successRate")
        self.optional(number: predicted.successProbability)
        self.endObject()
    }

    private mutating func figures(_ task: TaskRecord) {
        let end = task.end
        self.key("execution_time")
        self.optional(number: end?.executionSeconds)
        self.key("queued_time")
        self.optional(number: end?.queuedSeconds)
        self.key("total_time")
        self.optional(number: end.map { $0.at.seconds(since: task.submission.at) })
        self.key("cost")
        self.optional(number: end?.cost?.units)
        self.key("emulated")
        self.texts(end?.emulated.map(\.rawValue) ?? [])
        self.key("error")
        self.optional(text: end?.error)
    }

    private mutating func progress(_ progress: TaskProgress?) {
        self.key("progress")
        guard let progress else { return self.null() }
        self.beginObject()
        self.key("share")
        self.number(progress.share)
        self.key("message")
        self.text(progress.message)
        self.key("figures")
        self.object(progress.figures.mapValues { .number($0) })
        self.endObject()
    }

    // MARK: Task types

    mutating func taskType(_ type: TaskType) {
        self.beginObject()
        self.key("name")
        self.text(type.name)
        self.key("title")
        self.text(type.title)
        self.key("summary")
        self.text(type.summary)
        self.key("isIdempotent")
        self.flag(type.isIdempotent)
        self.key("payloadBytes")
        self.wholeNumber(Int64(type.payloadBytes))
        self.key("fields")
        self.list(type.fields) { $1.field($0) }
        self.key("example")
        self.value(type.example)
        self.endObject()
    }

    private mutating func field(_ field: PayloadField) {
        self.beginObject()
        self.key("name")
        self.text(field.name)
        self.shape(field.shape)
        self.key("required")
        self.flag(field.presence == .required)
        self.key("default")
        if case .defaults(let value) = field.presence { self.value(value) } else { self.null() }
        self.key("unit")
        self.optional(text: field.unit)
        self.key("summary")
        self.text(field.meaning)
        self.endObject()
    }

    /// The least and the most are those of a number, of the bytes of a text, or of the elements of a list.
    private mutating func shape(_ shape: PayloadField.Shape) {
        var words: [String] = []
        let (kind, minimum, maximum): (String, Double?, Double?) =
            switch shape {
            case .flag: ("flag", nil, nil)
            case .number(let range): ("number", range.lowerBound, range.upperBound)
            case .wholeNumber(let range): ("wholeNumber", Double(range.lowerBound), Double(range.upperBound))
            case .text(let bytes): ("text", Double(bytes.lowerBound), Double(bytes.upperBound))
            case .word: ("word", nil, nil)
            case .numbers(let count, _): ("numbers", Double(count.lowerBound), Double(count.upperBound))
            case .texts(let count, _): ("texts", Double(count.lowerBound), Double(count.upperBound))
            }
        if case .word(let known) = shape { words = known }
        self.key("kind")
        self.text(kind)
        self.key("minimum")
        self.optional(number: minimum)
        self.key("maximum")
        self.optional(number: maximum)
        self.key("allowed")
        self.texts(words)
    }
}
