import Decisions
import Placement
import Resilience
import Testing

struct AvailabilityTests {
    private let start = Timestamp(microseconds: 1_800_000_000_000_000)
    private let target = Target(id: Target.ID("a"), attributes: [:])
    private let availability = Availability(operators: [:], failureLimit: 3, pauseSeconds: 30)

    private func run(_ succeeded: Bool) -> Run {
        Run(
            id: Run.ID("r"),
            workload: Workload(key: Workload.Key("w"), attributes: [:]),
            target: self.target,
            startedAt: self.start,
            outcome: Outcome(timeSeconds: 1, cost: Money(nanos: 1, currency: .usd), succeeded: succeeded)
        )
    }

    private func at(_ seconds: Double) -> Timestamp { self.start.advanced(bySeconds: seconds) }

    private func fail(_ count: Int, at seconds: Double) -> [Target.ID] {
        (0..<count).flatMap { _ in self.availability.observe([self.run(false)], at: self.at(seconds)) }
    }

    private func isAvailable(_ seconds: Double) -> Bool {
        self.availability.unavailable(at: self.at(seconds))[self.target.id] == nil
    }

    @Test func `failures in a row open the breaker, a success between does not`() {
        #expect(self.fail(2, at: 0) == [])
        _ = self.availability.observe([self.run(true)], at: self.at(0))
        #expect(self.fail(2, at: 0) == [])
        #expect(self.isAvailable(0))
        #expect(self.fail(1, at: 0) == [self.target.id])
        #expect(!self.isAvailable(0))
        #expect(self.availability.unavailable(at: self.at(0)) == [self.target.id: "its last 3 runs failed"])
    }

    @Test func `after the pause one decision may try the target, and its success closes the breaker`() {
        _ = self.fail(3, at: 0)
        #expect(!self.isAvailable(29.9))
        #expect(self.isAvailable(30))
        self.availability.chosen(self.target.id, at: self.at(30))
        #expect(!self.isAvailable(30))
        #expect(self.availability.status(of: self.target.id, at: self.at(30)).breaker == .halfOpen)
        _ = self.availability.observe([self.run(true)], at: self.at(31))
        #expect(self.isAvailable(31))
        #expect(self.availability.status(of: self.target.id, at: self.at(31)).breaker == .closed)
    }

    @Test func `a trial that fails opens it again, at once`() {
        _ = self.fail(3, at: 0)
        self.availability.chosen(self.target.id, at: self.at(30))
        #expect(self.fail(1, at: 31) == [])
        #expect(!self.isAvailable(60))
        #expect(self.isAvailable(61))
    }

    @Test func `a trial that nobody reports on is given up`() {
        _ = self.fail(3, at: 0)
        self.availability.chosen(self.target.id, at: self.at(30))
        #expect(!self.isAvailable(59))
        #expect(self.isAvailable(60))
    }

    @Test func `failures that come in while it is open prolong nothing`() {
        _ = self.fail(3, at: 0)
        _ = self.fail(5, at: 20)
        #expect(self.isAvailable(30))
    }

    @Test func `the operator's word stands above the others, with the reason`() {
        _ = self.fail(3, at: 0)
        self.availability.set(ProbeResult(at: self.start, problem: "status 503"), of: self.target.id)
        #expect(self.availability.unavailable(at: self.at(0)) == [self.target.id: "health probe: status 503"])
        self.availability.set(TargetState(mode: .draining, reason: "maintenance"), of: self.target.id, number: 2)
        self.availability.set(.enabled, of: self.target.id, number: 1)
        #expect(
            self.availability.unavailable(at: self.at(0)) == [self.target.id: "draining by an operator: maintenance"]
        )
        self.availability.set(.enabled, of: self.target.id, number: 3)
        self.availability.set(ProbeResult(at: self.start, problem: nil), of: self.target.id)
        _ = self.availability.observe([self.run(true)], at: self.at(1))
        #expect(self.isAvailable(1))
    }
}
