internal import Placement
internal import Statistics

/// Which workloads have run before, with few false alarms and no misses: Bloom filters, each twice as large as the one
/// before, so that it takes what it needs.
///
/// A decision about a workload that never ran needs no look at the disk; most bodies that differ are such. Until the
/// filter is told that it has heard of all workloads, any may have run.
///
/// - SeeAlso: B. H. Bloom, "Space/Time Trade-offs in Hash Coding with Allowable Errors", CACM 13(7), 1970; P. S. Almeida
///   et al., "Scalable Bloom Filters", Information Processing Letters 101(6), 2007.
struct WorkloadFilter: Sendable {
    /// One filter of fixed size.
    private struct Layer {
        var words: [UInt64]
        /// Workloads that it took.
        var count = 0

        init(bits: Int) { self.words = [UInt64](repeating: 0, count: bits / 64) }

        var bits: Int { self.words.count * 64 }
        /// Where one workload in a hundred gives a false alarm.
        var isFull: Bool { self.count >= self.bits / 10 }
    }

    private static let probes = 6
    /// 4 MiB: 3.3 million workloads.
    private static let usualBits = 1 << 25
    /// 32 MiB. With it all take 60 MiB and 50 million workloads; beyond that there are more false alarms, each of which
    /// costs a look at the disk and no wrong answer.
    private static let usualLargestBits = 1 << 28

    private let firstBits: Int
    private let largestBits: Int
    /// None before the first workload: most domains have none. The newest last.
    private var layers: [Layer] = []
    /// Whether every workload that has run was inserted.
    var isComplete = false

    /// - Parameters: Sizes of the first and of the largest layer, powers of two from 64 on.
    init(firstBits: Int = Self.usualBits, largestBits: Int = Self.usualLargestBits) {
        self.firstBits = firstBits
        self.largestBits = largestBits
    }

    /// The memory that it takes.
    var bits: Int { self.layers.reduce(0) { $0 + $1.bits } }

    mutating func insert(_ hash: UInt64) {
        guard !self.contains(hash) else { return }
        let last = self.layers.last
        if last?.isFull != false, last?.bits ?? 0 < self.largestBits {
            self.layers.append(Layer(bits: last.map { $0.bits * 2 } ?? self.firstBits))
        }
        let newest = self.layers.count - 1
        for bit in Self.positions(of: hash, among: self.layers[newest].bits) {
            self.layers[newest].words[bit >> 6] |= 1 << UInt64(bit & 63)
        }
        self.layers[newest].count += 1
    }

    func mayContain(_ hash: UInt64) -> Bool { !self.isComplete || self.contains(hash) }

    private func contains(_ hash: UInt64) -> Bool {
        self.layers.contains { layer in
            Self.positions(of: hash, among: layer.bits).allSatisfy {
                layer.words[$0 >> 6] >> UInt64($0 & 63) & 1 == 1
            }
        }
    }

    /// Double hashing (Kirsch and Mitzenmacher, 2006) over the two halves of one 64-bit hash.
    private static func positions(of hash: UInt64, among bits: Int) -> some Sequence<Int> {
        let step = hash >> 32 | 1
        return (0..<UInt64(Self.probes)).lazy.map { Int(truncatingIfNeeded: (hash &+ $0 &* step) % UInt64(bits)) }
    }
}
