package import Placement
package import Registry
internal import Telemetry

/// A training as the journal keeps it: what was asked, what was settled when it began, and how far it is.
package struct TrainingEntry: Sendable, Hashable, Codable {
    /// What was asked for.
    package let order: TrainingOrder
    /// No run that starts later is learned from.
    package let begunAt: Timestamp
    /// The version that it registers.
    package var version: SemanticVersion
    /// The latest version when it began.
    package let parent: SemanticVersion?
    /// What it learns from, once that was collected and checked.
    package var runs: ModelVersion.TrainingRuns?
    /// How often it was begun: once, and again after each process that ended within it.
    package var attempts = 1
    /// How far it is, or how it ended.
    package var state = State.running(.collect)

    /// Where a training stands. It ends once.
    package enum State: Sendable, Hashable, Codable {
        /// Under way, or interrupted by the end of a process, in this step.
        case running(TrainingStep)
        case registered
        case failed(problem: String)
        case cancelled
    }

    package init(order: TrainingOrder, begunAt: Timestamp, version: SemanticVersion, parent: SemanticVersion?) {
        self.order = order
        self.begunAt = begunAt
        self.version = version
        self.parent = parent
    }

    /// Whether it is under way, or was when a process ended.
    package var isUnfinished: Bool { if case .running = self.state { true } else { false } }

    /// The runs to collect: those of the order's window, or of the stretch that was collected before an interruption.
    var query: RunQuery {
        if let runs = self.runs {
            return RunQuery(
                domain: self.order.domain,
                from: runs.from,
                until: Timestamp(microseconds: runs.to.microseconds + 1)
            )
        }
        return RunQuery(domain: self.order.domain, from: self.order.window.start)
    }
}
