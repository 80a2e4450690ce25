internal import CForestKernels

/// The instruction sets that attribution is compiled for.
package enum VectorLevel: Int32, Sendable, CaseIterable {
    /// SSE2 or NEON.
    case portable = 0
    /// AVX2 with fused multiply-add.
    case avx2 = 1
    /// AVX-512.
    case avx512 = 2

    /// What this processor has, from least to best; never empty.
    package static var available: [VectorLevel] { self.allCases.filter { $0.rawValue <= fk_best_level() } }
}

extension Forest {
    /// Whether `contributions` answers, and if not, why.
    package var contributionRefusal: ForestInputError? { self.plain.refusal }

    /// Values in one row of contributions: a feature each and the expected value, for each output.
    package var contributionCount: Int { (self.featureCount + 1) * self.outputCount }

    /// Attributes raw scores to features: path-dependent TreeSHAP.
    ///
    /// A row's answer has, for each output, one number a feature and last the expected raw score over the training
    /// rows; they sum to the raw score, which for a random forest is the sum over its trees. The layout and, within
    /// 1e-9, the numbers are those of LightGBM's `pred_contrib`.
    ///
    /// - Parameters:
    ///   - rows: `count` × `featureCount` values, row after row.
    ///   - level: The instruction set to use, one of `VectorLevel.available`; the best by default.
    /// - Returns: `count` × `contributionCount` numbers.
    /// - Throws: `ForestInputError`: wrong length, linear trees, a model without row counts, or paths too long.
    /// - Complexity: O(leaves × *d*²) for each eight rows begun, *d* being the different features on a path.
    /// - SeeAlso: Lundberg et al., *From local explanations to global understanding with explainable AI for trees*,
    ///   2020, doi:10.1038/s42256-019-0138-9.
    package func contributions(
        rows: [Double],
        count: Int,
        level: VectorLevel? = nil
    ) throws(ForestInputError) -> [Double] {
        try self.checkLength(rows.count, rows: count)
        if let refusal = self.contributionRefusal { throw refusal }
        let level = level?.rawValue ?? fk_best_level()
        precondition(level <= fk_best_level(), "this processor does not have vector level \(level)")
        let expected = self.expectedValues
        return [Double](unsafeUninitializedCapacity: count * self.contributionCount) { answer, initialized in
            rows.withUnsafeBufferPointer { self.attribute($0, count, level, expected, answer) }
            initialized = count * self.contributionCount
        }
    }

    /// The mean raw score over the training rows, by output.
    private var expectedValues: [Double] {
        var expected = [Double](repeating: 0, count: self.outputCount)
        for (index, tree) in self.trees.enumerated() { expected[index % self.outputCount] += tree.expectedValue }
        return expected
    }

    /// Eight rows at a time into a block with rows innermost, then turned into rows of the answer.
    private func attribute(
        _ rows: UnsafeBufferPointer<Double>,
        _ count: Int,
        _ level: Int32,
        _ expected: [Double],
        _ answer: UnsafeMutableBufferPointer<Double>
    ) {
        guard let values = rows.baseAddress else { return }
        let blockBytes = self.contributionCount * 8 * MemoryLayout<Double>.stride
        withUnsafePointer(to: self.plain.forest) { forest in
            let bytes = blockBytes + Int(fk_contribution_scratch(forest))
            withUnsafeTemporaryAllocation(byteCount: bytes, alignment: 64) { memory in
                let block = memory.bindMemory(to: Double.self)
                let scratch = memory.baseAddress.map { $0 + blockBytes }
                for first in stride(from: 0, to: count, by: 8) {
                    let taken = min(8, count - first)
                    UnsafeMutableBufferPointer(rebasing: block.prefix(self.contributionCount * 8)).update(repeating: 0)
                    fk_contributions(
                        forest,
                        level,
                        values + first * self.featureCount,
                        Int64(taken),
                        scratch,
                        block.baseAddress
                    )
                    self.turn(block, taken, expected, answer, first)
                }
            }
        }
    }

    private func turn(
        _ block: UnsafeMutableBufferPointer<Double>,
        _ taken: Int,
        _ expected: [Double],
        _ answer: UnsafeMutableBufferPointer<Double>,
        _ first: Int
    ) {
        for row in 0..<taken {
            let start = (first + row) * self.contributionCount
            for place in 0..<self.contributionCount { answer[start + place] = block[place * 8 + row] }
            for output in 0..<self.outputCount {
                answer[start + output * (self.featureCount + 1) + self.featureCount] = expected[output]
            }
        }
    }
}
