/// What somebody must be allowed to, to ask for something. Each route names the one that it needs.
package enum Permission: String, Sendable, Hashable, CaseIterable {
    /// Whether the service lives, its metrics, its description.
    case observe
    /// What the service knows: decisions, runs, models, nodes, tasks.
    case read
    /// To have decided where work runs.
    case decide
    /// To tell what became of work: outcomes and runs.
    case report
    /// To have work done: tasks, and their end.
    case submit
    /// To set how it is decided, and among what: policies, targets.
    case operate
    /// To choose which models serve.
    case deliver
    /// To take part as a node.
    case join

    /// Whether it lets somebody change what the service keeps or does. A service that is read-only refuses these to
    /// everyone; a node that joins is what such a service shows.
    package var changes: Bool {
        switch self {
        case .observe, .read, .join: false
        case .decide, .report, .submit, .operate, .deliver: true
        }
    }
}
