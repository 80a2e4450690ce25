internal import Nodes
package import Problems

/// Why something that was asked about tasks cannot be done.
package enum TaskError: Error, Sendable, Hashable {
    case unknownType(String)
    case payload(FieldFault)
    case payloadTooLarge(bytes: Int, limit: Int, type: String)
    /// - Parameter retrySeconds: When to try again.
    case full(capacity: Int, retrySeconds: Int)
    /// Another submission with the same key is being written down at this moment.
    case beingTaken(key: String)
    case unknownTask(TaskRecord.ID)
    case ended(TaskRecord.ID, TaskRecord.Status)
}

extension TaskError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .unknownType(let name):
            let known = TaskType.all.map(\.name)
            let hint = nearestName(to: name, among: known).map { "did you mean '\($0)'? " } ?? ""
            return "unknown task type '\(name.prefix(60))'; \(hint)there are \(known.joined(separator: ", "))"
        case .payload(let fault): return "\(fault)"
        case .payloadTooLarge(let bytes, let limit, let type):
            return "the payload has \(bytes) bytes; \(type) takes at most \(limit)"
        case .full(let capacity, let seconds):
            return "\(capacity) tasks are open, and no more are accepted; try again in \(seconds) s"
        case .beingTaken(let key): return "a task with the key '\(key)' is being stored; try again"
        case .unknownTask(let id): return "there is no task '\("\(id)".prefix(128))'"
        case .ended(let id, let status): return "task \(id) has ended: \(status.rawValue)"
        }
    }
}
