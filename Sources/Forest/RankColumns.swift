internal import CForestKernels

/// The columns of ranks that the numerical splits ask for.
struct RankColumns {
    private(set) var features: [fk_numeric] = []
    private(set) var thresholds: [Double] = []
    /// By column: the rank of NaN, and of what LightGBM reads as zero.
    private(set) var nanRanks: [UInt16] = []
    private(set) var zeroRanks: [UInt16] = []
    private(set) var greatestRank = 0
    private var columns: [Key: Int] = [:]
    private var sorted: [Int: [Double]] = [:]

    private struct Key: Hashable {
        let feature: Int
        let missing: DecisionTree.Missing
    }

    init(_ trees: [DecisionTree]) {
        var used: [Int: (thresholds: Set<Double>, missing: Set<UInt8>)] = [:]
        for split in trees.lazy.flatMap(\.splits) {
            guard case .numerical(let threshold, let missing) = split.rule else { continue }
            used[split.feature, default: ([], [])].thresholds.insert(threshold)
            used[split.feature]?.missing.insert(missing.rawValue)
        }
        for (feature, use) in used.sorted(by: { $0.key < $1.key }) {
            let thresholds = use.thresholds.sorted()
            self.sorted[feature] = thresholds
            self.greatestRank = max(self.greatestRank, thresholds.count)
            self.features.append(
                fk_numeric(
                    feature: UInt32(feature),
                    first_column: UInt32(self.nanRanks.count),
                    column_count: UInt32(use.missing.count),
                    threshold_count: UInt32(thresholds.count),
                    threshold_start: UInt64(self.thresholds.count)
                )
            )
            for missing in use.missing.sorted().compactMap(DecisionTree.Missing.init) {
                self.columns[Key(feature: feature, missing: missing)] = self.nanRanks.count
                self.addSpecialRanks(missing, thresholds)
            }
            self.addThresholds(thresholds)
        }
    }

    /// The column a split reads, and the rank above which a row goes right.
    func place(_ feature: Int, _ threshold: Double, _ missing: DecisionTree.Missing) -> (column: Int, rank: Int) {
        guard let column = self.columns[Key(feature: feature, missing: missing)], let sorted = self.sorted[feature]
        else { preconditionFailure("every split's feature was given a column") }
        return (column, Self.rank(of: threshold, among: sorted))
    }

    private mutating func addSpecialRanks(_ missing: DecisionTree.Missing, _ thresholds: [Double]) {
        // A model with more thresholds than fit is turned away before its ranks are read.
        let zero = UInt16(truncatingIfNeeded: Self.rank(of: 0, among: thresholds))
        let last = UInt16(truncatingIfNeeded: thresholds.count)
        switch missing {
        case .none: (self.nanRanks, self.zeroRanks) = (self.nanRanks + [zero], self.zeroRanks + [zero])
        case .zeroLeft: (self.nanRanks, self.zeroRanks) = (self.nanRanks + [0], self.zeroRanks + [0])
        case .zeroRight: (self.nanRanks, self.zeroRanks) = (self.nanRanks + [last], self.zeroRanks + [last])
        case .nanLeft: (self.nanRanks, self.zeroRanks) = (self.nanRanks + [0], self.zeroRanks + [zero])
        case .nanRight: (self.nanRanks, self.zeroRanks) = (self.nanRanks + [last], self.zeroRanks + [zero])
        }
    }

    /// Lays thresholds out as `fk_numeric` says; each part is a multiple of 64 bytes.
    private mutating func addThresholds(_ sorted: [Double]) {
        let blocks = sorted.count / 16 + 1
        let padded = sorted + Array(repeating: .infinity, count: blocks * 16 - sorted.count)
        if sorted.count <= 256 {
            self.thresholds += (0..<16).map { $0 < blocks ? padded[16 * $0 + 15] : .infinity }
        }
        self.thresholds += padded
    }

    /// How many of the sorted values are below `value`.
    private static func rank(of value: Double, among sorted: [Double]) -> Int {
        var low = 0
        var high = sorted.count
        while low < high {
            let middle = (low + high) / 2
            if sorted[middle] < value { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
