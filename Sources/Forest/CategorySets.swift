internal import CForestKernels

/// The categorical features: which categories matter, and which of the distinct sets hold them.
struct CategorySets {
    var features: [fk_categorical] = []
    private(set) var codes: [UInt32] = []
    private(set) var membership: [UInt8] = []
    private(set) var columnCount = 0
    /// What `membership` takes, known before it is made.
    private(set) var membershipBytes = 0
    /// By place in `features`: the distinct sets, and how many codes there are, "in no set" included.
    private(set) var sets: [[[UInt32]]] = []
    private(set) var codeCounts: [Int] = []
    /// By place in `features`: the category of each code from 1.
    private var categories: [[Int]] = []
    private var columns: [Int: [[UInt32]: Int]] = [:]
    private var places: [Int: Int] = [:]

    init(_ trees: [DecisionTree], firstColumn: Int) {
        var used: [Int: [[UInt32]: Int]] = [:]
        for split in trees.lazy.flatMap(\.splits) {
            guard case .categorical(let bits) = split.rule else { continue }
            let next = used[split.feature]?.count ?? 0
            if used[split.feature]?[bits] == nil { used[split.feature, default: [:]][bits] = next }
        }
        var bytes = 0
        for (feature, numbered) in used.sorted(by: { $0.key < $1.key }) {
            let sets = numbered.sorted { $0.value < $1.value }.map(\.key)
            let categories = Self.members(of: sets)
            self.places[feature] = self.features.count
            self.features.append(
                fk_categorical(
                    feature: UInt32(feature),
                    first_column: UInt32(firstColumn + self.columnCount),
                    set_count: UInt32(sets.count),
                    code_limit: UInt32((categories.last ?? -1) + 1),
                    code_start: UInt64(self.codes.count),
                    membership_start: UInt64(bytes),
                    allow_start: 0
                )
            )
            self.columns[feature] = numbered.mapValues { firstColumn + self.columnCount + $0 }
            self.columnCount += sets.count
            var codes = [UInt32](repeating: 0, count: (categories.last ?? -1) + 1)
            for (index, category) in categories.enumerated() { codes[category] = UInt32(index + 1) }
            self.codes += codes
            self.sets.append(sets)
            self.categories.append(categories)
            self.codeCounts.append(categories.count + 1)
            bytes += (categories.count + 1) * sets.count
        }
        self.membershipBytes = bytes
        guard bytes <= 32 << 20 else { return }
        for place in self.features.indices {
            for code in 0..<self.codeCounts[place] {
                self.membership += self.sets[place].map { self.holds($0, place, code) ? 0 : 1 }
            }
        }
    }

    /// The column that is 0 where a feature's category is in the set and 1 where it is not.
    func column(_ feature: Int, _ bits: [UInt32]) -> Int {
        guard let column = self.columns[feature]?[bits] else {
            preconditionFailure("every categorical split's set was given a column")
        }
        return column
    }

    /// The feature's place in `features`.
    func place(_ feature: Int) -> Int {
        guard let place = self.places[feature] else { preconditionFailure("the feature has categorical splits") }
        return place
    }

    /// Whether a set holds the category of a code; code 0 is in no set.
    func holds(_ bits: [UInt32], _ place: Int, _ code: Int) -> Bool {
        guard code > 0 else { return false }
        let category = self.categories[place][code - 1]
        return category / 32 < bits.count && bits[category / 32] >> UInt32(category % 32) & 1 == 1
    }

    private static func members(of sets: [[UInt32]]) -> [Int] {
        var union: [UInt32] = []
        for set in sets {
            for (word, bits) in set.enumerated() {
                if word == union.count { union.append(0) }
                union[word] |= bits
            }
        }
        return union.indices.flatMap { word in
            (0..<32).filter { union[word] >> UInt32($0) & 1 == 1 }.map { word * 32 + $0 }
        }
    }
}
