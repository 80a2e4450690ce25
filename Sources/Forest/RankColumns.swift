internal import CForestKernels

/// The columns of ranks that the numerical splits ask for.
struct RankColumns {
    private(set) var features: [fk_numeric] = []
    private(set) var thresholds: [Double] = []
    /// By column: the rank of NaN, and of what LightGBM reads as zero.
    private(set) var nanRanks: [UInt16] = []
    private(set) var zeroRanks: [UInt16] = []
    private(set) var greatestRank = 0
    /// By feature.
    private var uses: [Use]

    /// What the splits of one feature ask for.
    private struct Use {
        /// Ascending, each once.
        var thresholds: [Double] = []
        /// By way of treating what is missing: its column, `asked` before it has one, `nil` where no split does so.
        var columns = [Int?](repeating: nil, count: 1 + Int(DecisionTree.Missing.nanRight.rawValue))

        static let asked = -1
    }

    init(_ trees: [DecisionTree], featureCount: Int) {
        self.uses = [Use](repeating: Use(), count: featureCount)
        for tree in trees {
            for split in tree.splits {
                guard case .numerical(let threshold, let missing) = split.rule else { continue }
                self.uses[split.feature].thresholds.append(threshold)
                self.uses[split.feature].columns[Int(missing.rawValue)] = Use.asked
            }
        }
        for feature in self.uses.indices where !self.uses[feature].thresholds.isEmpty {
            let thresholds = Self.distinct(self.uses[feature].thresholds)
            self.uses[feature].thresholds = thresholds
            self.greatestRank = max(self.greatestRank, thresholds.count)
            let firstColumn = self.nanRanks.count
            for missing in 0..<self.uses[feature].columns.count {
                guard self.uses[feature].columns[missing] != nil,
                    let missing = DecisionTree.Missing(rawValue: UInt8(missing))
                else { continue }
                self.uses[feature].columns[Int(missing.rawValue)] = self.nanRanks.count
                self.addSpecialRanks(missing, thresholds)
            }
            self.features.append(
                fk_numeric(
                    feature: UInt32(feature),
                    first_column: UInt32(firstColumn),
                    column_count: UInt32(self.nanRanks.count - firstColumn),
                    threshold_count: UInt32(thresholds.count),
                    threshold_start: UInt64(self.thresholds.count)
                )
            )
            self.addThresholds(thresholds)
        }
    }

    /// Ascending, each value once.
    private static func distinct(_ values: [Double]) -> [Double] {
        var distinct: [Double] = []
        for value in values.sorted() where distinct.last != value { distinct.append(value) }
        return distinct
    }

    /// The column a split reads, and the rank above which a row goes right.
    func place(_ feature: Int, _ threshold: Double, _ missing: DecisionTree.Missing) -> (column: Int, rank: Int) {
        guard let column = self.uses[feature].columns[Int(missing.rawValue)] else {
            preconditionFailure("every split's feature was given a column")
        }
        return (column, Self.rank(of: threshold, among: self.uses[feature].thresholds))
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
