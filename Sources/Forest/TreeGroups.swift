internal import CForestKernels

/// 64 trees side by side, step by step, as the trees kernel reads them.
struct TreeGroups {
    private(set) var groups: [fk_group] = []
    private(set) var steps: [UInt8] = []
    private(set) var allow: [UInt64] = []
    private(set) var stepCount = 0

    private static let width = Int(FK_GROUP)

    /// Lays the groups out, or returns `nil` where the kernel cannot serve the forest, or is not there.
    init?(
        _ ordered: PreorderTrees,
        _ numbers: RankColumns,
        _ sets: inout CategorySets,
        needsWords: Bool,
        mostBytes: Int
    ) {
        let columns = numbers.nanRanks.count + (sets.features.isEmpty ? 0 : 1)
        guard fk_can_score_trees() != 0, !needsWords, columns <= Int(FK_TREES_COLUMNS),
            sets.features.count <= Int(FK_TREES_CATEGORICAL)
        else { return nil }
        self.addGroups(ordered.trees)
        let words = sets.codeCounts.reduce(0, +) * self.stepCount
        guard words * 8 <= mostBytes, self.stepCount * 256 <= 4 * mostBytes else { return nil }
        self.addSteps(ordered, constantColumn: UInt8(truncatingIfNeeded: numbers.nanRanks.count))
        self.addPermissions(ordered, &sets, words)
    }

    private mutating func addGroups(_ trees: [fk_tree]) {
        let together = Self.width * Int(FK_GROUPS_TOGETHER)
        for first in stride(from: 0, to: trees.count, by: together) {
            let padded = trees[first..<min(first + together, trees.count)].map(\.node_count).max() ?? 0
            for start in stride(from: first, to: min(first + together, trees.count), by: Self.width) {
                let members = trees[start..<min(start + Self.width, trees.count)]
                self.groups.append(
                    fk_group(
                        step_start: UInt32(self.stepCount),
                        step_count: members.map(\.node_count).max() ?? 0,
                        padded_step_count: padded,
                        tree_start: UInt32(start),
                        tree_count: UInt32(members.count)
                    )
                )
                self.stepCount += Int(padded)
            }
        }
    }

    /// Each step: 64 columns, 64 thresholds, 64 begins, 64 ends. Where a tree has no more splits, no rank exceeds 255.
    private mutating func addSteps(_ ordered: PreorderTrees, constantColumn: UInt8) {
        self.steps = [UInt8](repeating: 0, count: self.stepCount * 4 * Self.width)
        for step in 0..<self.stepCount {
            for lane in 0..<Self.width { self.steps[(step * 4 + 1) * Self.width + lane] = 255 }
        }
        Self.forEachNode(self.groups, ordered) { step, lane, node in
            let at = step * 4 * Self.width + lane
            let isNumerical = if case .numerical = ordered.splits[node].rule { true } else { false }
            self.steps[at] = isNumerical ? UInt8(ordered.nodes[node].column) : constantColumn
            self.steps[at + Self.width] = UInt8(ordered.nodes[node].threshold)
            self.steps[at + 2 * Self.width] = UInt8(ordered.nodes[node].begin)
            self.steps[at + 3 * Self.width] = UInt8(ordered.nodes[node].end)
        }
    }

    /// For each category of each feature: the steps and trees whose split may send it to the right.
    private mutating func addPermissions(_ ordered: PreorderTrees, _ sets: inout CategorySets, _ words: Int) {
        guard !sets.features.isEmpty else { return }
        self.allow = [UInt64](repeating: .max, count: words)
        var start = 0
        for place in sets.features.indices {
            sets.features[place].allow_start = UInt64(start)
            start += sets.codeCounts[place] * self.stepCount
        }
        let known = sets
        Self.forEachNode(self.groups, ordered) { step, lane, node in
            guard case .categorical(let bits) = ordered.splits[node].rule else { return }
            let place = known.place(ordered.splits[node].feature)
            for code in 0..<known.codeCounts[place] where known.holds(bits, place, code) {
                let word = Int(known.features[place].allow_start) + code * self.stepCount + step
                self.allow[word] &= ~(1 << UInt64(lane))
            }
        }
    }

    private static func forEachNode(
        _ groups: [fk_group],
        _ ordered: PreorderTrees,
        _ body: (_ step: Int, _ lane: Int, _ node: Int) -> Void
    ) {
        for group in groups {
            for lane in 0..<Int(group.tree_count) {
                let tree = ordered.trees[Int(group.tree_start) + lane]
                for offset in 0..<Int(tree.node_count) {
                    body(Int(group.step_start) + offset, lane, Int(tree.node_start) + offset)
                }
            }
        }
    }
}
