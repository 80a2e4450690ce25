internal import Placement

/// The first of many rows by some keys.
struct RowOrder: Sendable {
    /// Each row's place in the order of the targets' names, which settles ties.
    private let places: [Int32]

    init(_ table: TargetTable) {
        var places = [Int32](repeating: 0, count: table.count)
        let byName = table.indices.sorted { (table.ids[$0], $0) < (table.ids[$1], $1) }
        for (place, row) in byName.enumerated() { places[row] = Int32(place) }
        self.places = places
    }

    /// - Parameters:
    ///   - rows: Each once.
    ///   - keys: Lists as long as `rows`; the first in which two rows differ orders them, ascending. No NaN.
    /// - Returns: At most `count` of the rows, the first first.
    /// - Complexity: O(rows), while `count` is small beside them.
    func first(_ count: Int, of rows: [Int], by keys: [[Double]]) -> [Int] {
        func isBefore(_ left: Int, _ right: Int) -> Bool {
            for key in keys where key[left] != key[right] { return key[left] < key[right] }
            return self.places[rows[left]] < self.places[rows[right]]
        }
        var best: [Int] = []
        best.reserveCapacity(count + 1)
        for position in rows.indices {
            if best.count == count {
                guard let last = best.last, isBefore(position, last) else { continue }
                best.removeLast()
            }
            var low = 0
            var high = best.count
            while low < high {
                let middle = (low + high) / 2
                if isBefore(position, best[middle]) { high = middle } else { low = middle + 1 }
            }
            best.insert(position, at: low)
        }
        return best.map { rows[$0] }
    }
}
