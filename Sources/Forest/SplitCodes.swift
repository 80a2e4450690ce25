/// What the splits of some forests can tell apart: rows that have equal codes get equal scores from each of them, bit
/// for bit.
///
/// Made for many rows that differ little, such as one machine type at the prices of many regions: they are scored once.
package struct SplitCodes: Sendable {
    private enum Use: Sendable {
        case none
        /// Ascending, each once.
        case thresholds([Double])
        /// The value itself: a category, or what a linear leaf multiplies.
        case value
    }

    /// By feature.
    private let uses: [Use]

    /// - Parameter forests: All of as many features.
    package init(_ forests: [Forest]) {
        var thresholds = [Set<Double>](repeating: [], count: forests.first?.featureCount ?? 0)
        var exact = [Bool](repeating: false, count: thresholds.count)
        for tree in forests.lazy.flatMap(\.trees) {
            for split in tree.splits {
                switch split.rule {
                case .numerical(let threshold, _): thresholds[split.feature].insert(threshold)
                case .categorical: exact[split.feature] = true
                }
            }
            for feature in tree.linear?.flatMap(\.features) ?? [] { exact[feature] = true }
        }
        self.uses = zip(thresholds, exact).map { thresholds, exact in
            if exact { return .value }
            return thresholds.isEmpty ? .none : .thresholds(thresholds.sorted())
        }
    }

    /// Whether any split asks for a feature.
    package func isUsed(_ feature: Int) -> Bool {
        if case .none = self.uses[feature] { false } else { true }
    }

    /// For values of one feature a number each, from 0, that those share which no split tells apart.
    ///
    /// - Returns: `nil` where no split asks for the feature.
    package func codes(of values: [Double], feature: Int) -> (codes: [Int32], count: Int)? {
        switch self.uses[feature] {
        case .none: return nil
        case .thresholds(let thresholds):
            // Missing and zero have numbers of their own, whatever a split takes them for.
            return (values.map { Self.code(of: $0, among: thresholds) }, thresholds.count + 3)
        case .value:
            var known: [UInt64: Int32] = [:]
            let codes = values.map { value in
                let bits = value.isNaN ? Double.nan.bitPattern : value.bitPattern
                if let code = known[bits] { return code }
                let code = Int32(known.count)
                known[bits] = code
                return code
            }
            return (codes, known.count)
        }
    }

    private static func code(of value: Double, among thresholds: [Double]) -> Int32 {
        if value.isNaN { return 0 }
        if abs(value) <= Double(Float(1e-35)) { return 1 }
        var low = 0
        var high = thresholds.count
        while low < high {
            let middle = (low + high) / 2
            if thresholds[middle] < value { low = middle + 1 } else { high = middle }
        }
        return Int32(low + 2)
    }
}
