// swift-format-ignore-file
// Written from Sources/Resilience/Resilience.docc/Resilience.md; `BERTH_REWRITE=1 swift test --filter SourcesTests` writes it anew.
internal import Placement
internal import Resilience

private func example(now: Timestamp, ask: () throws -> String) async throws {
    var answer: String?
    var breaker = CircuitBreaker(.init(failures: 5, pauseSeconds: 30))
    if breaker.mayCall(at: now) {
        do {
            answer = try ask()
            breaker.succeeded()
        } catch { breaker.failed(at: now) }
    }
    _ = answer
    _ = breaker
}
