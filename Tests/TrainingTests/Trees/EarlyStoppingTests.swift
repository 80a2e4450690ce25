import Testing
import Training

@Suite("Early stopping")
struct EarlyStoppingTests {
    /// The round that ends a training with these values, and the best one.
    private static func play(
        _ values: [Double],
        patience: Int,
        minimumImprovement: Double = 0,
        higherIsBetter: Bool = false
    ) -> (end: Int?, best: Int?) {
        var stopping = EarlyStopping(
            patience: patience,
            minimumImprovement: minimumImprovement,
            higherIsBetter: higherIsBetter
        )
        for (index, value) in values.enumerated() where stopping.shouldStop(after: index + 1, value: value) {
            return (index + 1, stopping.bestRound)
        }
        return (nil, stopping.bestRound)
    }

    @Test("ends when the patience is used up and keeps the best round")
    func patience() {
        #expect(Self.play([5, 4, 3, 3.5, 3.4, 3.3], patience: 3) == (6, 3))
        #expect(Self.play([5, 4, 3, 3.5, 3.4], patience: 3) == (nil, 3))
    }

    @Test("a tie is no improvement")
    func tie() {
        #expect(Self.play([2, 2, 2], patience: 2) == (3, 1))
    }

    @Test("follows the metric's direction")
    func direction() {
        #expect(Self.play([0.5, 0.7, 0.6], patience: 1, higherIsBetter: true) == (3, 2))
        #expect(Self.play([0.5, 0.7, 0.6], patience: 1, higherIsBetter: false) == (2, 1))
    }

    @Test("a small improvement does not count")
    func minimumImprovement() {
        #expect(Self.play([1, 0.95, 0.9], patience: 2, minimumImprovement: 0.1) == (3, 1))
        #expect(Self.play([1, 0.95, 0.8], patience: 2, minimumImprovement: 0.1) == (nil, 3))
    }

    @Test("any number is better than NaN")
    func notANumber() {
        #expect(Self.play([.nan, 3, .nan, .nan], patience: 2) == (4, 2))
    }

    @Test("there is no best round before the first value")
    func empty() {
        #expect(EarlyStopping(patience: 1, minimumImprovement: 0, higherIsBetter: true).bestRound == nil)
    }
}
