package import Engine
package import Expressions
internal import Features
package import Forest
package import Placement
internal import RealModule

/// Trees that predict the logarithm of one output: one forest for each quantity that the output may be inversely
/// proportional to; their answers are averaged.
package struct TreeEnsemble: Sendable {
    /// One forest and what it learned.
    package struct Member: Sendable {
        /// Its one output is the logarithm.
        package let forest: Forest
        /// The forest learnt log(output × quantity); 1 when `nil`.
        package let quantity: Expression?

        package init(forest: Forest, quantity: Expression?) {
            self.forest = forest
            self.quantity = quantity
        }
    }

    /// In the order of the domain's quantities.
    package let members: [Member]

    package init(_ members: [Member]) { self.members = members }

    /// Predicted logarithms, one a row.
    ///
    /// - Parameter rows: Row-major features, one row a target.
    package func predict(
        rows: [Double],
        workload: Workload,
        targets: [Target]
    ) throws(PredictionError) -> [Double] {
        try self.predict(rows: rows, count: targets.count) { (quantity) throws(PredictionError) in
            var logarithms: [Double] = []
            for target in targets {
                logarithms.append(try Self.logQuantity(quantity, workload: workload, target: target))
            }
            return logarithms
        }
    }

    /// Predicted logarithms, one a row.
    ///
    /// - Parameter logQuantities: Of a member's quantity, one a row.
    func predict(
        rows: [Double],
        count: Int,
        logQuantities: (Expression) throws(PredictionError) -> [Double]
    ) throws(PredictionError) -> [Double] {
        var sums = [Double](repeating: 0, count: count)
        var answers = [Double](repeating: 0, count: count)
        for member in self.members {
            do {
                try member.forest.predict(rows: rows, count: count, into: &answers)
            } catch {
                throw .damagedModel("\(error)")
            }
            if let quantity = member.quantity {
                let logarithms = try logQuantities(quantity)
                for index in sums.indices { sums[index] += answers[index] - logarithms[index] }
            } else {
                for index in sums.indices { sums[index] += answers[index] }
            }
        }
        for index in sums.indices { sums[index] /= Double(self.members.count) }
        return sums
    }

    /// How much each column contributes to each row's logarithm: row-major, one value a column.
    package func contributions(rows: [Double], count: Int) throws(PredictionError) -> [[Double]] {
        guard let width = self.members.first?.forest.featureCount else { return [] }
        var sums = [[Double]](repeating: [Double](repeating: 0, count: width), count: count)
        for member in self.members {
            let shares: [Double]
            do {
                shares = try member.forest.contributions(rows: rows, count: count)
            } catch {
                throw .damagedModel("\(error)")
            }
            // A random forest's contributions sum over its trees, and its output is their mean.
            let trees = member.forest.averagesIterations ? member.forest.iterationCount : 1
            for row in 0..<count {
                for column in 0..<width {
                    sums[row][column] += shares[row * (width + 1) + column] / Double(self.members.count * trees)
                }
            }
        }
        return sums
    }

    /// The logarithm of a member's quantity for a target; 0 where it is missing or not positive.
    package static func logQuantity(
        _ quantity: Expression?,
        workload: Workload,
        target: Target
    ) throws(PredictionError) -> Double {
        guard let quantity else { return 0 }
        do {
            return Self.logarithm(try quantity.number { $0.attribute(workload: workload, target: target) })
        } catch {
            throw .unusableAttribute("\(error)")
        }
    }

    /// Of a quantity; 0 where it is missing or not positive.
    static func logarithm(_ quantity: Double?) -> Double { quantity.map { $0 > 0 ? Double.log($0) : 0 } ?? 0 }
}
