import Forest
import Testing

/// A small generator with a seed, so that every mutation can be replayed (SplitMix64).
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { self.state = seed }

    mutating func next() -> UInt64 {
        self.state &+= 0x9E37_79B9_7F4A_7C15
        var z = self.state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}

/// Damages a text as files get damaged, and as those who wish to break a reader damage them.
struct Mutator {
    private static let pieces = [
        "", "-", "0", "-1", "1e999", "nan", "inf", "4294967296", "9223372036854775807", "99999999999999999999", "=",
        "\n",
        "\n\n", " ", "\r\n", "Tree=", "Tree=0\n", "end of trees\n", "num_leaves=2147483647\n", "tree_sizes=1\n",
        "\u{0}", "é",
    ]

    static func mutate(_ bytes: [UInt8], with generator: inout SeededGenerator) -> [UInt8] {
        var bytes = bytes
        for _ in 0..<Int.random(in: 1...3, using: &generator) where !bytes.isEmpty {
            let at = Int.random(in: 0..<bytes.count, using: &generator)
            let end = min(bytes.count, at + Int.random(in: 0...12, using: &generator))
            switch Int.random(in: 0..<7, using: &generator) {
            case 0: bytes[at] = UInt8.random(in: 0...255, using: &generator)
            case 1: bytes[at] = UInt8.random(in: 48...57, using: &generator)
            case 2: bytes.removeSubrange(at..<end)
            case 3: bytes.insert(contentsOf: bytes[at..<end], at: at)
            case 4:
                bytes.replaceSubrange(
                    at..<end,
                    with: Self.pieces.randomElement(using: &generator).map { Array($0.utf8) } ?? []
                )
            case 5: bytes.removeLast(bytes.count - at)
            default:
                let other = Int.random(in: 0..<bytes.count, using: &generator)
                bytes.swapAt(at, other)
            }
        }
        return bytes
    }
}

@Suite("Arbitrary damage never crashes the reader, and what is still read can be scored")
struct MutationTests {
    private static let sizes = [true, false]

    @Test("seeded mutations of a small model", arguments: 0..<8)
    func mutations(_ seed: Int) throws {
        // Without tree_sizes far more damage gets past the frame and reaches the trees.
        var model = SmallModel()
        if seed % 2 == 1 { model.treeSizes = "" }
        let text = seed % 2 == 1 ? model.text.replacing("tree_sizes=\n", with: "") : model.text
        let original = Array(text.utf8)
        var generator = SeededGenerator(seed: UInt64(seed))
        var read = 0
        for _ in 0..<500 {
            let mutant = Mutator.mutate(original, with: &generator)
            guard let forest = try? Forest(parsing: mutant) else { continue }
            read += 1
            Self.exercise(forest)
        }
        #expect(read > 0, "seed \(seed)")
    }

    /// Scores by every kernel; a forest that was read must be usable.
    static func exercise(_ forest: Forest) {
        guard forest.featureCount <= 64, forest.outputCount <= 64 else { return }
        let values: [Double] = [0, .nan, 1.5, -1, 33, .infinity, -0.5, 2, 1e300]
        let rows = (0..<9 * forest.featureCount).map { values[$0 % values.count] }
        var first: [Double]?
        for kernel in forest.kernels {
            var scores = [Double](repeating: 0, count: 9 * forest.outputCount)
            #expect(throws: Never.self) { try forest.predictRaw(rows: rows, count: 9, into: &scores, kernel: kernel) }
            #expect(differences(scores, first ?? scores) == [], "\(kernel)")
            first = scores
        }
        if forest.contributionRefusal == nil {
            #expect(throws: Never.self) { try forest.contributions(rows: rows, count: 9) }
        }
    }
}
