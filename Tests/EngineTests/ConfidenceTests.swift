import Engine
import RealModule
import Statistics
import Testing

@Suite struct ConfidenceTests {
    @Test func `the only candidate is the best for sure`() {
        #expect(Confidence.ofBeingBest(chosen: 0, logValues: [3], deviations: [2], tolerance: 0.05) == 1)
    }

    @Test func `shortcuts change no bit`() {
        var generator = SeededGenerator(seed: 5)
        for count in 1..<200 {
            let targets = 2 + count % 9
            let scale = [0.01, 0.1, 1, 20][count % 4]
            let logValues = (0..<targets).map { _ in generator.normal() * scale }
            let deviations = (0..<targets).map { _ in abs(generator.normal()) * (count % 5 == 0 ? 1e-7 : 0.3) }
            for chosen in 0..<targets {
                let found = Confidence.ofBeingBest(
                    chosen: chosen,
                    logValues: logValues,
                    deviations: deviations,
                    tolerance: 0.05
                )
                let expected = ReferenceConfidence.ofBeingBest(
                    chosen: chosen,
                    logValues: logValues,
                    deviations: deviations,
                    tolerance: 0.05
                )
                #expect(found.bitPattern == expected.bitPattern)
            }
        }
    }

    @Test func `a rival far away cannot be better, and one far below is`() {
        #expect(Confidence.ofBeingBest(chosen: 0, logValues: [0, 50], deviations: [1, 1], tolerance: 0.05) == 1)
        #expect(Confidence.ofBeingBest(chosen: 1, logValues: [0, 50], deviations: [1, 1], tolerance: 0.05) < 1e-9)
    }

    @Test(arguments: [(0.04, 1.0), (0.06, 0.0)])
    func `without uncertainty the tolerance alone decides`(gap: Double, confidence: Double) {
        let found = Confidence.ofBeingBest(
            chosen: 1,
            logValues: [0, Double.log(1 + gap)],
            deviations: [0, 0],
            tolerance: 0.05
        )
        #expect(abs(found - confidence) < 1e-9)
    }

    /// P(x ≤ y + log 1.05) for x, y ~ N(0, 0.3²) is Φ(log 1.05 / (0.3 √2)).
    @Test func `two alike are as the normal distribution says`() {
        let found = Confidence.ofBeingBest(chosen: 0, logValues: [0, 0], deviations: [0.3, 0.3], tolerance: 0.05)
        let expected = NormalDistribution.cumulative(Double.log(1.05) / (0.3 * 2.0.squareRoot()))
        #expect(abs(found - expected) < 1e-3)
    }

    /// 20,000 draws each: five standard deviations of a share are at most 0.0177; the quadrature adds at most 0.001
    /// while no rival is eight times as certain as the choice.
    @Test(arguments: UInt64(1)...12)
    func `it agrees with drawing the values many times`(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        let count = 2 + generator.index(below: 7)
        let values = (0..<count).map { _ in generator.normal() * 0.4 }
        let deviations = (0..<count).map { _ in 0.1 + 0.5 * generator.uniform() }
        let chosen = generator.index(below: count)
        let tolerance = 0.01 + 0.2 * generator.uniform()
        var good = 0
        for _ in 0..<20_000 {
            let drawn = zip(values, deviations).map { $0 + $1 * generator.normal() }
            good += drawn[chosen] <= drawn.reduce(.infinity, min) + Double.log(onePlus: tolerance) ? 1 : 0
        }
        let found = Confidence.ofBeingBest(
            chosen: chosen,
            logValues: values,
            deviations: deviations,
            tolerance: tolerance
        )
        #expect(abs(found - Double(good) / 20_000) < 0.019, "seed \(seed)")
    }

    @Test func `more doubt about a close rival changes the confidence smoothly`() {
        let confidences = (0..<50).map { step in
            Confidence.ofBeingBest(
                chosen: 0,
                logValues: [0, 0.2],
                deviations: [0.1, 0.05 + 0.02 * Double(step)],
                tolerance: 0.05
            )
        }
        #expect(zip(confidences, confidences.dropFirst()).allSatisfy { $0 > $1 && $0 - $1 < 0.05 })
    }
}
