internal import CForestKernels

extension Forest {
    /// Outputs of rows: raw scores averaged for a random forest, then transformed as the objective asks.
    ///
    /// - Parameters:
    ///   - rows: `count` × `featureCount` values, row after row.
    ///   - outputs: `count` × `outputCount` places, row after row; overwritten.
    /// - Throws: `ForestInputError.wrongLength` when `rows` has another length; `outputs` is then untouched.
    /// - Complexity: O(rows × splits) with small constants; no allocation per row.
    package func predict(
        rows: UnsafeBufferPointer<Double>,
        count: Int,
        into outputs: UnsafeMutableBufferPointer<Double>,
        kernel: Kernel? = nil
    ) throws(ForestInputError) {
        try self.predictRaw(rows: rows, count: count, into: outputs, kernel: kernel)
        self.transform(outputs)
    }

    /// Raw scores of rows: each output's leaves, summed in the order of the trees.
    ///
    /// Parameters, errors and cost are those of `predict`. For a random forest this is the sum, as in LightGBM.
    package func predictRaw(
        rows: UnsafeBufferPointer<Double>,
        count: Int,
        into outputs: UnsafeMutableBufferPointer<Double>,
        kernel: Kernel? = nil
    ) throws(ForestInputError) {
        try self.checkLength(rows.count, rows: count)
        precondition(outputs.count == count * self.outputCount, "the answer needs rows × outputCount places")
        guard let values = rows.baseAddress, let answers = outputs.baseAddress, count > 0 else { return }
        outputs.initialize(repeating: 0)
        let kernel = kernel ?? self.fastestKernel(forRows: count)
        if let quantised = self.quantised, kernel == .trees, quantised.servesTrees {
            withUnsafePointer(to: quantised.forest) { fk_score_trees($0, values, Int64(count), answers) }
        } else if let quantised = self.quantised, let level = kernel.level {
            precondition(level <= fk_best_level(), "this processor does not have \(kernel)")
            self.scoreRows(quantised, level, values, count, answers)
        } else {
            precondition(kernel == .walk, "\(kernel) cannot score this forest")
            self.walk(values, count, answers)
        }
    }

    /// Outputs of rows; see the overload on buffers.
    package func predict(
        rows: [Double],
        count: Int,
        into outputs: inout [Double],
        kernel: Kernel? = nil
    ) throws(ForestInputError) {
        try Self.withBuffers(rows, &outputs) { (rows, outputs) throws(ForestInputError) in
            try self.predict(rows: rows, count: count, into: outputs, kernel: kernel)
        }
    }

    /// Raw scores of rows; see the overload on buffers.
    package func predictRaw(
        rows: [Double],
        count: Int,
        into outputs: inout [Double],
        kernel: Kernel? = nil
    ) throws(ForestInputError) {
        try Self.withBuffers(rows, &outputs) { (rows, outputs) throws(ForestInputError) in
            try self.predictRaw(rows: rows, count: count, into: outputs, kernel: kernel)
        }
    }

    /// The outputs of one row.
    package func predict(row: [Double]) throws(ForestInputError) -> [Double] {
        var outputs = [Double](repeating: 0, count: self.outputCount)
        try self.predict(rows: row, count: 1, into: &outputs)
        return outputs
    }

    /// The raw scores of one row.
    package func predictRaw(row: [Double]) throws(ForestInputError) -> [Double] {
        var outputs = [Double](repeating: 0, count: self.outputCount)
        try self.predictRaw(rows: row, count: 1, into: &outputs)
        return outputs
    }

    /// The leaf that each row reaches in each tree, row after row, by the leaf's number in the file.
    package func leafIndices(rows: [Double], count: Int) throws(ForestInputError) -> [Int] {
        try self.checkLength(rows.count, rows: count)
        var indices = [Int](repeating: 0, count: count * self.treeCount)
        rows.withUnsafeBufferPointer { values in
            guard let values = values.baseAddress else { return }
            self.forEachPreparedRow(values, count) { row, rowValues, prepared, plain in
                for tree in 0..<self.treeCount {
                    indices[row * self.treeCount + tree] = Int(fk_walk(plain, UInt32(tree), rowValues, prepared))
                }
            }
        }
        return indices
    }

