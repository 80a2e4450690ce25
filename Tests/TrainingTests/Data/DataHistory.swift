import Placement

/// Made-up histories for the report and the rules.
enum DataHistory {
    static let start: Int64 = 1_767_225_600_000_000
    static let asOf = Timestamp(microseconds: start + 400 * 86_400_000_000)

    static func run(
        _ index: Int,
        id: String? = nil,
        target: String = "e2b",
        provider: String? = nil,
        hours: Double? = nil,
        seconds: Double = 1,
        cost: Int64 = 1000,
        currency: Currency = .usd,
        succeeded: Bool = true,
        key: String = "w",
        attributes: [String: Value] = [:]
    ) -> Run {
        Run(
            id: Run.ID(id ?? "r\(index)"),
            workload: Workload(key: Workload.Key(key), attributes: attributes),
            target: Target(
                id: Target.ID(target),
                attributes: provider.map { ["provider": .text($0)] } ?? [:]
            ),
            startedAt: Timestamp(microseconds: Self.start).advanced(bySeconds: (hours ?? Double(index)) * 3600),
            outcome: Outcome(
                timeSeconds: seconds,
                cost: Money(nanos: cost, currency: currency),
                succeeded: succeeded
            )
        )
    }

    /// Times that vary a little around a second, the same at every call.
    static func wobble(_ index: Int) -> Double { 1 + Double((index * 7) % 11) / 20 }
}
