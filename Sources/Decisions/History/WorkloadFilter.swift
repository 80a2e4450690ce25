internal import Placement
internal import Statistics

/// Which workloads have run before, with few false alarms and no misses: a Bloom filter of fixed size.
///
/// A decision about a workload that never ran needs no look at the disk; most bodies that differ are such.
///
/// - SeeAlso: B. H. Bloom, "Space/Time Trade-offs in Hash Coding with Allowable Errors", CACM 13(7), 1970.
struct WorkloadFilter: Sendable {
    /// 4 MiB: one false alarm in a hundred at 3.5 million workloads.
    private static let bits = 1 << 25
    private static let probes = 6

    /// None before the first workload: most domains have none.
    private var words: [UInt64] = []

    mutating func insert(_ hash: UInt64) {
        if self.words.isEmpty { self.words = [UInt64](repeating: 0, count: Self.bits / 64) }
        for bit in Self.positions(of: hash) { self.words[bit >> 6] |= 1 << UInt64(bit & 63) }
    }

    func mayContain(_ hash: UInt64) -> Bool {
        !self.words.isEmpty && Self.positions(of: hash).allSatisfy { self.words[$0 >> 6] >> UInt64($0 & 63) & 1 == 1 }
    }

    /// Double hashing (Kirsch and Mitzenmacher, 2006) over the two halves of one 64-bit hash.
    private static func positions(of hash: UInt64) -> some Sequence<Int> {
        let step = hash >> 32 | 1
        return (0..<UInt64(Self.probes)).lazy.map { Int(truncatingIfNeeded: (hash &+ $0 &* step) % UInt64(Self.bits)) }
    }
}