    /// Turns raw scores, row after row, into outputs in place.
    package func transform(_ scores: UnsafeMutableBufferPointer<Double>) {
        if self.averagesIterations, self.iterationCount > 0 {
            let iterations = Double(self.iterationCount)
            for index in scores.indices { scores[index] /= iterations }
        }
        for start in stride(from: 0, to: scores.count, by: self.outputCount) {
            self.objective.transform(UnsafeMutableBufferPointer(rebasing: scores[start..<start + self.outputCount]))
        }
    }

    func checkLength(_ found: Int, rows: Int) throws(ForestInputError) {
        precondition(rows >= 0, "a number of rows is not negative")
        let (expected, overflows) = rows.multipliedReportingOverflow(by: self.featureCount)
        guard !overflows, found == expected else {
            throw .wrongLength(foundValues: found, rows: rows, features: self.featureCount)
        }
    }

    private func scoreRows(
        _ quantised: QuantisedTables,
        _ level: Int32,
        _ rows: UnsafePointer<Double>,
        _ count: Int,
        _ outputs: UnsafeMutablePointer<Double>
    ) {
        let bytes = Int(FK_BLOCK) * Int(quantised.forest.column_count) * (quantised.needsWords ? 2 : 1)
        withUnsafeTemporaryAllocation(byteCount: max(64, bytes), alignment: 64) { scratch in
            withUnsafePointer(to: quantised.forest) { forest in
                fk_score_rows(
                    forest,
                    level,
                    quantised.needsWords ? 1 : 0,
                    rows,
                    Int64(count),
                    scratch.baseAddress,
                    outputs
                )
            }
        }
    }

    private func walk(_ rows: UnsafePointer<Double>, _ count: Int, _ outputs: UnsafeMutablePointer<Double>) {
        self.forEachPreparedRow(rows, count) { row, values, prepared, plain in
            let answer = outputs + row * self.outputCount
            var output = 0
            for tree in 0..<self.treeCount {
                let leaf = Int(fk_walk(plain, UInt32(tree), values, prepared))
                answer[output] += self.trees[tree].value(ofLeaf: leaf, values)
                output = output + 1 == self.outputCount ? 0 : output + 1
            }
        }
    }

    private func forEachPreparedRow(
        _ rows: UnsafePointer<Double>,
        _ count: Int,
        _ body: (
            _ row: Int, _ values: UnsafePointer<Double>, _ prepared: UnsafePointer<Double>,
            _ plain: UnsafePointer<fk_plain_forest>
        ) -> Void
    ) {
        let entries = self.featureCount * Int(FK_VARIANTS)
        withUnsafeTemporaryAllocation(of: Double.self, capacity: entries) { prepared in
            guard let prepared = prepared.baseAddress else { return }
            withUnsafePointer(to: self.plain.forest) { plain in
                for row in 0..<count {
                    let values = rows + row * self.featureCount
                    fk_prepare(values, UInt32(self.featureCount), 1, prepared)
                    body(row, values, prepared, plain)
                }
            }
        }
    }

    private static func withBuffers(
        _ rows: [Double],
        _ outputs: inout [Double],
        _ body: (UnsafeBufferPointer<Double>, UnsafeMutableBufferPointer<Double>) throws(ForestInputError) -> Void
    ) throws(ForestInputError) {
        let result = outputs.withUnsafeMutableBufferPointer { outputs in
            rows.withUnsafeBufferPointer { rows in
                Result { () throws(ForestInputError) in try body(rows, outputs) }
            }
        }
        try result.get()
    }
}

extension DecisionTree {
    /// What a leaf adds to the score of a row.
    func value(ofLeaf index: Int, _ row: UnsafePointer<Double>) -> Double {
        guard let leaf = self.linear?[index] else { return self.leafValues[index] }
        var sum = leaf.constant
        for (feature, coefficient) in zip(leaf.features, leaf.coefficients) {
            guard !row[feature].isNaN else { return self.leafValues[index] }
            sum += coefficient * row[feature]
        }
        return sum
    }
}
