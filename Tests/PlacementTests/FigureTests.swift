import Placement
import Testing

@Suite struct FigureTests {
    @Test(arguments: [
        (0.0, "0"), (-0.0, "0"), (1, "1"), (12, "12"), (123, "123"), (1234, "1230"), (999.4, "999"), (999.5, "1000"),
        (9.994, "9.99"), (9.996, "10"), (0.1, "0.1"), (0.12345, "0.123"), (0.0012, "0.0012"), (-2.5, "-2.5"),
        (-1234.5, "-1230"), (0.00001, "0.00001"), (0.000001, "1e-6"), (123_456_789, "123000000"),
        (1_234_567_890, "1.23e9"), (1e100, "1e100"), (-4.56e-9, "-4.56e-9"), (.leastNonzeroMagnitude, "4.94e-324"),
        (1.7976931348623157e308, "1.8e308"), (.infinity, "inf"), (-.infinity, "-inf"),
    ])
    func `numbers have three significant digits`(value: Double, text: String) {
        #expect(Figure.short(value) == text)
    }

    @Test func `what is no number says so`() { #expect(Figure.short(.nan) == "nan") }

    @Test(arguments: [
        (0.0, "0 %"), (0.873, "87 %"), (1, "100 %"), (0.005, "1 %"), (0.0049, "0 %"), (-0.25, "-25 %"),
        (12.5, "1250 %"),
        (.nan, "unknown"), (.infinity, "unknown"), (1e6, "100000000 %"), (1e30, "1e32 %"), (-1e30, "-1e32 %"),
        (1e307, "unknown"),
    ])
    func `shares are whole percents`(share: Double, text: String) {
        #expect(Figure.percent(share) == text)
    }
}

@Suite struct RunTests {
    @Test func `an outcome is known when the run has ended`() {
        let run = Run(
            id: Run.ID("r"),
            workload: Workload(key: Workload.Key("w"), attributes: [:]),
            target: Target(id: Target.ID("t"), attributes: [:]),
            startedAt: Timestamp(microseconds: 5),
            outcome: Outcome(timeSeconds: 1.5, cost: Money(nanos: 1, currency: .usd), succeeded: true)
        )
        #expect(run.endedAt == Timestamp(microseconds: 1_500_005))
    }
}
