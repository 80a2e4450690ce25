import Training

/// Small tables with a pattern that trees can find; the same on every run.
enum GeneratedData {
    /// Numbers from SplitMix64 (Steele, Lea and Flood 2014).
    struct Draws {
        private var state: UInt64

        init(seed: UInt64) { self.state = seed }

        /// The next number in [0, 1).
        mutating func next() -> Double {
            self.state &+= 0x9E37_79B9_7F4A_7C15
            var z = self.state
            z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
            z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
            return Double((z ^ (z >> 31)) >> 11) / Double(1 << 53)
        }
    }

    static let names = ["size", "load", "kind"]

    /// Columns `size` in [0, 10), `load` with a fifth missing, `kind` in 0..<8.
    static func columns(rows: Int, seed: UInt64) -> [[Double]] {
        var draws = Draws(seed: seed)
        var columns: [[Double]] = [[], [], []]
        for _ in 0..<rows {
            columns[0].append(draws.next() * 10)
            let load = draws.next()
            columns[1].append(draws.next() < 0.2 ? .nan : load)
            columns[2].append((draws.next() * 8).rounded(.down))
        }
        return columns
    }

    /// A positive amount that depends on all three columns, with a little noise.
    static func amounts(_ columns: [[Double]], seed: UInt64) -> [Double] {
        var draws = Draws(seed: seed &+ 1)
        let perKind = [0.5, 4, 1, 7, 2, 0.1, 5, 3]
        return columns[0].indices.map { row in
            let load = columns[1][row].isNaN ? 3 : columns[1][row]
            return 1 + columns[0][row] * 0.7 + load * 2 + perKind[Int(columns[2][row])] + draws.next() * 0.5
        }
    }

    /// A dataset with labels made from `amounts`.
    static func dataset(
        rows: Int = 400,
        seed: UInt64 = 1,
        categorical: [Int] = [2],
        weights: [Double]? = nil,
        groups: [Int]? = nil,
        label: (Double) -> Double = { $0 }
    ) throws -> TreeDataset {
        let columns = self.columns(rows: rows, seed: seed)
        return try TreeDataset(
            columns: columns,
            featureNames: self.names,
            categoricalFeatures: categorical,
            labels: self.amounts(columns, seed: seed).map(label),
            weights: weights,
            groups: groups
        )
    }

    /// Labels that fit an objective.
    static func label(for objective: TreeObjective) -> (Double) -> Double {
        switch objective {
        case .l2, .l1, .huber, .quantile, .mape, .poisson, .gamma, .tweedie: { $0 }
        case .binary: { $0 > 8 ? 1 : 0 }
        case .crossEntropy: { min(1, $0 / 20) }
        case .multiclass, .multiclassOneVersusAll: { $0 < 6 ? 0 : $0 < 10 ? 1 : 2 }
        case .lambdarank: { min(4, ($0 / 4).rounded(.down)) }
        }
    }

    /// A dataset that fits an objective, with queries of ten rows for ranking.
    static func dataset(for objective: TreeObjective, rows: Int = 400, seed: UInt64 = 1) throws -> TreeDataset {
        let groups = objective == .lambdarank ? [Int](repeating: 10, count: rows / 10) : nil
        return try self.dataset(rows: rows, seed: seed, groups: groups, label: self.label(for: objective))
    }
}
