package import Placement

/// Runs for tests that are about something else.
package enum SampleRuns {
    /// Run number `index` of a made-up sandbox history: one minute after the one before, on three targets in turn.
    package static func run(
        _ index: Int,
        id: String? = nil,
        target: String? = nil,
        seconds: Double? = nil,
        succeeded: Bool = true
    ) -> Run {
        let target = target ?? ["e2b", "modal", "daytona"][index % 3]
        return Run(
            id: Run.ID(id ?? "run-\(index)"),
            workload: Workload(
                key: Workload.Key("python/\(index % 7)"),
                attributes: [
                    "language": "python", "memoryMB": .number(Double(256 << (index % 4))), "vcpus": 1.5,
                    "code": .text("print(\"\(index)\")\n# λ \u{1F680} \\ \u{7}\t"), "gpu": .missing,
                    "files": .list([.record(["bytes": .number(Double(index) / 3)]), .flag(true)]),
                ]
            ),
            target: Target(id: Target.ID(target), attributes: ["provider": .text(target), "region": "eu-west-1"]),
            startedAt: Timestamp(microseconds: 1_767_225_600_000_000 + Int64(index) * 60_000_000),
            outcome: Outcome(
                timeSeconds: seconds ?? 0.1 + Double(index % 10) / 7,
                cost: Money(nanos: 1_000_000_000_000_000_001 + Int64(index), currency: .usd),
                succeeded: succeeded
            )
        )
    }

    /// When runs of tests come in.
    package static let received = Timestamp(microseconds: 1_800_000_000_000_000)

    /// So many different runs.
    package static func runs(_ count: Int) -> [Run] { (0..<count).map { self.run($0) } }
}
