internal import RealModule

/// Measured values of tasks (rows) on arms (columns), as natural logarithms; NaN where nothing was measured.
///
/// A task is what is decided for, an arm what is chosen: lower is better. Rows of one group are alike for reasons that
/// a new task does not share (runs of one application), so a group counts once.
package struct TaskGrid: Sendable, Hashable, Codable {
    /// The columns, in order.
    package let arms: [Arm]
    /// One row a task, each with one value an arm.
    package let rows: [[Double]]
    /// The group of each row, in their order.
    package let groups: [String]

    /// - Precondition: As many groups as rows, as many values a row as arms, and at least one value in each row.
    package init(arms: [Arm], rows: [[Double]], groups: [String]) {
        precondition(rows.count == groups.count, "one group a row")
        precondition(rows.allSatisfy { $0.count == arms.count && $0.contains(where: \.isFinite) }, "no empty row")
        self.arms = arms
        self.rows = rows
        self.groups = groups
    }

    /// Values above `factor` × the best of their row all count as equally bad: how bad a bad choice is carries no
    /// information about where the good ones are.
    func capped(factor: Double) -> [[Double]] {
        self.rows.map { row in
            let limit = row.present.reduce(.infinity, min) + Double.log(factor)
            return row.map { $0.isNaN ? .nan : min($0, limit) }
        }
    }

    /// For each group its rows, groups in alphabetical order.
    var rowsByGroup: [[Int]] {
        Dictionary(grouping: self.rows.indices) { self.groups[$0] }.sorted { $0.key < $1.key }.map(\.value)
    }

    // NaN is no JSON number: missing values are `null`.
    private enum CodingKeys: CodingKey { case arms, rows, groups }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        let rows = try container.decode([[Double?]].self, forKey: .rows).map { $0.map { $0 ?? .nan } }
        let arms = try container.decode([Arm].self, forKey: .arms)
        let groups = try container.decode([String].self, forKey: .groups)
        guard rows.count == groups.count,
            rows.allSatisfy({ $0.count == arms.count && $0.contains(where: \.isFinite) })
        else {
            throw DecodingError.dataCorruptedError(
                forKey: .rows,
                in: container,
                debugDescription: "the grid's rows, groups and arms do not fit together"
            )
        }
        self.init(arms: arms, rows: rows, groups: groups)
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(self.arms, forKey: .arms)
        try container.encode(self.rows.map { $0.map { $0.isNaN ? nil : $0 } }, forKey: .rows)
        try container.encode(self.groups, forKey: .groups)
    }
}

/// What describes an arm.
package struct Arm: Sendable, Hashable, Codable {
    /// Positive quantities are best given as logarithms. NaN is missing and counts as the mean.
    package let numbers: [Double]
    /// Texts such as provider and family: in each place two arms have the same one or another.
    package let categories: [String]

    package init(numbers: [Double], categories: [String]) {
        self.numbers = numbers
        self.categories = categories
    }

    // NaN is no JSON number: missing numbers are `null`.
    private enum CodingKeys: CodingKey { case numbers, categories }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        self.init(
            numbers: try container.decode([Double?].self, forKey: .numbers).map { $0 ?? .nan },
            categories: try container.decode([String].self, forKey: .categories)
        )
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(self.numbers.map { $0.isNaN ? nil : $0 }, forKey: .numbers)
        try container.encode(self.categories, forKey: .categories)
    }

    /// A missing number equals itself.
    package static func == (left: Arm, right: Arm) -> Bool {
        left.categories == right.categories
            && left.numbers.elementsEqual(right.numbers) { $0 == $1 || ($0.isNaN && $1.isNaN) }
    }

    package func hash(into hasher: inout Hasher) {
        for number in self.numbers { hasher.combine(number.isNaN ? nil : number) }
        hasher.combine(self.categories)
    }
}

extension [Double] {
    /// The values that are not missing.
    var present: [Double] { self.filter { !$0.isNaN } }

    var presentMean: Double {
        let present = self.present
        return present.isEmpty ? .nan : present.reduce(0, +) / Double(present.count)
    }
}

/// Row and column effects of a grid with missing cells.
enum TwoWayEffects {
    /// Each row minus its level, where the level is the mean over its cells of what the column means leave.
    static func centred(_ rows: [[Double]]) -> [[Double]] {
        guard let width = rows.first?.count else { return [] }
        let isComplete = rows.allSatisfy { row in row.allSatisfy { !$0.isNaN } }
        var columnMeans = [Double](repeating: 0, count: width)
        var centred = rows
        for _ in 0..<(isComplete ? 1 : 10) {
            centred = rows.map { row in
                let level = zip(row, columnMeans).map { $0 - $1 }.presentMean
                return row.map { $0 - level }
            }
            columnMeans = (0..<width).map { column in
                let mean = centred.map { $0[column] }.presentMean
                return mean.isNaN ? 0 : mean
            }
            let grandMean = columnMeans.reduce(0, +) / Double(width)
            columnMeans = columnMeans.map { $0 - grandMean }
        }
        return centred
    }

    /// For each column the mean over groups of the groups' means; 0 where nothing is known.
    static func groupMean(_ rows: [[Double]], groups: [[Int]]) -> [Double] {
        guard let width = rows.first?.count else { return [] }
        return (0..<width).map { column in
            let mean = groups.map { group in group.map { rows[$0][column] }.presentMean }.presentMean
            return mean.isNaN ? 0 : mean
        }
    }
}
