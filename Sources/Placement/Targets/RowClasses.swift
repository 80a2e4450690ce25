/// The rows of a table put into classes: what depends only on what a class has in common is computed once for it.
package struct RowClasses: Sendable {
    /// The class of each row, from 0.
    package let ofRow: [Int32]
    /// The first row of each class.
    package let representatives: [Int]

    package var count: Int { self.representatives.count }

    /// All rows in one class; none without rows.
    package init(rows: Int) {
        self.ofRow = [Int32](repeating: 0, count: rows)
        self.representatives = rows > 0 ? [0] : []
    }

    private init(ofRow: [Int32], representatives: [Int]) {
        self.ofRow = ofRow
        self.representatives = representatives
    }

    /// Every row a class of its own.
    package static func single(rows: Int) -> RowClasses {
        RowClasses(ofRow: (0..<rows).map(Int32.init), representatives: Array(0..<rows))
    }

    /// Up to here a class and a code are looked up in a flat table.
    private static let mostFlat = 1 << 22

    /// These classes, each divided by a code.
    ///
    /// - Parameters:
    ///   - codes: One a row, in `0..<bound`.
    /// - Complexity: O(rows), and memory for classes × bound up to four million places.
    package func refined(by codes: (Int) -> Int32, bound: Int) -> RowClasses {
        guard bound > 1, self.count > 0 else { return self }
        var ofRow = [Int32](repeating: 0, count: self.ofRow.count)
        var representatives: [Int] = []
        func number(_ row: Int, _ known: inout Int32) {
            if known < 0 {
                known = Int32(representatives.count)
                representatives.append(row)
            }
            ofRow[row] = known
        }
        if self.count <= Self.mostFlat / bound {
            var flat = [Int32](repeating: -1, count: self.count * bound)
            for row in ofRow.indices { number(row, &flat[Int(self.ofRow[row]) * bound + Int(codes(row))]) }
        } else {
            var known: [Int: Int32] = [:]
            for row in ofRow.indices {
                number(row, &known[Int(self.ofRow[row]) * bound + Int(codes(row)), default: -1])
            }
        }
        return RowClasses(ofRow: ofRow, representatives: representatives)
    }
}

extension TargetTable {
    /// Rows in one class where all of these attributes are equal.
    package func classes(by attributes: [String]) -> RowClasses {
        var classes = RowClasses(rows: self.count)
        for name in attributes {
            guard let (codes, count) = self.columns[name]?.codes else { continue }
            classes = classes.refined(by: { codes[$0] }, bound: count)
        }
        return classes
    }
}
