package import Placement
internal import Synchronization

/// Whether the service can take requests, and why not.
package final class Health: Sendable {
    /// Where the service is in its life.
    package enum Phase: String, Sendable, Hashable {
        case starting, running, stopping
    }

    /// What a problem means for the service as a whole.
    package enum Consequence: Sendable, Hashable {
        /// It cannot take requests.
        case unready
        /// It can, but not as well as it should.
        case degraded
    }

    /// What a check found.
    struct Finding: Sendable {
        let name: String
        let consequence: Consequence
        /// `nil` when nothing is wrong.
        let problem: String?
    }

    /// One thing that has to be right.
    package struct Check: Sendable {
        /// What is checked, in a word or two.
        package let name: String
        /// What it means that it is wrong.
        package let consequence: Consequence
        /// What is wrong; `nil` when nothing is. Must answer soon.
        package let problem: @Sendable () async -> String?

        package init(
            name: String,
            consequence: Consequence,
            problem: @escaping @Sendable () async -> String?
        ) {
            self.name = name
            self.consequence = consequence
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

    /// Where the service is now.
    package var phase: Phase { self.current.withLock { $0 } }
    /// Comes to another phase; safe on any thread.
    package func enter(_ phase: Phase) { self.current.withLock { $0 = phase } }

    /// Each check with what is wrong, in their order.
    func findings() async -> [Finding] {
        var findings: [Finding] = []
        for check in self.checks {
            findings.append(
                Finding(name: check.name, consequence: check.consequence, problem: await check.problem())
            )
        }
        return findings
    }
}
