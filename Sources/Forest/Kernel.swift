internal import CForestKernels

/// The ways to score a forest. All give the same bits; they differ in speed and in what they can serve.
package enum Kernel: String, Sendable, CaseIterable {
    /// Down each tree, one row at a time. Serves every forest, and is the only one for linear trees.
    case walk
    /// Ranks, a row a lane, compiled for the baseline: SSE2 or NEON.
    case rowsPortable
    /// Ranks, a row a lane, compiled for AVX2.
    case rowsAVX2
    /// Ranks, a row a lane, compiled for AVX-512.
    case rowsAVX512
    /// Ranks, a tree a lane, compiled for AVX-512 with VBMI.
    case trees

    /// The instruction set's number in the C kernels, for the kernels that come in several.
    var level: Int32? {
        switch self {
        case .walk, .trees: nil
        case .rowsPortable: Int32(FK_PORTABLE)
        case .rowsAVX2: Int32(FK_AVX2)
        case .rowsAVX512: Int32(FK_AVX512)
        }
    }
}

extension Forest {
    /// The kernels that can score this forest on this processor.
    package var kernels: [Kernel] {
        Kernel.allCases.filter { kernel in
            switch kernel {
            case .walk: true
            case .trees: self.quantised?.servesTrees ?? false
            case .rowsPortable, .rowsAVX2, .rowsAVX512:
                self.quantised != nil && (kernel.level ?? .max) <= fk_best_level()
            }
        }
    }

    /// From so many rows on, rows in the lanes beat a walk per row where trees in the lanes are not to be had.
    private static let fewestRowsForLanes = 8

    /// The fastest kernel for a number of rows, as `Benchmarks/forest` measures it.
    package func fastestKernel(forRows count: Int) -> Kernel {
        guard let quantised = self.quantised else { return .walk }
        if quantised.servesTrees { return .trees }
        guard count >= Self.fewestRowsForLanes else { return .walk }
        switch fk_best_level() {
        case Int32(FK_AVX512): return .rowsAVX512
        case Int32(FK_AVX2): return .rowsAVX2
        default: return .rowsPortable
        }
    }
}
