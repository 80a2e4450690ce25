package import Placement
internal import Synchronization

/// Whether the service can take requests, and why not.
package final class Health: Sendable {
    /// Where the service is in its life.
    package enum Phase: String, Sendable, Hashable {
        case starting, running, stopping
    }

    /// One thing that has to be right.
    package struct Check: Sendable {
        package let name: String
        /// What is wrong; `nil` when nothing is. Must answer soon.
        package let problem: @Sendable () async -> String?

        package init(name: String, problem: @escaping @Sendable () async -> String?) {
            self.name = name
            self.problem = problem
        }
    }

    /// Of the program.
    let version: String
    let startedAt: Timestamp
    private let checks: [Check]
    private let current: Mutex<Phase>

    package init(version: String, startedAt: Timestamp, phase: Phase, checks: [Check]) {
        self.version = version
        self.startedAt = startedAt
        self.checks = checks
        self.current = Mutex(phase)
    }

    package var phase: Phase { self.current.withLock { $0 } }
    package func enter(_ phase: Phase) { self.current.withLock { $0 = phase } }

    /// Each check with what is wrong, in their order.
    func results() async -> [(name: String, problem: String?)] {
        var results: [(String, String?)] = []
        for check in self.checks { results.append((check.name, await check.problem())) }
        return results
    }
}
