internal import Placement
internal import Statistics

/// Who decided in the simulated past: mostly habit, partly chance.
enum PastPolicy {
    /// The share of runs that went anywhere, uniformly.
    static let uniformShare = 0.3

    /// - Parameter sandboxes: Those that allow the workload, by id.
    /// - Returns: `nil` when there are none.
    static func choice(
        for workload: SimulatedWorkload,
        at moment: Timestamp,
        among sandboxes: [SimulatedSandbox],
        using generator: inout SeededGenerator
    ) -> SimulatedSandbox? {
        guard !sandboxes.isEmpty else { return nil }
        let anywhere = sandboxes[generator.index(below: sandboxes.count)]
        guard generator.uniform() >= Self.uniformShare else { return anywhere }
        for favourite in Self.favourites(of: workload, at: moment) {
            if let sandbox = sandboxes.first(where: { $0.id.description == favourite }) { return sandbox }
        }
        return anywhere
    }

    /// Habits: one provider for each kind of language, and a rotation by the day for the rest.
    private static func favourites(of workload: SimulatedWorkload, at moment: Timestamp) -> [String] {
        if workload.request.gpu { return ["modal-t4"] }
        switch workload.request.language {
        case "python": return ["e2b"]
        case "javascript": return ["vercel"]
        default:
            let rotation = ["daytona", "aws-lambda", "gcp-cloud-run-functions"]
            return [rotation[Int(moment.day % 3 + 3) % 3], "daytona"]
        }
    }
}
